"""Reads about leases and premises: in force, to call, to revise."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from pupitre.rents.models import Lease, LeaseTerm, Premises, RentCall
from pupitre.rents.rules.periods import Due, Span, due_for, period_of
from pupitre.rents.rules.revision import Quarter, next_revision, quarter_for


@dataclass(frozen=True)
class ToCall:
    """A call that is not issued yet."""

    lease: Lease
    period_on: date
    span: Span
    due: Due
    due_on: date


@dataclass(frozen=True)
class Revision:
    """A lease whose rent may be revised: from when, and by which quarter of its index."""

    lease: Lease
    term: LeaseTerm
    on: date
    quarter: Quarter


def leases() -> QuerySet[Lease]:
    """Return the leases with their prices."""
    terms = LeaseTerm.objects.order_by("since")
    rows = Lease.objects.select_related("entity", "premises", "person", "company")
    return rows.prefetch_related(Prefetch("terms", terms))


def leases_over(span: Span) -> QuerySet[Lease]:
    """Return the leases in force on at least one day of a span."""
    ends = Q(ends_on=None) | Q(ends_on__gte=span.first)
    return leases().filter(ends, starts_on__lte=span.last)


def term_on(lease: Lease, day: date) -> LeaseTerm | None:
    """Return the prices in force on a day, the first ever before they begin."""
    terms = list(lease.terms.all())
    began = [one for one in terms if one.since <= day] or terms[:1]
    return began[-1] if began else None


def to_call(month: date) -> list[ToCall]:
    """Return the calls of the periods that hold a month and that nobody issued."""
    day = month.replace(day=1)
    known = set(
        RentCall.objects.filter(kind=RentCall.Kind.RENT, cancelled_on=None)
        .filter(period_on__lte=day, last__gte=date(day.year, 1, 1))
        .values_list("lease_id", "period_on")
    )
    found = []
    for lease in leases_over(period_of(day, 3)):
        period = period_of(day, lease.rhythm)
        span = period.within(lease.span)
        if span is None or (lease.pk, period.first) in known:
            continue
        due = due_for(span, [one.terms for one in lease.terms.all()])
        if due.total:
            due_on = max(span.first, span.first.replace(day=lease.due_day))
            found.append(ToCall(lease, period.first, span, due, due_on))
    return found


def revisions(today: date, *, ahead: date | None = None) -> list[Revision]:
    """Return the indexed leases whose prices are a year old, or will be by the day `ahead`."""
    found = []
    for lease in leases_over(Span(today, today)).exclude(index=""):
        term = term_on(lease, today)
        if term is None or term.quarter is None:
            continue
        if (on := next_revision(term.since)) <= (ahead or today):
            found.append(Revision(lease, term, on, quarter_for(term.quarter, term.since, max(on, today))))  # fmt: skip
    return found


def empty_on(day: date) -> list[tuple[Premises, int]]:
    """Return the premises that are not wholly let on a day, with the percentage that is free."""
    let: dict[int, int] = {}
    for lease in leases_over(Span(day, day)):
        let[lease.premises_id] = let.get(lease.premises_id, 0) + lease.percent
    places = [one for one in Premises.objects.all() if one.span.first <= day <= one.span.last]
    return [(one, 100 - let.get(one.pk, 0)) for one in places if let.get(one.pk, 0) < 100]
