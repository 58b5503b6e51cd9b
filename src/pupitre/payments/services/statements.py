"""Writes about yearly statements."""

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.payments.models import AnnualStatement
from pupitre.people.models import Person


@transaction.atomic
def statement_for(person: Person, year: int, *, by: Actor) -> AnnualStatement:
    """Return an associate's statement of a year, made when absent."""
    records.locked(person)
    found: AnnualStatement | None = AnnualStatement.objects.filter(person=person, year=year).first()
    if found is not None:
        return found
    return records.save(AnnualStatement(person=person, year=year), by=by, action="ouvrir le relevé")
