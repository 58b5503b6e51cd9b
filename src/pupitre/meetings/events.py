"""What meetings announce to the rows above, inside the transaction that did it."""

from dataclasses import dataclass

from pupitre.core.actor import Actor
from pupitre.meetings.models import Meeting


@dataclass(frozen=True)
class MeetingClosed:
    """The minutes are numbered, the times recorded, the tasks made; also after a correction."""

    meeting: Meeting
    by: Actor


@dataclass(frozen=True)
class MeetingReopened:
    """What closing made is about to change: whoever counted it must count again."""

    meeting: Meeting
    by: Actor
