"""Reads about budgets, their scenarios and versions, and their lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from pupitre.books.models import Heading, LegalEntity
from pupitre.budgets.models import Budget, Plan, PlanLine, Remark
from pupitre.budgets.rules.comparing import Planned
from pupitre.budgets.rules.following import EXPENSE, INCOME


@dataclass(frozen=True)
class HeadingPart:
    """A heading of a plan with its lines."""

    heading: Heading
    lines: list[PlanLine]

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)


@dataclass(frozen=True)
class Sums:
    """What a plan adds up to, in cents."""

    expenses: int
    incomes: int

    @property
    def result(self) -> int:
        return self.incomes - self.expenses


@dataclass(frozen=True)
class Standing:
    """A budget and the plan that stands for it."""

    budget: Budget
    plan: Plan

    @property
    def words(self) -> str:
        if self.plan.rank:
            return "voté" if self.plan.rank == 1 else "rectifié"
        return "en préparation" if self.plan.open else "figé, à voter"

    @property
    def tone(self) -> str:
        return "success" if self.plan.rank else "warning"


def plans() -> QuerySet[Plan]:
    """Return the plans with their sums and what waits on their lines."""
    cents = "lines__cents"
    way = "lines__heading__direction"
    return Plan.objects.select_related("budget__entity").annotate(
        expenses=Sum(cents, filter=Q(**{way: EXPENSE}), default=0),
        incomes=Sum(cents, filter=Q(**{way: INCOME}), default=0),
    )


def plans_of(budget: Budget) -> list[Plan]:
    """Return the open scenarios, then the versions, latest first; each knows its budget, sums and result."""
    found = list(plans().filter(budget=budget))
    for plan in found:
        plan.budget = budget
        plan.result = plan.incomes - plan.expenses  # type: ignore[attr-defined]
    versions = sorted((one for one in found if not one.open), key=lambda one: -(one.number or 0))
    return [*(one for one in found if one.open), *versions]


def reference(found: Iterable[Plan]) -> Plan | None:
    """Return the plan that a budget is followed by: the last vote, else the last version, else the first scenario."""
    rows = list(found)
    voted = [one for one in rows if one.rank]
    if voted:
        return max(voted, key=lambda one: one.rank or 0)
    frozen = [one for one in rows if not one.open]
    if frozen:
        return max(frozen, key=lambda one: one.number or 0)
    return min(rows, key=lambda one: one.pk, default=None)


def standings() -> list[Standing]:
    """Return every budget, latest first, with the plan that stands for it, in two queries."""
    rows: dict[int, list[Plan]] = {}
    for plan in plans():
        rows.setdefault(plan.budget_id, []).append(plan)
    found = []
    for budget in Budget.objects.select_related("entity"):
        standing = reference(rows.get(budget.pk, ()))
        if standing is not None:
            standing.budget = budget
            found.append(Standing(budget, standing))
    return found


def latest_budget(entity: LegalEntity, before: Budget) -> Budget | None:
    """Return the budget of the year before."""
    return Budget.objects.filter(entity=entity, starts_on__lt=before.starts_on).first()


def lines_of(plan: Plan) -> QuerySet[PlanLine]:
    """Return the lines of a plan with what their table shows."""
    rows = PlanLine.objects.filter(plan=plan).select_related("heading", "project__funder")
    waiting = Q(remarks__state=Remark.State.OPEN)
    return rows.annotate(said=Count("remarks"), waiting=Count("remarks", filter=waiting))


def parts(lines: Iterable[PlanLine], direction: str) -> list[HeadingPart]:
    """Return the lines of one direction by heading, in the order of the headings."""
    found: dict[int, HeadingPart] = {}
    for line in lines:
        if line.heading.direction == direction:
            found.setdefault(line.heading_id, HeadingPart(line.heading, [])).lines.append(line)
    return list(found.values())


def sums(lines: Iterable[PlanLine]) -> Sums:
    """Return what lines add up to."""
    cents = {EXPENSE: 0, INCOME: 0}
    for line in lines:
        cents[line.heading.direction] += line.cents
    return Sums(cents[EXPENSE], cents[INCOME])


def planned(plan: Plan) -> list[Planned]:
    """Return a plan as the comparison takes it."""
    return [
        Planned(line.key, line.heading.direction, line.heading_id, line.label, line.cents)
        for line in PlanLine.objects.filter(plan=plan).select_related("heading")
    ]


def remarks_on(line: PlanLine) -> QuerySet[Remark]:
    """Return what was said of a line; of a frozen one, what was said of it in any scenario before it was frozen."""
    rows = Remark.objects.select_related("line__plan", "person")
    if line.plan.open:
        return rows.filter(line=line)
    same = Q(line__plan__budget=line.plan.budget_id, line__key=line.key)
    return rows.filter(same, made_at__lte=line.plan.frozen_at)
