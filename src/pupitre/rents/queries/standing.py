"""What tenants owe and paid, read from their accounts in the books: no receipt is written twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from pupitre.books.models import EntryLine, Journal
from pupitre.payments.models import PaymentBatch, PaymentOrder
from pupitre.rents.models import RentCall
from pupitre.rents.rules.receipts import Claim, Paid, Receipt, allocate

CALL = RentCall._meta.label_lower
BATCH = PaymentBatch._meta.label_lower
GONE = (PaymentOrder.State.CANCELLED, PaymentOrder.State.REJECTED)


@dataclass(frozen=True)
class Standing:
    """A call and what of it is paid."""

    call: RentCall
    paid: Paid

    def late(self, today: date) -> bool:
        return not self.paid.whole and self.call.due_on < today

    @property
    def words(self) -> str:
        if self.call.cancelled_on:
            return "annulé"
        if self.call.cents < 0:
            return "à rendre"
        return "payé" if self.paid.whole else "payé en partie" if self.paid.cents else "à payer"

    def tone(self, today: date) -> str:
        if self.call.cancelled_on or self.call.cents < 0:
            return "neutral"
        return "success" if self.paid.whole else "danger" if self.late(today) else "info"


def calls() -> QuerySet[RentCall]:
    """Return the calls with what their lists read, latest first."""
    return RentCall.objects.select_related(
        "lease__entity", "lease__premises", "lease__person", "lease__company"
    )


def standings(chosen: Iterable[RentCall]) -> list[Standing]:
    """Return what is paid of each call, at a fixed number of queries."""
    found = list(chosen)
    codes = {one.lease.auxiliary[0] for one in found}
    paid = _paid_by_call(codes)
    nothing = {one.pk: Paid(0, max(one.cents, 0), None) for one in found}
    return [Standing(one, paid.get(one.pk, nothing[one.pk])) for one in found]


def standing(call: RentCall) -> Standing:
    return standings([call])[0]


def unpaid(today: date | None = None) -> list[Standing]:
    """Return the calls still due, oldest first; with `today`, those that are late only."""
    rows = calls().filter(cancelled_on=None).order_by("due_on", "pk")
    if today is not None:
        rows = rows.filter(due_on__lt=today)
    return [one for one in standings(rows) if not one.paid.whole]


def tenant_lines(codes: Iterable[str]) -> QuerySet[EntryLine]:
    """Return the lines of tenants' accounts; those of a correction, and what an opening carries, left out."""
    return (
        EntryLine.objects.filter(auxiliary_code__in=set(codes), account__number__startswith="4")
        .filter(entry__reverses=None, entry__reversals=None)
        .exclude(entry__journal__kind=Journal.Kind.OPENING)
        .exclude(entry__origin_type=BATCH)
        .select_related("entry", "account")
        .order_by("entry__date", "pk")
    )


def _paid_by_call(codes: set[str]) -> dict[int, Paid]:
    rows: dict[str, list[EntryLine]] = defaultdict(list)
    for line in tenant_lines(codes):
        rows[line.auxiliary_code].append(line)
    refunded = _refunded()
    found: dict[int, Paid] = {}
    for lines in rows.values():
        claims = [_claim(line) for line in lines if line.cents > 0]
        receipts = [
            Receipt(-line.cents, line.entry.date, line.lettering)
            for line in lines
            if line.cents < 0 and _call(line) not in refunded
        ]
        found |= allocate(claims, receipts)
    return found


def _claim(line: EntryLine) -> Claim:
    """A call's claim has its key; another, typed in the books, a negative one."""
    return Claim(_call(line) or -line.pk, line.cents, line.entry.date, line.lettering)


def _call(line: EntryLine) -> int:
    entry = line.entry
    return entry.origin_id or 0 if entry.origin_type == CALL else 0


def _refunded() -> set[int | None]:
    """Return the calls whose credit is paid back, or about to be: it settles nothing else."""
    orders = PaymentOrder.objects.filter(origin_type=CALL).exclude(state__in=GONE)
    return set(orders.values_list("origin_id", flat=True))
