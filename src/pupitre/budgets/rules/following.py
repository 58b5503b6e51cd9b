"""Actual against budget: what is booked, committed, still to come, and the forecast to year end.

Forecast = actual + committed + to come, so that it never falls below what is already spent or owed. To come is the
greater of what is known (contracts, leases) and of what the budget still holds: for the month that runs and those
after, what is neither booked nor committed; for months gone, only what was planned in given months and has not come.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pupitre.core.money import format_euros

EXPENSE, INCOME = "expense", "income"
SIDES = ((EXPENSE, "Dépenses"), (INCOME, "Recettes"))


@dataclass(frozen=True, slots=True)
class Flow:
    """Cents of one month on a heading and a project (0: none); `dated`: planned in given months only."""

    direction: str
    heading: int
    project: int
    month: date
    cents: int
    dated: bool = False


@dataclass(frozen=True)
class Facts:
    """All that a year holds: `known` is contracted and neither booked nor committed."""

    planned: Sequence[Flow] = ()
    actual: Sequence[Flow] = ()
    committed: Sequence[Flow] = ()
    known: Sequence[Flow] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """The cents of one month."""

    budget: int = 0
    dated: int = 0
    actual: int = 0
    committed: int = 0
    known: int = 0

    @property
    def done(self) -> int:
        return self.actual + self.committed


@dataclass(frozen=True)
class Line:
    """One heading, project or funder over the year, in cents; months in the order of the period."""

    direction: str
    key: int
    cells: tuple[Cell, ...]
    at: int
    """How many months are over: 0 before the year begins, all of them once it is over."""
    begun: int
    """How many months have begun."""

    def _sum(self, name: str) -> int:
        return sum(getattr(cell, name) for cell in self.cells)

    @property
    def budget(self) -> int:
        return self._sum("budget")

    @property
    def to_date(self) -> int:
        """What the budget held up to the end of the month that runs."""
        return sum(cell.budget for cell in self.cells[: self.begun])

    @property
    def actual(self) -> int:
        return self._sum("actual")

    @property
    def committed(self) -> int:
        return self._sum("committed")

    @property
    def done(self) -> int:
        return self.actual + self.committed

    @property
    def known(self) -> int:
        return self._sum("known")

    @property
    def ahead(self) -> int:
        """What the budget still holds for the month that runs and those after."""
        return sum(max(0, cell.budget - cell.done) for cell in self.cells[self.at :])

    @property
    def late(self) -> int:
        """What was planned in given months, now gone, and has not come; nothing once the year is over."""
        past = self.cells[: self.at]
        if self.at >= len(self.cells):
            return 0
        missing = sum(cell.budget - cell.done for cell in past)
        return max(0, min(missing, sum(cell.dated for cell in past)))

    @property
    def coming(self) -> int:
        return max(self.known, self.ahead + self.late)

    @property
    def forecast(self) -> int:
        return self.done + self.coming

    @property
    def expected(self) -> tuple[int, ...]:
        """The forecast month by month: what is done, and what is to come where it is expected."""
        if self.known > self.ahead + self.late:
            return tuple(cell.done + cell.known for cell in self.cells)
        return tuple(
            cell.done
            + (max(0, cell.budget - cell.done) if rank >= self.at else 0)
            + (self.late if rank == self.at else 0)
            for rank, cell in enumerate(self.cells)
        )

    @property
    def gap(self) -> int:
        """What the year end brings against the budget: positive is good, less spent or more received."""
        gap = self.budget - self.forecast
        return gap if self.direction == EXPENSE else -gap

    @property
    def verdict(self) -> tuple[str, str]:
        """Where it stands, in words and in a tone of the house."""
        if not self.budget:
            outside = self.direction == EXPENSE and self.forecast > 0
            return ("hors budget", "warning" if outside else "neutral")
        if self.direction == INCOME:
            if self.gap < 0:
                return ("manque prévu", "warning")
            return ("attendu, en retard", "warning") if self.late else ("comme prévu", "success")
        if self.done > self.budget:
            return ("dépassé", "danger")
        return ("dépassement prévu", "warning") if self.gap < 0 else ("dans le budget", "success")

    @property
    def because(self) -> list[str]:
        """How the forecast is made, a sentence a part."""
        parts = [f"{format_euros(self.actual)} réalisés en comptabilité, brouillons compris."]
        if self.committed:
            parts.append(f"{format_euros(self.committed)} engagés, pas encore en comptabilité.")
        if not self.coming:
            return parts
        if self.known >= self.ahead + self.late:
            return [*parts, f"{format_euros(self.known)} attendus des contrats et des baux."]
        if self.ahead:
            parts.append(f"{format_euros(self.ahead)} de budget pour le mois en cours et les suivants.")  # fmt: skip
        if self.late:
            parts.append(f"{format_euros(self.late)} prévus à des mois passés, et pas encore venus.")  # fmt: skip
        return parts


@dataclass(frozen=True)
class Total:
    """The sums of several lines."""

    lines: Sequence[Line]

    def __getattr__(self, name: str) -> int:
        if name.startswith("_"):
            raise AttributeError(name)
        return sum(getattr(line, name) for line in self.lines)


@dataclass(frozen=True)
class Following:
    """The whole year: its months, how many are over, its lines."""

    months: tuple[date, ...]
    at: int
    lines: tuple[Line, ...] = field(default=())

    def of(self, direction: str) -> list[Line]:
        return [line for line in self.lines if line.direction == direction]

    @property
    def expenses(self) -> Total:
        return Total(self.of(EXPENSE))

    @property
    def incomes(self) -> Total:
        return Total(self.of(INCOME))

    def result(self, name: str) -> int:
        """Return incomes less expenses of one figure: budget, actual, forecast…"""
        return int(getattr(self.incomes, name) - getattr(self.expenses, name))

    @property
    def overruns(self) -> list[Line]:
        """The expenses beyond their budget, or about to be; the worst first."""
        over = [line for line in self.of(EXPENSE) if line.gap < 0]
        return sorted(over, key=lambda line: line.gap)


def follow(
    facts: Facts,
    months: Sequence[date],
    today: date,
    by: Callable[[Flow], int] = lambda flow: flow.heading,
) -> Following:
    """Gather the facts of a year by heading, or by what `by` says, as they stand today.

    A flow outside the months is refused by a ValueError: whoever gathers them says where they fall.
    """
    ranks = {month: rank for rank, month in enumerate(months)}
    sums: dict[tuple[str, int], list[dict[str, int]]] = defaultdict(lambda: [defaultdict(int) for _ in months])  # fmt: skip
    for name, flow in _named(facts):
        if flow.month not in ranks:
            raise ValueError(f"{flow.month} is outside the budget")
        cell = sums[flow.direction, by(flow)][ranks[flow.month]]
        cell[name] += flow.cents
        if name == "budget" and flow.dated:
            cell["dated"] += flow.cents
    at = sum(month < today.replace(day=1) for month in months)
    begun = sum(month <= today for month in months)
    lines = (
        Line(direction, key, tuple(Cell(**cell) for cell in cells), at, begun)
        for (direction, key), cells in sums.items()
    )
    return Following(tuple(months), at, tuple(lines))


def _named(facts: Facts) -> Iterable[tuple[str, Flow]]:
    for name, flows in (
        ("budget", facts.planned),
        ("actual", facts.actual),
        ("committed", facts.committed),
        ("known", facts.known),
    ):
        yield from ((name, flow) for flow in flows)
