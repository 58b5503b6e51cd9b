"""A small team and its RCPs, for the tests of RCPs, evaluation and history."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from pupitre.core.actor import Actor
from pupitre.meetings.models import Meeting
from pupitre.meetings.services.rcp import Express, record_express_rcp
from pupitre.people.models import Person

TEAM = (
    ("Dr", "Anne", "Petit", "medecin_generaliste"),
    ("Mme", "Léa", "Roy", "infirmier"),
    ("M.", "Paul", "Garnier", "pharmacien"),
    ("Mme", "Inès", "Moreau", "sage_femme"),
)
NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)


def make_team() -> list[Person]:
    """Four people of four professions in the centre in scope."""
    return [
        Person.objects.create(civility=title, first_name=first, last_name=last, profession=what)
        for title, first, last, what in TEAM
    ]


def held_rcp(
    people: Sequence[Person],
    *,
    by: Actor,
    starts_at: datetime = NOON,
    files: int = 3,
    themes: Sequence[str] = ("obesite",),
    minutes: int = 15,
) -> Meeting:
    """An RCP held and counted."""
    express = Express(starts_at, minutes, people, files, themes)
    return record_express_rcp(express, by=by, now=starts_at + timedelta(hours=1))


def this_year() -> int:
    """The civil year in which the test runs: pages show it by default."""
    return timezone.localdate().year


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)
