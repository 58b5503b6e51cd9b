"""Writes about entries: post, validate, reverse, remove a draft, say what a line is for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone

from pupitre.books.errors import BooksError, ImmutableEntryError
from pupitre.books.models import (
    Account,
    AnalyticProject,
    Entry,
    EntryLine,
    FiscalYear,
    Heading,
    Journal,
    LegalEntity,
)
from pupitre.books.queries.accounts import account_numbered, year_at
from pupitre.books.rules.entries import Side, entry_fault
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import CentreModel
from pupitre.people.models import Person


@dataclass(frozen=True)
class LineDraft:
    """One line to write: an account or its number, cents on one side, `auxiliary` as (code, label)."""

    account: str | Account
    debit: int = 0
    credit: int = 0
    label: str = ""
    auxiliary: tuple[str, str] | None = None
    heading: Heading | None = None
    person: Person | None = None
    project: AnalyticProject | None = None


@transaction.atomic
def post(
    *,
    entity: LegalEntity,
    journal: str,
    on: date,
    label: str,
    lines: Sequence[LineDraft],
    piece: str,
    piece_date: date | None = None,
    origin: CentreModel | None = None,
    settled_by: str = "",
    key: str | None,
    by: Actor,
    validate: bool = False,
) -> Entry:
    """Write one balanced entry, a draft unless `validate`; the same `key` gives back the entry written before.

    `journal` is its code. Raises BooksError when the amounts, an account, the journal or the year refuse.
    """
    records.locked(entity)
    known = Entry.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    entry = Entry(
        entity=entity,
        year=year_at(entity, on),
        journal=journal_coded(entity, journal),
        date=on,
        label=_short(label, 200),
        piece=_short(piece, 60),
        piece_date=piece_date or on,
        settled_by=settled_by,
        key=key,
        **_origin(origin),
    )
    if not entry.label or not entry.piece:
        raise BooksError("Une écriture a un libellé et une référence de pièce : complétez-les.")
    records.save(entry, by=by, action="écrire")
    write_lines(entry, lines, by=by)
    if validate:
        validate_entries([entry], by=by)
        entry.refresh_from_db()
    return entry


@transaction.atomic
def change_draft(entry: Entry, *, lines: Sequence[LineDraft], by: Actor, **fields: Any) -> Entry:
    """Rewrite a draft and its lines; raise BooksError for a validated entry or refused amounts."""
    records.locked(entry.entity)
    if records.locked(entry).validated:
        raise ImmutableEntryError
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.year = year_at(entry.entity, entry.date)
    records.save(entry, by=by)
    _clear(entry, by)
    write_lines(entry, lines, by=by)
    return entry


def _clear(entry: Entry, by: Actor) -> None:
    """Delete the lines of a draft; raise BooksError when an upper row, the bank for one, relies on them."""
    try:
        for line in entry.lines.all():
            records.remove(line, by=by)
    except ProtectedError as refusal:
        raise BooksError(
            f"« {entry.label} » est déjà rapprochée ou payée : défaites d’abord ce lien."
        ) from refusal


def write_lines(entry: Entry, drafts: Sequence[LineDraft], *, by: Actor) -> None:
    """Write the lines of a draft; an account of classes 6 and 7 brings its heading where none is given."""
    fault = entry_fault([Side(draft.debit, draft.credit) for draft in drafts])
    if fault:
        raise BooksError(fault)
    lines = [_line(entry, place, draft) for place, draft in enumerate(drafts, start=1)]
    records.save_all(lines, by=by, action="écrire")


def _line(entry: Entry, place: int, draft: LineDraft) -> EntryLine:
    account = draft.account
    if isinstance(account, str):
        account = account_numbered(entry.entity, account)
    elif account.entity_id != entry.entity_id:
        raise BooksError(f"Le compte {account} n’est pas du plan de {entry.entity}.")
    code, name = draft.auxiliary or ("", "")
    return EntryLine(
        entry=entry,
        position=place,
        account=account,
        auxiliary_code=_short(code, 20),
        auxiliary_label=_short(name, 120),
        label=_short(draft.label, 200) or entry.label,
        debit_cents=draft.debit,
        credit_cents=draft.credit,
        heading=draft.heading or account.heading,
        person=draft.person,
        project=draft.project,
    )


def _short(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


def journal_coded(entity: LegalEntity, code: str) -> Journal:
    """Return a journal by its code; raise BooksError when the entity has none."""
    found: Journal | None = Journal.objects.filter(entity=entity, code=code).first()
    if found is None:
        raise BooksError(f"{entity} n’a pas de journal « {code} » : ajoutez-le dans Comptabilité.")
    return found


def _origin(origin: CentreModel | None) -> dict[str, Any]:
    if origin is None:
        return {}
    return {
        "origin_type": origin._meta.label_lower,
        "origin_id": origin.pk,
        "origin_label": str(origin)[:200],
    }


@transaction.atomic
def validate_entries(entries: Iterable[Entry], *, by: Actor, on: date | None = None) -> list[Entry]:
    """Validate drafts in their order: numbered without a gap per journal and year, never changed again.

    `on` is the day of validation (today). Validated ones are left as they are. Raises BooksError when one cannot be.
    """
    day = on or timezone.localdate()
    wanted = {entry.pk for entry in entries}
    for entity in LegalEntity.objects.filter(entries__in=wanted).distinct().order_by("pk"):
        records.locked(entity)  # one at a time: the numbers have no hole and no double
    drafts = list(
        Entry.objects.filter(pk__in=wanted, number__isnull=True)
        .select_related("journal", "year", "entity")
        .prefetch_related("lines")
        .order_by("date", "pk")
    )
    counters: dict[tuple[int, int], int] = {}
    for entry in drafts:
        _check_valid(entry)
        entry.number = _next(counters, entry.year, entry.journal)
        entry.rank = _next(counters, entry.year, None)
        entry.validated_on, entry.validated_by = day, by.label[:200]
    fields = ["number", "rank", "validated_on", "validated_by"]
    records.update_all(drafts, fields, by=by, action="valider")
    return drafts


def _check_valid(entry: Entry) -> None:
    fault = entry_fault([Side(line.debit_cents, line.credit_cents) for line in entry.lines.all()])
    if not fault and entry.year.closed:
        fault = f"L’exercice {entry.year} est clôturé."
    if fault:
        raise BooksError(f"« {entry.label} » ne peut pas être validée. {fault}")


def _next(counters: dict[tuple[int, int], int], year: FiscalYear, journal: Journal | None) -> int:
    """Return the next number of a journal in a year, or the next rank of the year."""
    place = (year.pk, journal.pk if journal else 0)
    if place not in counters:
        rows = Entry.objects.filter(year=year)
        field = "number" if journal else "rank"
        rows = rows.filter(journal=journal) if journal else rows
        counters[place] = rows.aggregate(last=Max(field))["last"] or 0
    counters[place] += 1
    return counters[place]


@transaction.atomic
def remove_draft(entry: Entry, *, by: Actor) -> None:
    """Delete a draft; raise BooksError for a validated entry."""
    if records.locked(entry).validated:
        raise ImmutableEntryError
    _clear(entry, by)
    try:
        records.remove(entry, by=by)
    except ProtectedError as refusal:
        raise BooksError(
            f"« {entry.label} » sert ailleurs : annulez d’abord ce qui s’y rattache."
        ) from refusal


@transaction.atomic
def set_analysis(
    line: EntryLine, *, heading: Heading | None, project: AnalyticProject | None, by: Actor
) -> None:
    """Say what a line is for, validated or not: it changes no figure of the books. Raises ConflictError."""
    stored = records.locked(line)
    if stored.version != line.version:
        raise records.ConflictError(line, stored)
    line.heading, line.project = heading, project
    records.update_all([line], ["heading", "project"], by=by, action="changer le poste")
