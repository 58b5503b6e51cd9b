"""Reads about agreements and software: what holds, who has signed, what is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from pupitre.contracts.models import Agreement, Signature, Software
from pupitre.core import french
from pupitre.core.registry import Deadline
from pupitre.people.models import Person
from pupitre.people.queries import team

LABEL, INVOICE = "Label ANS", "Facture du logiciel"
"""What a document of a software is (`Document.purpose`)."""
REVIEW_AHEAD, END_AHEAD, TO_SIGN = timedelta(days=60), timedelta(days=90), timedelta(days=30)


def agreements_on(day: date) -> QuerySet[Agreement]:
    """Return the texts in force that day."""
    holds = Q(ends_on=None) | Q(ends_on__gte=day)
    return Agreement.objects.filter(holds, adopted_on__lte=day).order_by("kind", "adopted_on")


def software_until(last: date) -> QuerySet[Software]:
    """Return the software acquired by that day, still in use or not, first acquired first."""
    return Software.objects.filter(acquired_on__lte=last).order_by("acquired_on", "pk")


@dataclass(frozen=True)
class Signing:
    """Who signed the present version of a text, and who of the professionals has not."""

    signed: Sequence[Signature]
    waiting: Sequence[Person]


def signing_of(agreement: Agreement, today: date) -> Signing:
    rows = agreement.signatures.filter(edition=agreement.edition).select_related("person")
    signed = list(rows)
    known = [row.person_id for row in signed]
    professionals = team(today).filter(kind=Person.Kind.PROFESSIONAL)
    return Signing(signed, list(professionals.exclude(pk__in=known)))


def deadlines(today: date) -> Iterator[Deadline]:
    """Yield the texts to review or to renew, and the charter that some have not signed."""
    for one in Agreement.objects.filter(review_on__lte=today + REVIEW_AHEAD).order_by("review_on"):
        due = one.review_on or today
        yield _due(one, due, f"Revoir : {one.title}", "La date de révision fixée arrive")
    ending = Agreement.objects.filter(ends_on__range=(today, today + END_AHEAD))
    for one in ending.order_by("ends_on"):
        due = one.ends_on or today
        yield _due(one, due, f"Renouveler : {one.title}", "Cet engagement prend fin")
    charter = Agreement.objects.filter(kind=Agreement.Kind.CHARTER, adopted_on__lte=today).last()
    if charter is not None and (waiting := len(signing_of(charter, today).waiting)):
        due = (charter.adopted_on or today) + TO_SIGN
        people = french.counted(waiting, "personne", "personnes")
        yield _due(charter, due, f"Faire signer la charte : {people}", "Chacun signe par son lien")


def _due(one: Agreement, due: date, title: str, reason: str) -> Deadline:
    return Deadline(due, title, reason, one.get_absolute_url(), "Ouvrir", minutes=15)
