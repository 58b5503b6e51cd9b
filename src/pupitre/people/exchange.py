"""Persons written for other programs."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse

from pupitre.centres.queries import current_centre
from pupitre.people.models import Person
from pupitre.people.professions import professions
from pupitre.people.rules.exchange import vcards_of
from pupitre.people.rules.spreadsheet import PersonRow
from pupitre.people.tables import site_words


def row_of(person: Person) -> PersonRow:
    """Return a person as the exchange rules write it; `listed` fetched what it reads."""
    return PersonRow(
        line=0,
        name=person.last_name,
        given_name=person.first_name,
        email=person.email,
        phone=person.phone,
        rpps=person.rpps,
        profession=person.profession,
        site=site_words(person).partition(", ")[0],
    )


def vcards(persons: Iterable[Person], day: date) -> HttpResponse:
    """Return the address book of these persons, as a file."""
    text = vcards_of(map(row_of, persons), professions(), current_centre().name)
    disposition = f'attachment; filename="annuaire-{day:%Y-%m-%d}.vcf"'
    return HttpResponse(
        text,
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
