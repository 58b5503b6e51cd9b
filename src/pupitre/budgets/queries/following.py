"""The facts of a budget as the rules take them: planned, booked, committed, known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Left, TruncMonth

from pupitre.books.models import AnalyticProject, EntryLine, Funder, Heading, Journal, LegalEntity
from pupitre.books.queries.entries import RESULT_CLASSES
from pupitre.budgets.models import Budget, Plan, PlanLine
from pupitre.budgets.queries.items import Item, committed, known
from pupitre.budgets.rules.following import EXPENSE, INCOME, Facts, Flow, Following, follow
from pupitre.budgets.rules.months import Period, spread

ASSETS, INCOMES = "2", "7"
"""Classes of the chart: what is bought to last counts where its line bears a heading."""
BY = {"poste": "Poste", "projet": "Projet", "financeur": "Financeur"}
NOTHING = {"poste": "Sans poste", "projet": "Sans projet", "financeur": "Sans financeur"}


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see: grouped by what, for which project or funder only (0: all)."""

    by: str = "poste"
    project: int = 0
    funder: int = 0


@dataclass(frozen=True)
class FollowUp:
    """A budget followed by one of its plans, as of a day."""

    plan: Plan
    asked: Asked
    today: date

    @property
    def budget(self) -> Budget:
        found: Budget = self.plan.budget
        return found

    @property
    def entity(self) -> LegalEntity:
        found: LegalEntity = self.budget.entity
        return found

    @property
    def period(self) -> Period:
        return self.budget.period

    @cached_property
    def funders(self) -> dict[int, int]:
        """The funder of each project, 0 without one."""
        rows = AnalyticProject.objects.values_list("pk", "funder_id")
        return {project: funder or 0 for project, funder in rows}

    @cached_property
    def committed(self) -> list[Item]:
        return self._kept(committed(self.entity, self.period, self.today))

    @cached_property
    def known(self) -> list[Item]:
        return self._kept(known(self.entity, self.period, self.today))

    @cached_property
    def found(self) -> Following:
        facts = Facts(
            planned=self._wanted(planned_flows(self.plan.lines.select_related("heading"), self.period)),
            actual=self._wanted(actual_flows(self.entity, self.period)),
            committed=[item.flow for item in self.committed],
            known=[item.flow for item in self.known],
        )  # fmt: skip
        return follow(facts, self.period.months, self.today, self.key)

    def key(self, flow: Flow) -> int:
        """Return what a flow is grouped by."""
        if self.asked.by == "projet":
            return flow.project
        if self.asked.by == "financeur":
            return self.funders.get(flow.project, 0)
        return flow.heading

    def wants(self, flow: Flow) -> bool:
        """Tell whether a flow is of the project or of the funder that is asked."""
        if self.asked.project and flow.project != self.asked.project:
            return False
        return not self.asked.funder or self.funders.get(flow.project, 0) == self.asked.funder

    def behind(self, direction: str, key: int) -> QuerySet[EntryLine]:
        """Return the lines of the books behind a figure, latest first."""
        rows = actual_lines(self.entity, self.period).filter(_of_direction(direction))
        name = {"poste": "heading", "projet": "project", "financeur": "project__funder"}[
            self.asked.by
        ]
        rows = rows.filter(**{name: key} if key else {f"{name}__isnull": True})
        if self.asked.project:
            rows = rows.filter(project=self.asked.project)
        if self.asked.funder:
            rows = rows.filter(project__funder=self.asked.funder)
        rows = rows.select_related("entry__journal", "account", "heading", "project")
        return rows.order_by("-entry__date", "-entry_id", "position")

    def _wanted(self, flows: Iterable[Flow]) -> list[Flow]:
        return [flow for flow in flows if self.wants(flow)]

    def _kept(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if self.wants(item.flow)]

    @cached_property
    def names(self) -> dict[int, str]:
        """The name of each key, in their usual order."""
        models = {"poste": Heading, "projet": AnalyticProject, "financeur": Funder}
        rows = models[self.asked.by].objects.all()
        return {row.pk: str(row) for row in rows} | {0: NOTHING[self.asked.by]}


def planned_flows(lines: Iterable[PlanLine], period: Period) -> list[Flow]:
    """Return the lines of a plan, each in the months it falls in."""
    return [
        Flow(line.heading.direction, line.heading_id, line.project_id or 0, month, cents, bool(line.months))
        for line in lines
        for month, cents in spread(line.cents, line.months, period).items()
    ]  # fmt: skip


def actual_lines(entity: LegalEntity, period: Period) -> QuerySet[EntryLine]:
    """Return the lines of the books that a budget counts, drafts included: expenses, incomes, and what is bought
    to last under a heading. What an opening carries is no movement."""
    counted = Q(account__number__startswith=ASSETS, heading__isnull=False)
    for digit in RESULT_CLASSES:
        counted |= Q(account__number__startswith=digit)
    rows = EntryLine.objects.filter(counted, entry__entity=entity)
    rows = rows.filter(entry__date__range=(period.first, period.last))
    return rows.exclude(entry__journal__kind=Journal.Kind.OPENING)


def _of_direction(direction: str) -> Q:
    """A line is on the side of its heading; without one, on that of its class."""
    incomes = Q(account__number__startswith=INCOMES)
    return Q(heading__direction=direction) | Q(heading=None) & (incomes if direction == INCOME else ~incomes)  # fmt: skip


def actual_flows(entity: LegalEntity, period: Period) -> list[Flow]:
    """Return what the books tell, by heading, project and month; a line without heading goes by its class."""
    rows = (
        actual_lines(entity, period)
        .order_by()
        .annotate(month=TruncMonth("entry__date"), digit=Left("account__number", 1))
        .values_list("heading_id", "heading__direction", "project_id", "month", "digit")
        .annotate(spent=Sum(F("debit_cents") - F("credit_cents")))
    )
    return [
        Flow(way, heading or 0, project or 0, month, spent if way == EXPENSE else -spent)
        for heading, given, project, month, digit, spent in rows
        for way in [given or (INCOME if digit == INCOMES else EXPENSE)]
    ]
