"""A team that meets: Anne (doctor, associate), Luc (nurse, associate), Zoé (replaces Anne), Nina (secretary)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pupitre.books.models import LegalEntity
from pupitre.books.services import open_books
from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.indemnities.models import Scheme
from pupitre.indemnities.services.schemes import start_scheme, vote_scheme
from pupitre.meetings.models import Meeting, MeetingRole, Participant
from pupitre.people.models import Person, Status

Q1 = (date(2026, 1, 1), date(2026, 3, 31))
TODAY = date(2026, 11, 22)


@dataclass
class Team:
    """The people of the tests, and acts on meetings."""

    anne: Person
    luc: Person
    zoe: Person
    nina: Person
    by: Actor

    def meeting(
        self, day: date, people: dict[Person, int], *, kind: str = "team", **more: Any
    ) -> Meeting:
        """A closed meeting at noon in Paris where each person stayed so many minutes."""
        start = datetime(day.year, day.month, day.day, 11, 0, tzinfo=UTC)
        longest = max([60, *people.values()])
        end = start + timedelta(minutes=longest)
        count = Meeting.objects.count() + 1
        given = {
            "title": f"Réunion du {day:%d/%m}",
            "kind": kind,
            "state": Meeting.State.CLOSED,
            "starts_at": start,
            "ends_at": end,
            "opened_at": start,
            "finished_at": end,
            "number": f"CR-{count}",
        }
        meeting = Meeting.objects.create(**{**given, **more})
        for person, minutes in people.items():
            self.seat(meeting, person, minutes)
        return meeting

    def seat(
        self, meeting: Meeting, person: Person, minutes: int, replaces: Person | None = None
    ) -> Participant:
        return Participant.objects.create(
            meeting=meeting,
            person=person,
            profession=person.profession,
            status=Participant.Status.PRESENT,
            day_minutes=minutes,
            replaces=replaces,
        )

    def scribe(self, meeting: Meeting, person: Person) -> None:
        MeetingRole.objects.create(meeting=meeting, person=person, role="scribe")


@pytest.fixture
def team(in_a: Any, actor: Actor, settings: Any, tmp_path: Path) -> Team:
    settings.MEDIA_ROOT = tmp_path

    def person(first: str, last: str, profession: str, *statuses: str, **more: Any) -> Person:
        mail = f"{first.lower()}@a.example"
        made = Person.objects.create(
            first_name=first, last_name=last, profession=profession, email=mail, **more
        )
        for kind in statuses:
            Status.objects.create(person=made, kind=kind, since=date(2020, 1, 1))
        return made

    return Team(
        person("Anne", "Petit", "medecin_generaliste", "associate", "signatory"),
        person("Luc", "Roy", "infirmier", "associate", "signatory"),
        person("Zoé", "Bonnet", "medecin_generaliste", "replacement"),
        person("Nina", "Colas", "", "employee", kind=Person.Kind.SECRETARY),
        actor,
    )


@pytest.fixture
def books(team: Team) -> LegalEntity:
    """The books of the company that pays."""
    return open_books(name="SISA des Tilleuls", kind="SISA", starts_on=date(2026, 1, 1), by=team.by)


@pytest.fixture
def scheme(team: Team) -> Scheme:
    """Prices by profession (80 and 50 €), voted by an assembly of January."""
    made = start_scheme(
        Scheme(name="Présence", since=date(2026, 1, 1)),
        preset_key="hourly_by_profession",
        by=team.by,
    )
    assembly = team.meeting(date(2025, 12, 18), {}, kind="assembly")
    return vote_scheme(made, meeting=assembly, by=team.by)


@pytest.fixture
def in_b(centre_b: Centre) -> Iterator[Any]:
    with centre_scope(centre_b) as scope:
        yield scope
