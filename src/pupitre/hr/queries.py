"""Reads about the coordination: who is engaged, the time agreed and worked, the cost."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from pupitre.core.dates import month_end, month_start
from pupitre.core.registry import registry
from pupitre.documents.models import Document
from pupitre.hr.models import Engagement, Placement, TimeEntry
from pupitre.hr.rules.coordination import agreed_days, agreed_minutes, cost_cents

CONTRACT = "Contrat de coordination"
JOB = "Fiche de poste de coordination"
INVOICE = "Facture de coordination"
"""What a document of an engagement is (`Document.purpose`); all but invoices prove the coordination."""


def active_on(day: date) -> QuerySet[Engagement]:
    """Return the engagements that hold that day, latest first."""
    holds = Q(until=None) | Q(until__gte=day)
    return Engagement.objects.filter(holds, since__lte=day).select_related("person")


def engagement_shown(user_id: int, today: date) -> Engagement | None:
    """Return the user's own engagement of today, else the centre's, else the last one."""
    active = list(active_on(today))
    own = [one for one in active if one.person.user_id == user_id]
    return next(iter(own or active), None) or Engagement.objects.select_related("person").first()


@dataclass(frozen=True)
class Coordination:
    """Who coordinates one day, and the documents that prove it."""

    engagements: tuple[Engagement, ...]
    pieces: tuple[Document, ...]


def coordination_on(day: date) -> Coordination | None:
    """Return the engagements of that day and what proves them, or None when nobody is engaged."""
    engagements = tuple(active_on(day))
    if not engagements:
        return None
    about = Document.objects.filter(
        object_type=Engagement._meta.label_lower, object_id__in=[one.pk for one in engagements]
    )
    return Coordination(
        engagements, tuple(about.exclude(purpose=INVOICE).order_by("added_at", "pk"))
    )


def entries_between(engagement: Engagement, first: date, last: date) -> QuerySet[TimeEntry]:
    return engagement.entries.filter(day__range=(first, last))


@dataclass(frozen=True)
class Period:
    """What was agreed and what was worked over some days, both ends included."""

    first: date
    last: date
    agreed_minutes: int
    worked_minutes: int
    agreed_days: float
    worked_days: int


def period(engagement: Engagement, first: date, last: date) -> Period:
    worked = entries_between(engagement, first, last).aggregate(
        minutes=Sum("minutes", default=0), days=Count("day", distinct=True)
    )
    terms = engagement.terms
    return Period(
        first,
        last,
        agreed_minutes(terms, first, last),
        worked["minutes"],
        agreed_days(terms, first, last),
        worked["days"],
    )


def month_period(engagement: Engagement, day: date) -> Period:
    return period(engagement, month_start(day), month_end(day))


def by_block(engagement: Engagement, first: date, last: date) -> list[tuple[str, int]]:
    """Return the minutes of each block over some days, every block in its order."""
    sums = dict(
        entries_between(engagement, first, last)
        .order_by()
        .values_list("block")
        .annotate(total=Sum("minutes"))
    )
    return [(label, sums.get(key, 0)) for key, label in TimeEntry.Block.choices]


@dataclass(frozen=True)
class Cost:
    """A civil year in cents: `spent` to this day, `planned` for the whole year, `aci` of the coordination line."""

    spent: int
    planned: int
    aci: int

    @property
    def shortfall(self) -> int:
        """What the ACI line lacks to pay the year; nothing when it covers it."""
        return max(0, self.planned - self.aci)


def year_cost(year: int, today: date) -> Cost:
    """Add up the engagements of the year: what is agreed is paid, or for a provider what is worked."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    running = Engagement.objects.filter(Q(until=None) | Q(until__gte=first), since__lte=last)
    counted = running.annotate(
        worked=Sum("entries__minutes", filter=Q(entries__day__range=(first, last)), default=0)
    )
    spent = planned = 0
    for one in counted:
        agreed = agreed_minutes(one.terms, first, min(today, last))
        spent += cost_cents(one.worked if one.invoiced else agreed, one.hourly_cents)
        planned += cost_cents(agreed_minutes(one.terms, first, last), one.hourly_cents)
    return Cost(spent, planned, sum(registry.contributed("aci.coordination", year)))


def placements_between(first: date, last: date) -> QuerySet[Placement]:
    """Return the placements held at some time between two days, oldest first."""
    found = Placement.objects.filter(since__lte=last, until__gte=first)
    return found.select_related("person", "tutor").order_by("since", "pk")
