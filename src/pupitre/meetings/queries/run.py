"""The room while the meeting runs: its agenda and clock, who is there, who waits to speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pupitre.meetings.models import AgendaItem, Meeting, MeetingSettings, Outcome
from pupitre.meetings.queries.attendance import Seat, quorum_of, seats
from pupitre.meetings.queries.minutes import outcomes_of
from pupitre.meetings.reference import load_techniques
from pupitre.meetings.rules.attendance import Quorum
from pupitre.meetings.rules.facilitation import Technique, suitable

SHEET_KINDS = {
    Meeting.Kind.RCP: "rcp",
    Meeting.Kind.WORKING_GROUP: "groupe de travail",
    Meeting.Kind.MANAGEMENT: "bureau",
    Meeting.Kind.ASSEMBLY: "gouvernance",
}


@dataclass(frozen=True)
class Line:
    """An item of the agenda with what came out of it; `until` is when its time is over."""

    rank: int
    item: AgendaItem
    outcomes: tuple[Outcome, ...]
    current: bool
    until: datetime | None = None


@dataclass(frozen=True)
class Room:
    """All that the pages of a running meeting show."""

    meeting: Meeting
    lines: tuple[Line, ...]
    loose: tuple[Outcome, ...]
    seats: tuple[Seat, ...]
    quorum: Quorum | None

    @property
    def here(self) -> int:
        """How many are in the room now."""
        return sum(seat.here for seat in self.seats)

    @property
    def current(self) -> Line | None:
        """The item that is being dealt with."""
        return next((line for line in self.lines if line.current), None)

    @property
    def upcoming(self) -> Line | None:
        """The next item to deal with."""
        current = self.current
        waiting = [
            line
            for line in self.lines
            if line.item.state == AgendaItem.State.PLANNED and not line.current
        ]
        after = [line for line in waiting if current is None or line.rank > current.rank]
        return next(iter(after or waiting), None)

    @property
    def hands(self) -> list[Seat]:
        """Who waits to speak, in the order the hands went up."""
        by_person = {seat.participant.person_id: seat for seat in self.seats}
        return [by_person[one] for one in self.meeting.hands if one in by_person]

    @property
    def recent(self) -> list[Outcome]:
        """What was decided last, the latest first."""
        found = [one for line in self.lines for one in line.outcomes]
        return sorted([*found, *self.loose], key=lambda one: -one.pk)[:3]


def room_of(meeting: Meeting, now: datetime) -> Room:
    """Read the room in a fixed number of queries."""
    outcomes = outcomes_of(meeting)
    found = tuple(seats(meeting, now))
    lines = tuple(
        _line(meeting, rank, item, outcomes)
        for rank, item in enumerate(meeting.items.select_related("owner"), start=1)
    )
    return Room(
        meeting,
        lines,
        tuple(one for one in outcomes if one.item_id is None),
        found,
        quorum_of(meeting, [seat.participant for seat in found]),
    )


def _line(meeting: Meeting, rank: int, item: AgendaItem, outcomes: Sequence[Outcome]) -> Line:
    current = meeting.current_item_id == item.pk
    until = None
    if current and meeting.item_since:
        until = meeting.item_since + timedelta(seconds=item.minutes * 60 - item.seconds)
    own = tuple(one for one in outcomes if one.item_id == item.pk)
    return Line(rank, item, own, current, until)


def sheets_for(meeting: Meeting, people: int) -> tuple[Technique, ...]:
    """The facilitation sheets that suit this meeting and this team, best first."""
    habits = MeetingSettings.objects.first() or MeetingSettings()
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    kind = SHEET_KINDS.get(Meeting.Kind(meeting.kind), "équipe")
    return suitable(
        load_techniques(),
        kind=kind,
        maturity=habits.maturity,
        people=max(people, 3),
        minutes=length,
    )
