"""Trial balance, ledger, journal and FEC of a fiscal year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from pupitre.books.charts import load_rubrics
from pupitre.books.models import Account, Entry, EntryLine, FiscalYear, Journal
from pupitre.books.queries.entries import RESULT_CLASSES, counted_since
from pupitre.books.rules.fec import FecLine
from pupitre.books.rules.statements import BalanceRow, Statements, statements

OPENING = Q(entry__journal__kind=Journal.Kind.OPENING)
UNCLOSED = ("120000", "Résultats des exercices non clôturés")


@dataclass
class LedgerLine:
    """A line of the ledger: its balance so far on its account, in cents."""

    account: Account
    entry: Entry | None
    day: date
    label: str
    debit: int
    credit: int
    balance: int
    auxiliary: str = ""
    lettering: str = ""
    pk: int = 0


def trial_balance(
    year: FiscalYear, *, third_parties: bool = False, validated_only: bool = False
) -> list[BalanceRow]:
    """Return one row per account of the year (per account and third party when asked), in the order of numbers.

    While the year before is not closed, what it leaves is counted as if it were: its result on one row apart.
    """
    own = _kept(EntryLine.objects.filter(entry__year=year), validated_only)
    opening = _sums(own.filter(OPENING), third_parties) or _before(
        year, third_parties, validated_only
    )
    moved = _sums(own.exclude(OPENING), third_parties)
    rows = []
    for key in sorted({*opening, *moved}):
        debit, credit = moved.get(key, (0, 0))
        start = opening.get(key, (0, 0))
        number, name, third = key
        label = f"{name} – {third}" if third else name
        rows.append(BalanceRow(number, label, start[0] - start[1], debit, credit))
    return rows


def _kept(lines: QuerySet[EntryLine], validated_only: bool) -> QuerySet[EntryLine]:
    return lines.filter(entry__number__isnull=False) if validated_only else lines


def _sums(
    lines: QuerySet[EntryLine], third_parties: bool
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return (debit, credit) by number, label and third party."""
    by = ["account__number", "account__label", *(["auxiliary_label"] if third_parties else [])]
    grouped = (
        lines.order_by().values(*by).annotate(debit=Sum("debit_cents"), credit=Sum("credit_cents"))
    )
    return {
        (row["account__number"], row["account__label"], row.get("auxiliary_label", "")): (
            row["debit"],
            row["credit"],
        )
        for row in grouped
    }


def _before(
    year: FiscalYear, third_parties: bool, validated_only: bool
) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return what the unclosed years before leave: balances, and their result on one account."""
    eve = year.starts_on - timedelta(days=1)
    lines = EntryLine.objects.filter(entry__entity=year.entity_id, entry__date__lte=eve)
    start = counted_since(year.entity, "1", eve)
    if start is not None:
        lines = lines.filter(entry__date__gte=start)
    found = _sums(_kept(lines, validated_only), third_parties)
    gone = [key for key in found if key[0].startswith(RESULT_CLASSES)]
    results = [found.pop(key) for key in gone]
    if results:
        debit, credit = (sum(side) for side in zip(*results, strict=True))
        former = found.get((*UNCLOSED, ""), (0, 0))
        found[(*UNCLOSED, "")] = (former[0] + debit, former[1] + credit)
    return found


def statements_of(year: FiscalYear) -> Statements:
    """Return the balance sheet and the result of a year, third parties on the side of their own balance."""
    return statements(trial_balance(year, third_parties=True), load_rubrics())


def ledger(
    year: FiscalYear, *, account: Account | None = None, auxiliary: str = ""
) -> Iterator[LedgerLine]:
    """Yield the lines of one account or of all, each account preceded by what it starts with."""
    lines = EntryLine.objects.filter(entry__year=year)
    if account is not None:
        lines = lines.filter(account=account)
    if auxiliary:
        lines = lines.filter(auxiliary_code=auxiliary)
    starts = {} if auxiliary else _starts(year)
    balance, seen = 0, 0
    ordered = lines.select_related("account", "entry__journal").order_by(
        "account__number", "entry__date", "entry_id", "position"
    )
    for line in ordered:
        if line.account_id != seen:
            balance, seen = starts.get(line.account.number, 0), line.account_id
            if balance:
                yield _start(line.account, year, balance)
        balance += line.cents
        yield LedgerLine(
            line.account,
            line.entry,
            line.entry.date,
            line.label,
            line.debit_cents,
            line.credit_cents,
            balance,
            line.auxiliary_label or line.auxiliary_code,
            line.lettering,
            line.pk,
        )


def _starts(year: FiscalYear) -> dict[str, int]:
    """Return by number what unclosed years leave; nothing once the opening entry tells it."""
    if EntryLine.objects.filter(OPENING, entry__year=year).exists():
        return {}
    found = _before(year, third_parties=False, validated_only=False)
    return {number: debit - credit for (number, _, _), (debit, credit) in found.items()}


def _start(account: Account, year: FiscalYear, balance: int) -> LedgerLine:
    words = "Report des exercices non clôturés"
    return LedgerLine(
        account, None, year.starts_on, words, max(balance, 0), max(-balance, 0), balance
    )


def fec_lines(year: FiscalYear) -> Iterator[FecLine]:
    """Yield the validated lines as the FEC tells them: opening balances first, then by order of validation."""
    lines = EntryLine.objects.filter(entry__year=year, entry__number__isnull=False)
    ordered = sorted(
        lines.select_related("account", "entry__journal"),
        key=lambda line: (
            line.entry.journal.kind != Journal.Kind.OPENING,
            line.entry.rank,
            line.position,
        ),
    )
    return (_fec_line(line, line.entry, line.account) for line in ordered)


def _fec_line(line: EntryLine, entry: Any, account: Account) -> FecLine:
    return FecLine(
        journal=entry.journal.code,
        journal_label=entry.journal.label,
        number=entry.numbered,
        day=entry.date,
        account=account.number,
        account_label=account.label,
        auxiliary=line.auxiliary_code,
        auxiliary_label=line.auxiliary_label,
        piece=entry.piece,
        piece_day=entry.piece_date,
        label=line.label,
        debit=line.debit_cents,
        credit=line.credit_cents,
        lettering=line.lettering,
        lettered_on=line.lettered_on,
        validated_on=entry.validated_on,
        settled_on=entry.settled_on or entry.date,
        settled_by=entry.settled_by or entry.journal.label,
        nature=entry.label,
        client=line.auxiliary_label,
    )
