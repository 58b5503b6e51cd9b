"""Writes about protocols: who wrote them, how many patients they concern."""

from collections.abc import Iterable

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.people.models import Person
from pupitre.protocols.models import Author, Protocol, Tally


@transaction.atomic
def set_authors(protocol: Protocol, people: Iterable[Person], *, by: Actor) -> None:
    """Make these persons, and no others, the authors of the protocol."""
    wanted = {person.pk: person for person in people}
    for row in protocol.authors.exclude(person_id__in=list(wanted)):
        records.remove(row, by=by)
    known = set(protocol.authors.values_list("person_id", flat=True))
    new = [Author(protocol=protocol, person=one) for pk, one in wanted.items() if pk not in known]
    records.save_all(new, by=by)


@transaction.atomic
def count_patients(
    protocol: Protocol,
    *,
    year: int,
    patients: int,
    new_cases: int | None = None,
    diagnosed: int | None = None,
    by: Actor,
) -> Tally:
    """Keep the numbers of a year, in place of those already there."""
    tally = protocol.tallies.filter(year=year).first() or Tally(protocol=protocol, year=year)
    tally.patients, tally.new_cases, tally.diagnosed = patients, new_cases, diagnosed
    return records.save(tally, by=by, action="compter")
