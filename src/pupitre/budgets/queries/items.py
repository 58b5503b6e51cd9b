"""What lower rows know of the months to come: invoices to approve, time to settle, contracts, leases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pupitre.books.errors import BooksError
from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for
from pupitre.budgets.rules.following import EXPENSE, INCOME, Flow
from pupitre.budgets.rules.months import Period
from pupitre.core.dates import add_months, month_start
from pupitre.core.links import centre_url
from pupitre.indemnities.models import IndemnityRun
from pupitre.indemnities.queries.overview import next_step
from pupitre.indemnities.queries.settlement import settlement
from pupitre.indemnities.rules.periods import words as span_words
from pupitre.indemnities.rules.scheme import IndemnityError
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries import to_approve
from pupitre.invoices.queries.charges import charges, followed
from pupitre.rents.models import Lease, RentCall
from pupitre.rents.queries.leases import leases_over
from pupitre.rents.rules.periods import Due, Span, due_for, period_of


@dataclass(frozen=True)
class Item:
    """One amount that is not in the books: its flow, what it is, and the page that says more."""

    flow: Flow
    label: str
    url: str


def committed(entity: LegalEntity, period: Period, today: date) -> list[Item]:
    """Return what is owed and not in the books yet: invoices to approve, time worked and not settled."""
    return [*_invoices(entity, period), *_indemnities(entity, period, today)]


def known(entity: LegalEntity, period: Period, today: date) -> list[Item]:
    """Return what contracts and leases will bring until the end: neither invoiced nor called yet."""
    return [*_charges(entity, period, today), *_rents(entity, period, today)]


def _invoices(entity: LegalEntity, period: Period) -> Iterator[Item]:
    waiting = to_approve().filter(entity=entity, issued_on__range=(period.first, period.last))
    for one in waiting.exclude(state=Invoice.State.REFUSED):
        heading = one.heading.direction if one.heading else EXPENSE
        cents = one.cents if heading == EXPENSE else -one.cents
        flow = Flow(heading, one.heading_id or 0, 0, month_start(one.issued_on), cents)
        yield Item(flow, f"{one}, à approuver", one.get_absolute_url())


def _indemnities(entity: LegalEntity, period: Period, today: date) -> Iterator[Item]:
    """Yield the settlement that is prepared or, without one, the time of closed meetings that none counts yet.

    A settlement takes all that is not counted up to its end: the latest one holds those before it.
    """
    if not entity.main:
        return
    run = IndemnityRun.objects.filter(state=IndemnityRun.State.DRAFT).select_related("scheme").first()  # fmt: skip
    try:
        found = settlement(run.scheme, run.span, run.to_share) if run else next_step(today).found
    except IndemnityError:
        return
    if found is None or not found.pay or not period.holds(found.span.last):
        return
    flow = Flow(EXPENSE, heading_for(entity, "indemnity_associate"), 0, month_start(found.span.last), found.pay)  # fmt: skip
    what = "règlement préparé" if run else "temps de présence à régler"
    url = run.get_absolute_url() if run else centre_url("indemnities:home")
    yield Item(flow, f"Indemnités, {span_words(found.span)} : {what}", url)


def heading_for(entity: LegalEntity, purpose: str) -> int:
    """Return the heading of the account that serves a purpose; 0 without one."""
    try:
        return account_for(entity, purpose).heading_id or 0
    except BooksError:
        return 0


def _charges(entity: LegalEntity, period: Period, today: date) -> Iterator[Item]:
    """Yield the days of recurring charges that no invoice covers, from last month on: older ones came otherwise."""
    since = max(period.first, add_months(month_start(today), -1))
    for one in followed(charges().filter(entity=entity)):
        charge = one.charge
        heading = charge.heading.direction if charge.heading else EXPENSE
        for day in one.expected(period.last):
            if day >= since:
                flow = Flow(heading, charge.heading_id or 0, 0, month_start(day), charge.cents)
                yield Item(flow, str(charge), charge.get_absolute_url())


def _rents(entity: LegalEntity, period: Period, today: date) -> Iterator[Item]:
    """Yield the calls to come of the leases in force, from this month on."""
    since = max(period.first, month_start(today))
    if since > period.last:
        return
    issued = set(
        RentCall.objects.filter(lease__entity=entity, kind=RentCall.Kind.RENT, cancelled_on=None)
        .filter(last__gte=since)
        .values_list("lease_id", "period_on")
    )
    headings = heading_for(entity, "rent_income"), heading_for(entity, "charge_income")
    for lease in leases_over(Span(since, period.last)).filter(entity=entity):
        for start, due in lease_dues(lease, since, period.last):
            if (lease.pk, start) in issued:
                continue
            for heading, cents in zip(headings, (due.rent, due.charges), strict=True):
                if cents:
                    flow = Flow(INCOME, heading, 0, period.month_of(start), cents)
                    yield Item(flow, str(lease), lease.get_absolute_url())


def lease_dues(lease: Lease, first: date, last: date) -> Iterator[tuple[date, Due]]:
    """Yield the start of each call of a lease between two days, and what is due for it."""
    terms = [one.terms for one in lease.terms.all()]
    whole = period_of(first, lease.rhythm)
    while whole.first <= last:
        if span := whole.within(lease.span):
            yield whole.first, due_for(span, terms)
        whole = period_of(add_months(whole.first, lease.rhythm), lease.rhythm)
