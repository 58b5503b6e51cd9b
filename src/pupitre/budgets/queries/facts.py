"""What Pupitre knows already and a budget need not be told: contracts, leases, the ACI, last year's books."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pupitre.books.models import AnalyticProject, Heading, LegalEntity
from pupitre.budgets.models import Plan
from pupitre.budgets.queries.following import actual_flows
from pupitre.budgets.queries.items import heading_for, lease_dues
from pupitre.budgets.rules.facts import Fact
from pupitre.budgets.rules.months import Carried, Period, carried
from pupitre.core.dates import month_start
from pupitre.core.french import counted
from pupitre.core.memo import remembering
from pupitre.core.money import format_euros
from pupitre.core.registry import registry
from pupitre.invoices.queries.charges import charges
from pupitre.rents.queries.leases import leases_over
from pupitre.rents.rules.periods import Span


@dataclass(frozen=True)
class Proposed:
    """A fact beside the line of a plan that took it, if any, and what its heading holds otherwise, in cents."""

    fact: Fact
    heading: Heading | None
    taken: int | None
    already: int

    @property
    def wanted(self) -> bool:
        """Whether to propose it at once: neither taken, nor likely told by another line of its heading."""
        return self.moved or (self.taken is None and not self.already)

    @property
    def moved(self) -> bool:
        """Whether the fact has changed since a line took it."""
        return self.taken is not None and self.taken != self.fact.cents


def proposed(plan: Plan, today: date) -> list[Proposed]:
    """Return what is known of the year of a plan, with what its lines took of it."""
    budget = plan.budget
    taken: dict[str, int] = {}
    already: dict[int, int] = defaultdict(int)
    for fact, heading, cents in plan.lines.values_list("fact", "heading_id", "cents"):
        if fact:
            taken[fact] = cents
        else:
            already[heading] += cents
    headings = Heading.objects.in_bulk()
    with remembering():
        found = [*known_facts(budget.entity, budget.period, today)]
    return [
        Proposed(fact, headings.get(fact.heading), taken.get(fact.key), already[fact.heading])
        for fact in found
    ]


def known_facts(entity: LegalEntity, period: Period, today: date) -> Iterator[Fact]:
    """Yield what contracts and leases will cost and bring, and what upper rows contribute."""
    yield from _charges(entity, period)
    yield from _rents(entity, period)
    for told in registry.contributed("budget.facts", entity, period, today):
        yield from told


def _charges(entity: LegalEntity, period: Period) -> Iterator[Fact]:
    for charge in charges().filter(entity=entity):
        days = [day for day in charge.rhythm.occurrences(period.last) if day >= period.first]
        if not days:
            continue
        months = sorted({day.month for day in days})
        yield Fact(
            key=f"invoices.charge/{charge.pk}",
            heading=charge.heading_id or 0,
            label=charge.label,
            cents=charge.cents * len(days),
            months=() if len(months) == 12 else tuple(months),
            because=f"{counted(len(days), 'échéance', 'échéances')} de {format_euros(charge.cents)}, {charge.supplier}",
            url=charge.get_absolute_url(),
        )


def _rents(entity: LegalEntity, period: Period) -> Iterator[Fact]:
    rent, charge = heading_for(entity, "rent_income"), heading_for(entity, "charge_income")
    for lease in leases_over(Span(period.first, period.last)).filter(entity=entity):
        dues = [due for _, due in lease_dues(lease, period.first, period.last)]
        told = (("rent", rent, "Loyer", sum(due.rent for due in dues)), ("charges", charge, "Charges", sum(due.charges for due in dues)))  # fmt: skip
        for key, heading, what, cents in told:
            if cents:
                yield Fact(
                    key=f"rents.lease/{lease.pk}/{key}",
                    heading=heading,
                    label=f"{what} {lease}"[:120],
                    cents=cents,
                    months=(),
                    because=counted(len(dues), "appel", "appels"),
                    url=lease.get_absolute_url(),
                )


@dataclass(frozen=True)
class YearBefore:
    """What the books tell of one heading and project over the year before."""

    heading: Heading
    project: AnalyticProject | None
    carried: Carried


def year_before(entity: LegalEntity, period: Period, today: date) -> list[YearBefore]:
    """Return last year's books by heading and project, completed to the year end where they come every month.

    Lines without a heading are left out, and so are sums that end below zero.
    """
    before = period.before
    elapsed = sum(month < month_start(today) for month in before.months)
    sums: dict[tuple[int, int], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for flow in actual_flows(entity, before):
        if flow.month < month_start(today):
            sums[flow.heading, flow.project][flow.month] += flow.cents
    projects = AnalyticProject.objects.in_bulk()
    headings = Heading.objects.in_bulk()
    found = [
        YearBefore(headings[heading], projects.get(project), carried(months, elapsed, len(before.months)))
        for (heading, project), months in sums.items()
        if heading
    ]  # fmt: skip
    return [one for one in found if one.carried.cents > 0]
