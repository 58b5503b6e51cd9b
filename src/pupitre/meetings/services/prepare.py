"""Planning a meeting: from its model to its participants, agenda and back-plan."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction

from pupitre.centres.models import Room
from pupitre.core import french, records
from pupitre.core.actor import Actor
from pupitre.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingTemplate,
    Participant,
    Series,
    Step,
)
from pupitre.meetings.queries.common import invited_people
from pupitre.meetings.rules.steps import read_steps
from pupitre.people.models import Group, Person


class MeetingError(ValueError):
    """An act that the meeting's state or date does not allow; its text is a French sentence."""


@transaction.atomic
def plan_meeting(
    *,
    title: str = "",
    kind: str = "",
    starts_at: datetime,
    minutes: int = 0,
    by: Actor,
    template: MeetingTemplate | None = None,
    series: Series | None = None,
    original_day: date | None = None,
    group: Group | None = None,
    room: Room | None = None,
    place: str = "",
    video_url: str = "",
    purpose: str = "",
    quorum: int = 0,
    people: Sequence[Person] | None = None,
) -> Meeting:
    """Create a meeting with its participants, its agenda and its back-plan; what is empty comes from the model.

    `people` None invites the group's members that day, or the whole team.
    """
    kind = kind or (template.kind if template else Meeting.Kind.TEAM)
    group = group or (template.group if template else None)
    minutes = minutes or (template.minutes if template else 90)
    meeting = Meeting(
        title=title or (template.name if template else french_title(kind)),
        kind=kind,
        template=template,
        series=series,
        original_day=original_day,
        group=group,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        room=room or (template.room if template and not place else None),
        place=place,
        video_url=video_url,
        purpose=purpose or (template.purpose if template else ""),
        quorum=quorum or (template.quorum if template else 0),
    )
    records.save(meeting, by=by, action="planifier")
    if people is None:
        people = list(invited_people(group, french.local_day(starts_at)))
    add_participants(meeting, people, by=by)
    _add_model_items(meeting, by=by)
    _add_steps(meeting, by=by)
    return meeting


def french_title(kind: str) -> str:
    """« Réunion d'équipe » for a kind, when nobody wrote a title."""
    label = str(Meeting.Kind(kind).label)
    return label[0].upper() + label[1:]


def add_participants(meeting: Meeting, people: Sequence[Person], *, by: Actor) -> list[Participant]:
    """Invite persons who are not yet; keep their profession of that day."""
    known = set(meeting.participants.values_list("person_id", flat=True))
    rows = [
        Participant(meeting=meeting, person=person, profession=person.profession)
        for person in people
        if person.pk not in known
    ]
    return records.save_all(rows, by=by, action="inviter")


def _add_model_items(meeting: Meeting, *, by: Actor) -> None:
    if meeting.template is None:
        return
    items = [
        AgendaItem(
            meeting=meeting,
            title=item.title,
            minutes=item.minutes,
            order=rank,
            source=AgendaItem.Source.MODEL,
        )
        for rank, item in enumerate(meeting.template.items.all(), start=1)
    ]
    records.save_all(items, by=by)


def _add_steps(meeting: Meeting, *, by: Actor) -> None:
    written = meeting.template.steps if meeting.template else []
    steps = [Step(meeting=meeting, **asdict(step)) for step in read_steps(written)]
    records.save_all(steps, by=by)
