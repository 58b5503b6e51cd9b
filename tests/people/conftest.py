"""Persons of A, for the tests of people."""

from datetime import date
from typing import Any

import pytest

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.people.models import Person, Status
from pupitre.people.services import add_person

DAY = date(2026, 11, 22)


@pytest.fixture
def person(in_a: Any, actor: Actor) -> Any:
    """Return a function that adds a person of A, with statuses running from 1 January 2020."""

    def add(last_name: str, *statuses: str, **fields: Any) -> Person:
        made = add_person(by=actor, last_name=last_name, **fields)
        for kind in statuses:
            records.save(Status(person=made, kind=kind, since=date(2020, 1, 1)), by=actor)
        return made

    return add


@pytest.fixture
def gp(person: Any) -> Any:
    """Return a function that adds an associate general practitioner."""

    def add(last_name: str, **fields: Any) -> Person:
        made: Person = person(
            last_name, "associate", civility="Dr", profession="medecin_generaliste", **fields
        )
        return made

    return add
