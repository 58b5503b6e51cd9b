"""A year's charges: what the books hold by heading, shared by the keys, against the provisions called."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from pupitre.books.models import EntryLine, Journal, LegalEntity
from pupitre.core.money import MoneyError
from pupitre.rents.models import ChargeKey, Lease, Premises, RentCall
from pupitre.rents.queries.leases import leases_over
from pupitre.rents.rules.charges import VACANT, Occupant, Place, percents, shares, weights
from pupitre.rents.rules.periods import Span


@dataclass(frozen=True)
class Expense:
    """An expense of the year, its key, and each lease's share of it (VACANT: the entity's own)."""

    key: ChargeKey
    cents: int
    shares: dict[int, int]
    percents: dict[int, Decimal]


@dataclass(frozen=True)
class Balance:
    """A lease's charges against what was called for them, in cents."""

    lease: Lease
    days: int
    share: int
    called: int

    @property
    def difference(self) -> int:
        """Positive: to call; negative: to give back."""
        return self.share - self.called


@dataclass
class Preview:
    """The settlement of a year as it would be issued, or why it cannot be."""

    entity: LegalEntity
    year: Span
    expenses: list[Expense] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    refusal: str = ""

    @property
    def cents(self) -> int:
        return sum(one.cents for one in self.expenses)

    @property
    def vacant(self) -> int:
        return sum(one.shares.get(VACANT, 0) for one in self.expenses)

    @property
    def called(self) -> int:
        return sum(one.called for one in self.balances)


def preview(entity: LegalEntity, year: int) -> Preview:
    """Compute the settlement of a calendar year from the books, the leases and the calls."""
    span = Span(date(year, 1, 1), date(year, 12, 31))
    found = Preview(entity, span)
    rows = list(leases_over(span).filter(entity=entity))
    keys = ChargeKey.objects.filter(entity=entity).select_related("heading")
    if not rows:
        found.refusal = f"Aucun bail de {entity} ne court en {year} : choisissez une autre année."
    elif not keys:
        found.refusal = "Aucun poste n'est refacturé : ajoutez d'abord une clé de répartition."
    else:
        _fill(found, rows, list(keys))
    return found


def _fill(found: Preview, rows: list[Lease], keys: list[ChargeKey]) -> None:
    spent = _spent(found.entity, found.year)
    places = [_place(one) for one in _places(found.entity)]
    occupants = [Occupant(one.pk, one.premises_id, one.percent, one.hours, one.span) for one in rows]  # fmt: skip
    for key in keys:
        cents = spent.get(key.heading_id, 0)
        if cents <= 0:
            continue
        weighed = weights(key.basis, places, occupants, found.year)
        try:
            found.expenses.append(Expense(key, cents, shares(cents, weighed), percents(weighed)))
        except MoneyError as error:
            found.refusal = f"{key} : {error}"
            return
    if not found.expenses:
        found.refusal = f"Aucune dépense sur les postes à refacturer en {found.year.first.year} : écrivez d'abord les factures en comptabilité."  # fmt: skip
    called = _called(rows, found.year)
    for lease in rows:
        held = lease.span.within(found.year)
        share = sum(one.shares.get(lease.pk, 0) for one in found.expenses)
        found.balances.append(Balance(lease, held.days if held else 0, share, called[lease.pk]))


def _places(entity: LegalEntity) -> QuerySet[Premises]:
    """Return what the entity lets, and what nobody ever let: an empty premises bears its share too."""
    return Premises.objects.filter(Q(leases__entity=entity) | Q(leases=None)).distinct()


def _place(premises: Premises) -> Place:
    return Place(premises.pk, premises.area, premises.rooms, premises.span)


def _spent(entity: LegalEntity, year: Span) -> dict[int, int]:
    """Return the expenses of the entity by heading: debit minus credit of the accounts of class 6."""
    rows = (
        EntryLine.objects.filter(
            entry__entity=entity,
            entry__date__range=(year.first, year.last),
            account__number__startswith="6",
            heading__isnull=False,
        )
        .exclude(entry__journal__kind=Journal.Kind.OPENING)
        .order_by()
        .values("heading")
        .annotate(debit=Sum("debit_cents"), credit=Sum("credit_cents"))
    )
    return {row["heading"]: row["debit"] - row["credit"] for row in rows}


def _called(rows: list[Lease], year: Span) -> dict[int, int]:
    """Return the provisions called for the year, lease by lease."""
    found: dict[int, int] = defaultdict(int)
    asked = RentCall.objects.filter(
        lease__in=rows,
        kind=RentCall.Kind.RENT,
        cancelled_on=None,
        first__gte=year.first,
        last__lte=year.last,
    )
    for one in asked.order_by().values("lease").annotate(called=Sum("charges_cents")):
        found[one["lease"]] = one["called"]
    return found
