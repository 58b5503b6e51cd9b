"""What happens to persons, for the rows above."""

from dataclasses import dataclass
from datetime import date

from pupitre.core.actor import Actor
from pupitre.people.models import Person


@dataclass(frozen=True)
class PersonLeft:
    """A departure takes effect: links, invitations from `on`, accesses stop; `heir` takes what was to be done."""

    person: Person
    on: date
    by: Actor
    heir: Person | None = None


@dataclass(frozen=True)
class PersonsMerged:
    """Two records were one person: every relation to `gone` already points to `kept`; `gone` is deleted next."""

    kept: Person
    gone: Person
    by: Actor
