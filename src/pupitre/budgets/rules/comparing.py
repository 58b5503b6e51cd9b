"""Several versions or scenarios of a budget side by side."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pupitre.budgets.rules.following import EXPENSE, INCOME


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of a plan; copies of it keep its key, so that it is known again."""

    key: str
    direction: str
    heading: int
    label: str
    cents: int


@dataclass(frozen=True)
class Compared:
    """The cents of one line or heading in each plan; None where a plan does not have it."""

    label: str
    cents: tuple[int | None, ...]

    @property
    def gap(self) -> int:
        """The last plan less the first."""
        return (self.cents[-1] or 0) - (self.cents[0] or 0)

    @property
    def differs(self) -> bool:
        return len(set(self.cents)) > 1

    @property
    def change(self) -> str:
        """What happened to the line from the first plan to the last."""
        before, after = self.cents[0], self.cents[-1]
        if before == after:
            return ""
        return "ajoutée" if before is None else "retirée" if after is None else "changée"


@dataclass(frozen=True)
class ComparedHeading:
    """A heading in each plan, with its lines."""

    direction: str
    heading: int
    whole: Compared
    lines: tuple[Compared, ...]

    @property
    def differs(self) -> bool:
        return any(line.differs for line in self.lines)


@dataclass(frozen=True)
class Comparison:
    """All headings, the expenses first as they come, and the totals of each plan."""

    headings: tuple[ComparedHeading, ...]
    expenses: Compared
    incomes: Compared

    @property
    def result(self) -> Compared:
        both = zip(self.incomes.cents, self.expenses.cents, strict=True)
        return Compared("Résultat", tuple((income or 0) - (cost or 0) for income, cost in both))

    def of(self, direction: str) -> list[ComparedHeading]:
        return [one for one in self.headings if one.direction == direction]


def compare(plans: Sequence[Sequence[Planned]]) -> Comparison:
    """Set plans side by side, line by line within each heading, in the order in which they are met.

    A line that moved to another heading shows in both.
    """
    found: dict[tuple[str, int], dict[str, str]] = {}
    for line in (line for plan in plans for line in plan):
        found.setdefault((line.direction, line.heading), {})[line.key] = line.label
    amounts = [
        {(line.direction, line.heading, line.key): line.cents for line in plan} for plan in plans
    ]
    headings = tuple(
        ComparedHeading(
            direction,
            heading,
            _sum("", plans, _within(direction, heading)),
            tuple(
                Compared(label, tuple(one.get((direction, heading, key)) for one in amounts))
                for key, label in lines.items()
            ),
        )
        for (direction, heading), lines in found.items()
    )
    return Comparison(
        headings,
        _sum("Total des dépenses", plans, lambda line: line.direction == EXPENSE),
        _sum("Total des recettes", plans, lambda line: line.direction == INCOME),
    )


def _within(direction: str, heading: int) -> Callable[[Planned], bool]:
    return lambda line: (line.direction, line.heading) == (direction, heading)


def _sum(
    label: str, plans: Iterable[Sequence[Planned]], chosen: Callable[[Planned], bool]
) -> Compared:
    return Compared(
        label, tuple(sum(line.cents for line in plan if chosen(line)) for plan in plans)
    )
