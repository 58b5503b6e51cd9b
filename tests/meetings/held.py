"""Meetings for the tests of Animer, Clore and Suivi: people, an agenda, everybody in the room."""

from datetime import UTC, datetime, timedelta

from pupitre.core.actor import Actor
from pupitre.meetings.models import AgendaItem, Meeting, Participant
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.people.models import Person

START = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
"""12 h 30 in Paris."""
NAMES = [
    ("Anne", "Petit", "medecin_generaliste"),
    ("Claire", "Garnier", "infirmier"),
    ("Paul", "Nguyen", "kinesitherapeute"),
    ("Louise", "Roussel", "orthophoniste"),
]


def minute(number: float) -> datetime:
    """So many minutes after the planned start."""
    return START + timedelta(minutes=number)


def people(count: int = 4) -> list[Person]:
    """The usual four, then as many more as asked."""
    named = [
        Person.objects.create(
            first_name=first, last_name=last, profession=what, email=f"{last.lower()}@msp.example"
        )
        for first, last, what in NAMES[:count]
    ]
    return named + [
        Person.objects.create(
            first_name=f"Camille {rank}", last_name=f"Test{rank:02}", email=f"p{rank}@msp.example"
        )
        for rank in range(len(named), count)
    ]


def planned(by: Actor, *, count: int = 4, items: int = 3, **values: object) -> Meeting:
    """A meeting of 90 minutes with numbered items of 20 minutes."""
    given: dict[str, object] = {
        "starts_at": START,
        "minutes": 90,
        "people": people(count),
        "by": by,
    }
    meeting = plan_meeting(**{**given, **values})  # type: ignore[arg-type]
    for rank in range(1, items + 1):
        AgendaItem.objects.create(meeting=meeting, title=f"Point {rank}", minutes=20, order=rank)
    return meeting


def seat(meeting: Meeting, last_name: str) -> Participant:
    """The participant of that name."""
    return meeting.participants.get(person__last_name=last_name)
