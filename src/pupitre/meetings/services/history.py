"""Keeping the meetings of before Pupitre: closed, with the time of each, all or nothing."""

from collections.abc import Sequence
from datetime import time, timedelta

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import utc_moment
from pupitre.core.registry import registry
from pupitre.meetings.events import MeetingClosed
from pupitre.meetings.models import Meeting, Participant, Stay
from pupitre.meetings.queries.habits import meeting_settings
from pupitre.meetings.queries.history import PastRow
from pupitre.meetings.rules.attendance import Interval, Presence, attended
from pupitre.people.guarded import refuse_identity

NOON = 12 * 60
"""When a meeting began whose table does not say: in the day, never in the evening."""


@transaction.atomic
def import_history(rows: Sequence[PastRow], *, by: Actor) -> list[Meeting]:
    """Create the closed meetings of a checked table, without minutes document; those kept already stay as they are."""
    for row in rows:
        refuse_identity(row.past.title)
    evening = meeting_settings().evening_from
    created = [_import(row, evening, by=by) for row in rows if row.known is None]
    for meeting in created:
        registry.publish(MeetingClosed(meeting, by))
    return created


def _import(row: PastRow, evening: time, *, by: Actor) -> Meeting:
    meeting = records.save(_meeting(row), by=by, action="reprendre l'historique")
    participants = [_participant(meeting, row, at, evening) for at in range(len(row.people))]
    records.save_all(participants, by=by, action="reprendre l'historique")
    stays = [
        Stay(participant=participant, left=meeting.starts_at + timedelta(minutes=minutes))
        for participant, (_, mark, minutes) in zip(participants, row.people, strict=True)
        if mark == "present" and minutes != row.past.minutes
    ]
    records.save_all(stays, by=by, action="reprendre l'historique")
    return meeting


def _meeting(row: PastRow) -> Meeting:
    past = row.past
    hour, minute = divmod(NOON if past.start is None else past.start, 60)
    starts_at = utc_moment(past.day, time(hour, minute))
    ends_at = starts_at + timedelta(minutes=past.minutes)
    return Meeting(
        title=past.title,
        kind=row.kind,
        state=Meeting.State.CLOSED,
        starts_at=starts_at,
        ends_at=ends_at,
        opened_at=starts_at,
        finished_at=ends_at,
        closed_at=ends_at,
        files=past.files if row.kind == Meeting.Kind.RCP else None,
    )


def _participant(meeting: Meeting, row: PastRow, at: int, evening: time) -> Participant:
    person, mark, minutes = row.people[at]
    stay = Interval(left=meeting.starts_at + timedelta(minutes=minutes))
    presence = Presence(str(person), person.profession, mark, (stay,))
    (line,) = attended([presence], meeting.starts_at, meeting.ends_at, evening)
    return Participant(
        meeting=meeting,
        person=person,
        profession=person.profession,
        status=mark,
        day_minutes=line.day_minutes,
        evening_minutes=line.evening_minutes,
    )
