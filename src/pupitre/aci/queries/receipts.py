"""Money of the CPAM for one exercise: read from the books where they hold it, else as typed."""

from dataclasses import dataclass
from datetime import date

from pupitre.aci.models import Receipt
from pupitre.aci.rules.gaps import exercise_paid, is_advance
from pupitre.books.models import AccountPurpose, EntryLine

PURPOSES = ("aci_advance", "aci_income", "aci_receivable")
TREASURY = "51"
"""The class of bank accounts in the chart: an entry that moves none is no payment."""


@dataclass(frozen=True)
class Money:
    """One payment; `kind` is that of `Receipt`, `url` its page, `booked` whether the books hold it."""

    year: int
    kind: str
    label: str
    received_on: date
    cents: int
    url: str
    booked: bool


def receipts_of(year: int) -> tuple[Money, ...]:
    """Return the payments of an exercise, oldest first; those typed are left out where the books hold their kind."""
    held = [one for one in booked_receipts() if one.year == year]
    kinds = {one.kind for one in held}
    found = [*held, *(one for one in typed_receipts(year) if one.kind not in kinds)]
    return tuple(sorted(found, key=lambda one: one.received_on))


def typed_receipts(year: int) -> list[Money]:
    rows = Receipt.objects.filter(exercise__year=year).order_by("received_on", "pk")
    return [
        Money(
            year,
            row.kind,
            row.get_kind_display(),
            row.received_on,
            row.cents,
            row.get_absolute_url(),
            False,
        )
        for row in rows.select_related("exercise")
    ]


def booked_receipts() -> list[Money]:
    """Return every payment of the CPAM that the books hold, oldest first."""
    known = dict(
        AccountPurpose.objects.filter(purpose__in=PURPOSES)
        .order_by("since")
        .values_list("account_id", "purpose")
    )
    if not known:
        return []
    paid = EntryLine.objects.filter(account__number__startswith=TREASURY).values("entry_id")
    lines = EntryLine.objects.filter(account_id__in=known, entry_id__in=paid)
    return [
        booked(line, known[line.account_id])
        for line in lines.select_related("entry__journal").order_by("entry__date", "pk")
    ]


def booked(line: EntryLine, purpose: str) -> Money:
    entry = line.entry
    advance = is_advance(purpose, f"{entry.label} {line.label}")
    return Money(
        year=exercise_paid(advance, entry.date),
        kind="advance" if advance else "balance",
        label="avance" if advance else "solde",
        received_on=entry.date,
        cents=line.credit_cents - line.debit_cents,
        url=entry.get_absolute_url(),
        booked=True,
    )
