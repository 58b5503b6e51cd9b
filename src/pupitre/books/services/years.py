"""Writes about fiscal years: close one, and carry its balances over to the next."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pupitre.books.errors import BooksError
from pupitre.books.models import Entry, EntryLine, FiscalYear, Journal
from pupitre.books.queries.accounts import account_for
from pupitre.books.rules.opening import Carried, Held, opening_lines, settled_groups
from pupitre.books.services.opening import open_year
from pupitre.books.services.posting import LineDraft, post, validate_entries
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.french import counted


@transaction.atomic
def close_year(year: FiscalYear, *, by: Actor) -> FiscalYear:
    """Close a year for good: its balances become the opening entry of the next year, opened when needed.

    Raises BooksError while drafts remain, while an earlier year is open, or when it is closed already.
    """
    records.locked(year.entity)
    year = records.locked(year)
    _refuse(year)
    following = _following(year, by)
    carried = opening_lines(
        _held(year),
        profit=account_for(year.entity, "result_profit", on=year.ends_on).number,
        loss=account_for(year.entity, "result_loss", on=year.ends_on).number,
    )
    if carried:
        _write_opening(year, following, carried, by)
    year.closed_at, year.closed_by = timezone.now(), by.label[:200]
    return records.save(year, by=by, action="clore l’exercice")


def _refuse(year: FiscalYear) -> None:
    if year.closed:
        raise BooksError(f"L’exercice {year} est déjà clôturé.")
    drafts = Entry.objects.filter(year=year, number__isnull=True).count()
    if drafts:
        raise BooksError(
            f"Il reste {counted(drafts, 'écriture en brouillon', 'écritures en brouillon')} : réglez cela avant de clôturer."
        )
    earlier = FiscalYear.objects.filter(
        entity=year.entity_id, ends_on__lt=year.starts_on, closed_at__isnull=True
    ).last()
    if earlier is not None:
        raise BooksError(f"Clôturez d’abord l’exercice {earlier}.")


def _following(year: FiscalYear, by: Actor) -> FiscalYear:
    start = year.ends_on + timedelta(days=1)
    found = FiscalYear.objects.filter(entity=year.entity_id, starts_on=start).first()
    return found or open_year(year.entity, starts_on=start, by=by)


def _held(year: FiscalYear) -> list[Held]:
    """Return the lines of a year, each knowing whether its lettering ends within it."""
    lines = list(EntryLine.objects.filter(entry__year=year).select_related("account"))
    codes = {(line.account_id, line.lettering) for line in lines if line.lettering}
    lettered = EntryLine.objects.filter(entry__entity=year.entity_id).exclude(lettering="")
    groups: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    for line in lettered.select_related("account", "entry"):
        if (line.account_id, line.lettering) in codes:
            group = groups.setdefault((line.account.number, line.lettering), [])
            group.append((line.cents, line.entry.year_id == year.pk))
    settled = settled_groups(groups)
    return [_fact(line, (line.account.number, line.lettering) in settled) for line in lines]


def _fact(line: EntryLine, settled: bool) -> Held:
    return Held(
        account=line.account.number,
        auxiliary=(line.auxiliary_code, line.auxiliary_label),
        label=line.label,
        cents=line.cents,
        settled=settled,
        lettering=line.lettering,
        lettered_on=line.lettered_on,
    )


def _write_opening(
    year: FiscalYear, following: FiscalYear, carried: Iterable[Carried], by: Actor
) -> None:
    lines = list(carried)
    journal = Journal.objects.filter(entity=year.entity_id, kind=Journal.Kind.OPENING).first()
    if journal is None:
        raise BooksError("Il manque un journal d’à-nouveaux : ajoutez-en un avant de clôturer.")
    entry = post(
        entity=year.entity,
        journal=journal.code,
        on=following.starts_on,
        label=f"À nouveaux de l’exercice {year}",
        lines=[_draft(line) for line in lines],
        piece=f"CLOTURE-{year.ends_on:%Y}",
        key=f"books.opening/{year.pk}",
        by=by,
    )
    kept = []
    for row, line in zip(entry.lines.order_by("position"), lines, strict=True):
        if line.lettering:
            row.lettering, row.lettered_on = line.lettering, line.lettered_on
            kept.append(row)
    records.update_all(kept, ["lettering", "lettered_on"], by=by, action="lettrer")
    validate_entries([entry], by=by)


def _draft(line: Carried) -> LineDraft:
    return LineDraft(
        line.account,
        debit=max(line.cents, 0),
        credit=max(-line.cents, 0),
        label=line.label,
        auxiliary=line.auxiliary if line.auxiliary[0] else None,
    )
