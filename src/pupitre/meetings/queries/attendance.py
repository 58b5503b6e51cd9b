"""Who is there, for how long, and whether it is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from pupitre.meetings.models import Meeting, MeetingSettings, Participant
from pupitre.meetings.rules.attendance import Attended, Interval, Presence, Quorum, attended, quorum
from pupitre.people.queries import is_woman, profession_of

Status = Participant.Status
CAME = frozenset({Status.PRESENT})


@dataclass(frozen=True)
class Seat:
    """A participant, what they are that day, and the minutes so far."""

    participant: Participant
    profession: str
    minutes: int
    gone: bool

    @property
    def here(self) -> bool:
        """In the room now."""
        return self.participant.status == Status.PRESENT and not self.gone


def participants_of(meeting: Meeting) -> list[Participant]:
    """The participants by name, with all that the attendance reads."""
    rows = meeting.participants.select_related("person", "proxy", "replaces", "signature")
    return list(rows.prefetch_related("stays"))


def profession_that_day(participant: Participant) -> str:
    """The profession as said of this person, « infirmière »; it may have changed since."""
    known = profession_of(participant.profession)
    if known is None:
        return participant.profession
    return known.label_for("MME" if is_woman(participant.person) else "")


def effective_hours(meeting: Meeting) -> tuple[datetime, datetime]:
    """When the meeting really began and ended; the hours planned until somebody noted others."""
    start = meeting.opened_at or meeting.starts_at
    return start, max(meeting.finished_at or meeting.ends_at, start)


def evening_from() -> time:
    """When the evening begins for this structure."""
    habits = MeetingSettings.objects.first() or MeetingSettings()
    at = habits.evening_from
    return time.fromisoformat(at) if isinstance(at, str) else at


def presences(participants: Sequence[Participant]) -> list[Presence]:
    """The participants as the rules read them, in the same order."""
    return [
        Presence(
            str(participant.person),
            profession_that_day(participant),
            participant.status,  # type: ignore[arg-type]  # the choices are those of the rules
            tuple(Interval(stay.arrived, stay.left) for stay in participant.stays.all()),
            str(participant.replaces or ""),
        )
        for participant in participants
    ]


def attended_times(
    meeting: Meeting, until: datetime | None = None
) -> list[tuple[Participant, Attended]]:
    """Each participant with the minutes spent, up to `until` while the meeting runs."""
    participants = participants_of(meeting)
    start, end = effective_hours(meeting)
    if until is not None:
        end = max(start, until)
    lines = attended(presences(participants), start, end, evening_from())
    return list(zip(participants, lines, strict=True))


def seats(meeting: Meeting, now: datetime) -> list[Seat]:
    """The list of the room: minutes recorded once closed, else those spent so far."""
    over = meeting.state == Meeting.State.CLOSED
    return [
        Seat(
            participant,
            line.profession,
            participant.minutes if over else line.minutes,
            any(stay.left for stay in participant.stays.all())
            and all(stay.left for stay in participant.stays.all()),
        )
        for participant, line in attended_times(meeting, None if over else now)
    ]


def quorum_of(meeting: Meeting, participants: Sequence[Participant]) -> Quorum | None:
    """The quorum at this moment, when the meeting has one; an assembly counts proxies."""
    if not meeting.quorum:
        return None
    assembly = meeting.kind == Meeting.Kind.ASSEMBLY
    return quorum(presences(participants), meeting.quorum, proxies_count=assembly)
