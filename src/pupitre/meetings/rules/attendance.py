"""Attendance: minutes per person from arrivals and departures, quorum, totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Literal

from pupitre.core.dates import local, utc_moment

IN_TIME = timedelta(minutes=10)
Status = Literal["invited", "present", "excused", "absent", "proxy", "replaced"]


class AttendanceError(ValueError):
    """Times that contradict each other; its text is a French sentence for the user."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One stay; None for somebody who was there from the start, or until the end."""

    arrived: datetime | None = None
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """What was noted for a person. Present without any interval: the whole meeting. `replaces` is
    the person whose seat they took: the time is theirs, never that of the person replaced."""

    person: str
    profession: str
    status: Status
    stays: tuple[Interval, ...] = ()
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Attended:
    """Whole minutes of one person, split at the hour when the evening begins."""

    person: str
    profession: str
    status: Status
    day_minutes: int = 0
    evening_minutes: int = 0
    replaces: str = ""

    @property
    def minutes(self) -> int:
        """Day and evening together."""
        return self.day_minutes + self.evening_minutes


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough people are there, and the sentence that says so."""

    reached: bool
    counted: int
    needed: int
    because: str


@dataclass(frozen=True, slots=True)
class ProfessionTotal:
    """People present and minutes spent, for one profession."""

    profession: str
    people: int
    minutes: int


def attended(
    presences: Iterable[Presence], start: datetime, end: datetime, evening_from: time
) -> tuple[Attended, ...]:
    """Minutes of each person between the actual (aware) start and end of the meeting.

    Stays are clipped to the meeting, overlapping ones count once; the seconds of all stays are
    added, then rounded to the nearest minute, half a minute up. The evening begins at the local
    time `evening_from` of the day the meeting starts and lasts until its end.
    Raises AttendanceError when the meeting or a stay ends before it begins.
    """
    if end < start:
        raise AttendanceError("La réunion se termine avant d’avoir commencé : corrigez les heures.")
    evening = utc_moment(local(start).date(), evening_from)
    return tuple(_attended(presence, start, end, evening) for presence in presences)


def arrival(at: datetime, start: datetime) -> datetime | None:
    """When a stay tapped at `at` begins: None, from the start, for whoever came in time.

    Names are tapped while people sit down: the first ten minutes count as being in time.
    """
    return None if at <= start + IN_TIME else at


def check_stays(person: str, stays: Iterable[Interval]) -> None:
    """Raises AttendanceError when a stay ends before it begins."""
    for stay in stays:
        if stay.arrived and stay.left and stay.left < stay.arrived:
            raise _contradiction(person, stay.arrived, stay.left)


def _contradiction(person: str, arrived: datetime, left: datetime) -> AttendanceError:
    return AttendanceError(
        f"{person} part à {local(left):%H:%M} avant d’être arrivé·e"
        f" à {local(arrived):%H:%M} : corrigez l’une des deux heures."
    )


def _attended(presence: Presence, start: datetime, end: datetime, evening: datetime) -> Attended:
    day_part = evening_part = timedelta()
    if presence.status == "present":
        for begin, finish in _spans(presence, start, end):
            split = min(max(begin, evening), finish)
            day_part += split - begin
            evening_part += finish - split
    total = _whole_minutes(day_part + evening_part)
    late = min(total, _whole_minutes(evening_part))
    return Attended(
        presence.person, presence.profession, presence.status, total - late, late, presence.replaces
    )


def _spans(presence: Presence, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The stays inside the meeting, in order, merged where they overlap."""
    merged: list[tuple[datetime, datetime]] = []
    stays = [(stay.arrived or start, stay.left or end) for stay in presence.stays or (Interval(),)]
    for arrived, left in sorted(stays):
        if left < arrived < end:
            raise AttendanceError(
                f"{presence.person} part à {local(left):%H:%M} avant d’être arrivé·e"
                f" à {local(arrived):%H:%M} : corrigez l’une des deux heures."
            )
        begin = max(arrived, start, merged[-1][1] if merged else start)
        finish = min(left, end)
        if begin < finish:
            merged.append((begin, finish))
    return merged


def _whole_minutes(span: timedelta) -> int:
    return int((span.total_seconds() + 30) // 60)


def quorum(
    presences: Sequence[Presence], needed: int | Fraction, *, proxies_count: bool = False
) -> Quorum:
    """Counts the people present (and represented, when the rules of the structure accept it).

    A share is taken of the seats, a replacement holding that of the person replaced, and is rounded
    up.
    """
    counting = {"present", "proxy"} if proxies_count else {"present"}
    counted = sum(presence.status in counting for presence in presences)
    seats = sum(not presence.replaces for presence in presences)
    people = ceil(needed * seats) if isinstance(needed, Fraction) else needed
    if counted >= people:
        because = f"quorum atteint : {counted} sur {people} nécessaires"
    else:
        because = f"quorum non atteint : {counted} sur {people} nécessaires"
    return Quorum(counted >= people, counted, people, because)


def professions_present(presences: Iterable[Presence]) -> tuple[str, ...]:
    """The professions in the room, in alphabetical order."""
    return tuple(sorted({p.profession for p in presences if p.status == "present"}))


def totals_by_profession(lines: Iterable[Attended]) -> tuple[ProfessionTotal, ...]:
    """People and minutes by profession, in alphabetical order; only those who came."""
    came = [line for line in lines if line.status == "present"]
    names = sorted({line.profession for line in came})
    return tuple(
        ProfessionTotal(
            name,
            sum(line.profession == name for line in came),
            sum(line.minutes for line in came if line.profession == name),
        )
        for name in names
    )
