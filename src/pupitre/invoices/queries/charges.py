"""Reads about recurring charges: what is expected, and what is committed by heading."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from pupitre.invoices.models import Invoice, RecurringCharge
from pupitre.invoices.queries.invoices import ACTIVE, to_approve

LOOK_AHEAD = timedelta(days=750)


@dataclass(frozen=True)
class Followed:
    """A charge, the days of its invoices, and its next occurrence that no invoice covers."""

    charge: RecurringCharge
    invoiced: tuple[date, ...]

    def expected(self, until: date) -> list[date]:
        return self.charge.rhythm.expected(self.invoiced, until)

    def next_on(self, today: date) -> date | None:
        return next(iter(self.expected(today + LOOK_AHEAD)), None)


def charges() -> QuerySet[RecurringCharge]:
    return RecurringCharge.objects.select_related(
        "supplier__person", "heading", "entity", "account"
    )


def followed(rows: Iterable[RecurringCharge]) -> list[Followed]:
    """Return charges with the days of their invoices, in one query."""
    found = list(rows)
    days: dict[int, list[date]] = defaultdict(list)
    linked = Invoice.objects.filter(charge__in=[one.pk for one in found], state__in=ACTIVE)
    for charge, day in linked.order_by().values_list("charge", "issued_on"):
        days[charge].append(day)
    return [Followed(one, tuple(days[one.pk])) for one in found]


def charge_of(supplier_id: int, entity_id: int, on: date) -> RecurringCharge | None:
    """Return the only charge of a supplier that runs that day; None where several could be meant."""
    running = RecurringCharge.objects.filter(supplier=supplier_id, entity=entity_id, first_on__lte=on + timedelta(days=31))  # fmt: skip
    found = [one for one in running if one.ends_on is None or one.ends_on >= on]
    return found[0] if len(found) == 1 else None


def committed_by_heading(year: int) -> dict[int | None, int]:
    """Return the cents a heading (by its key, None: without one) will cost in a year, not in the books yet.

    Counts invoices dated in the year that wait for approval, and the occurrences of recurring charges that no
    invoice covers. An approved invoice is in the books already: the actual amount counts it.
    """
    sums: dict[int | None, int] = defaultdict(int)
    for invoice in to_approve().filter(issued_on__year=year):
        sums[invoice.heading_id] += invoice.cents
    for one in followed(charges()):
        days = one.expected(date(year, 12, 31))
        sums[one.charge.heading_id] += one.charge.cents * sum(day.year == year for day in days)
    return {heading: cents for heading, cents in sums.items() if cents}
