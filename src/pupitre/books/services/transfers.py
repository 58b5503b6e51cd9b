"""Money that goes from one entity of the MSP to another: one act, two linked entries."""

from datetime import date

from django.db import transaction

from pupitre.books.errors import BooksError
from pupitre.books.models import Entry, LegalEntity
from pupitre.books.queries.accounts import account_for
from pupitre.books.services.posting import LineDraft, post, validate_entries
from pupitre.core import records
from pupitre.core.actor import Actor


@transaction.atomic
def transfer_between(
    *,
    sender: LegalEntity,
    receiver: LegalEntity,
    cents: int,
    on: date,
    label: str,
    piece: str,
    by: Actor,
    key: str | None = None,
) -> tuple[Entry, Entry]:
    """Write a bank transfer in the books of both entities, validated and linked; the same key writes once.

    Raises BooksError when either side refuses: then nothing is written on the other.
    """
    if sender == receiver:
        raise BooksError("Choisissez deux structures différentes.")
    if cents <= 0:
        raise BooksError("Le montant d’un virement est supérieur à zéro.")
    sides = ((sender, receiver, 0, cents), (receiver, sender, cents, 0))
    left, right = (
        post(
            entity=own,
            journal="BQ",
            on=on,
            label=label,
            lines=_lines(own, other, on, into, out),
            piece=piece,
            key=f"{key}/{own.pk}" if key else None,
            by=by,
        )
        for own, other, into, out in sides
    )
    if left.twin_id is None:
        left.twin, right.twin = right, left
        records.update_all([left, right], ["twin"], by=by, action="lier")
        validate_entries([left, right], by=by)
    return Entry.objects.get(pk=left.pk), Entry.objects.get(pk=right.pk)


def _lines(own: LegalEntity, other: LegalEntity, on: date, into: int, out: int) -> list[LineDraft]:
    """Return the bank's line, and that of the account kept with the other entity."""
    return [
        LineDraft(account_for(own, "bank", on=on), debit=into, credit=out),
        LineDraft(
            account_for(own, "other_entity", on=on),
            debit=out,
            credit=into,
            auxiliary=other.auxiliary,
        ),
    ]
