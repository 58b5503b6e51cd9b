"""The correction of a validated entry: its opposite."""

from datetime import date

from django.db import transaction

from pupitre.books.errors import BooksError
from pupitre.books.models import Entry, EntryLine
from pupitre.books.services.lettering import letter
from pupitre.books.services.posting import LineDraft, post, validate_entries
from pupitre.core import records
from pupitre.core.actor import Actor

THIRD_PARTIES = "4"


@transaction.atomic
def reverse(entry: Entry, *, on: date, why: str, by: Actor) -> Entry:
    """Write and validate the opposite of a validated entry, and that of its twin in another entity.

    Twice gives the same one. Lines of third parties not lettered yet are lettered with their opposite. Raises
    BooksError for a draft, without a reason, or when the year refuses the day.
    """
    if not entry.validated:
        raise BooksError(
            "Un brouillon se modifie ou se supprime : la contre-passation est pour une écriture validée."
        )
    if not why.strip():
        raise BooksError("Dites pourquoi vous contre-passez cette écriture.")
    known = entry.reversals.first()
    if known is not None:
        return known
    opposite = post(
        entity=entry.entity,
        journal=entry.journal.code,
        on=on,
        label=f"Contre-passation de {entry.numbered} : {why.strip()}",
        lines=[_opposite(line) for line in _lines(entry)],
        piece=entry.piece,
        piece_date=entry.piece_date,
        key=f"books.reverse/{entry.pk}",
        by=by,
    )
    opposite.reverses = entry
    opposite.origin_type, opposite.origin_id = entry.origin_type, entry.origin_id
    opposite.origin_label = entry.origin_label
    records.save(opposite, by=by, action="contre-passer")
    validate_entries([opposite], by=by)
    _letter_both(entry, opposite, on, by)
    if entry.twin is not None:
        reverse(entry.twin, on=on, why=why, by=by)
    opposite.refresh_from_db()
    return opposite


def _lines(entry: Entry) -> list[EntryLine]:
    return list(entry.lines.select_related("account__entity", "heading", "person", "project"))


def _opposite(line: EntryLine) -> LineDraft:
    return LineDraft(
        line.account,
        debit=line.credit_cents,
        credit=line.debit_cents,
        label=f"Contre-passation : {line.label}",
        auxiliary=(line.auxiliary_code, line.auxiliary_label) if line.auxiliary_code else None,
        heading=line.heading,
        person=line.person,
        project=line.project,
    )


def _letter_both(entry: Entry, opposite: Entry, on: date, by: Actor) -> None:
    for line, against in zip(_lines(entry), _lines(opposite), strict=True):
        if line.account.number.startswith(THIRD_PARTIES) and not line.lettering:
            letter([line, against], on=on, by=by)
