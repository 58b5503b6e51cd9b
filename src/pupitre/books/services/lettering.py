"""Writes about lettering: tell which lines settle each other."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from pupitre.books.errors import BooksError
from pupitre.books.models import EntryLine
from pupitre.books.rules.entries import lettering_code, lettering_rank
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.money import format_euros

FIELDS = ["lettering", "lettered_on"]


@transaction.atomic
def letter(lines: Sequence[EntryLine], *, on: date, by: Actor) -> str:
    """Letter lines of one account and one third party that add up to nothing; return their code.

    Raises BooksError when they do not match or when one is lettered already. It changes no amount: validated
    lines are lettered too.
    """
    found = list(
        EntryLine.objects.filter(pk__in=[line.pk for line in lines]).select_related("account")
    )
    if len(found) < 2:
        raise BooksError("Choisissez au moins deux lignes à lettrer.")
    records.locked(found[0].account.entity)
    _refuse(found)
    code = _next_code(found[0])
    for line in found:
        line.lettering, line.lettered_on = code, on
    records.update_all(found, FIELDS, by=by, action="lettrer")
    return code


@transaction.atomic
def unletter(line: EntryLine, *, by: Actor) -> None:
    """Undo the lettering that a line belongs to."""
    if not line.lettering:
        return
    matched = list(EntryLine.objects.filter(account=line.account_id, lettering=line.lettering))
    for one in matched:
        one.lettering, one.lettered_on = "", None
    records.update_all(matched, FIELDS, by=by, action="délettrer")


def _refuse(lines: Sequence[EntryLine]) -> None:
    if len({(line.account_id, line.auxiliary_code) for line in lines}) > 1:
        raise BooksError("On ne lettre que des lignes d’un même compte et d’un même tiers.")
    if any(line.lettering for line in lines):
        raise BooksError("Une de ces lignes est déjà lettrée : délettrez-la d’abord.")
    rest = sum(line.cents for line in lines)
    if rest:
        raise BooksError(
            f"Ces lignes ne se compensent pas : il reste {format_euros(abs(rest))}. Choisissez-en d’autres."
        )


def _next_code(line: EntryLine) -> str:
    used = EntryLine.objects.filter(account=line.account_id).exclude(lettering="")
    codes = used.values_list("lettering", flat=True).distinct()
    return lettering_code(max((lettering_rank(code) + 1 for code in codes), default=0))
