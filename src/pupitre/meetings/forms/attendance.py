"""Reading the printed sheet typed again: one line a person, letters and hours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pupitre.core.dates import local, utc_moment
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.rules.attendance import Interval

STATUSES = (
    ("p", Participant.Status.PRESENT, "Présent·e"),
    ("e", Participant.Status.EXCUSED, "Excusé·e"),
    ("a", Participant.Status.ABSENT, "Absent·e"),
)
EVENING, NIGHT = 18, 6
_HOUR = re.compile(r"(\d{1,2})(?:\s*[h:.]\s*(\d{2})?|(\d{2}))?")


class HourError(ValueError):
    """An hour that cannot be read; its text is a French sentence for the user."""


@dataclass
class SheetLine:
    """What was typed for one person, and what is wrong with it."""

    participant: Participant
    status: str
    arrived: str
    left: str
    error: str = ""
    stay: Interval | None = None

    @property
    def several(self) -> bool:
        """Several stays are corrected on the person's own page."""
        return len(self.participant.stays.all()) > 1


def read_hour(text: str) -> time | None:
    """« 12h40 », « 12:40 », « 1240 » or « 12 » as a time; None when empty. Raises HourError."""
    typed = text.strip().lower()
    if not typed:
        return None
    found = _HOUR.fullmatch(typed)
    if found:
        hour, minute = int(found[1]), int(found[2] or found[3] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise HourError(f"« {text.strip()} » n’est pas une heure : écrivez par exemple 12h40.")


def moment(meeting: Meeting, text: str) -> datetime | None:
    """The hour typed, as `that_day` places it."""
    at = read_hour(text)
    return that_day(meeting, at) if at else None


def that_day(meeting: Meeting, at: time) -> datetime:
    """An hour on the day it opened, else was planned; an evening and the night after it are one."""
    start = local(meeting.opened_at or meeting.starts_at)
    late = start.hour >= EVENING and at.hour < NIGHT
    early = start.hour < NIGHT and at.hour >= EVENING
    return utc_moment(start.date() + timedelta(days=late - early), at)


def shown(at: datetime | None) -> str:
    """« 12h40 », as it is typed."""
    return f"{local(at):%Hh%M}" if at else ""


def stored_lines(participants: Sequence[Participant]) -> list[SheetLine]:
    """The sheet as it stands."""
    lines = []
    for participant in participants:
        stays = list(participant.stays.all())
        first, last = (stays[0], stays[-1]) if stays else (None, None)
        arrived = shown(first.arrived) if first else ""
        left = shown(last.left) if last else ""
        lines.append(SheetLine(participant, participant.status, arrived, left))
    return lines


def typed_lines(
    meeting: Meeting, participants: Sequence[Participant], data: Mapping[str, str]
) -> list[SheetLine]:
    """The sheet as it was typed, each line with its error if it has one."""
    return [_typed(meeting, participant, data) for participant in participants]


def _typed(meeting: Meeting, participant: Participant, data: Mapping[str, str]) -> SheetLine:
    known = {status.value for _, status, _ in STATUSES}
    status, arrived, left = (
        data.get(f"{name}-{participant.pk}", "") for name in ("status", "arrived", "left")
    )
    line = SheetLine(participant, status if status in known else "", arrived, left)
    try:
        stay = Interval(moment(meeting, arrived), moment(meeting, left))
    except HourError as error:
        line.error = str(error)
        return line
    if stay.arrived and stay.left and stay.left < stay.arrived:
        line.error = "Le départ vient avant l’arrivée : corrigez l’une des deux heures."
    line.stay = stay
    return line
