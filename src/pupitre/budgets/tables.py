"""The columns of budgets' lists."""

from dataclasses import dataclass
from typing import Any

from pupitre.budgets.rules.comparing import Compared
from pupitre.budgets.rules.following import Line
from pupitre.core.french import whole_euros
from pupitre.core.links import centre_url
from pupitre.core.tables import Column

LINES = (
    Column("Sens", lambda line: line.heading.get_direction_display()),
    Column("Poste", lambda line: line.heading),
    Column("Ligne", lambda line: line.label, url=lambda line: line.get_absolute_url()),
    Column("Projet", lambda line: line.project),
    Column("Financeur", lambda line: line.project.funder if line.project else None),
    Column("Quand", lambda line: line.when),
    Column("Montant", lambda line: line.cents, "euros"),
    Column("Explication", lambda line: line.note),
)
STANDINGS = (
    Column("Budget", lambda one: one.budget, url=lambda one: one.budget.get_absolute_url()),
    Column("Structure", lambda one: one.budget.entity),
    Column("État", lambda one: one.words, "tag", tone=lambda one: one.tone),
    Column("Voté le", lambda one: one.plan.voted_on, "date"),
    Column("Dépenses", lambda one: one.plan.expenses, "euros"),
    Column("Recettes", lambda one: one.plan.incomes, "euros"),
    Column("Résultat", lambda one: one.plan.incomes - one.plan.expenses, "euros"),
    Column("Suivi", lambda one: "Suivre", url=lambda one: centre_url("budgets:follow", one.budget.pk)),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A line of the follow-up with its name, and the page that explains it."""

    name: str
    line: Line
    url: str


def followed(first: str) -> tuple[Column, ...]:
    """Return the columns of the follow-up, `first` being what its lines are."""
    return (
        Column(first, lambda row: row.name, url=lambda row: row.url),
        Column("Budget", lambda row: row.line.budget, "euros"),
        Column("Budget à ce jour", lambda row: row.line.to_date, "euros"),
        Column("Réalisé", lambda row: row.line.actual, "euros"),
        Column("Engagé", lambda row: row.line.committed, "euros"),
        Column("Prévision", lambda row: row.line.forecast, "euros"),
        Column("Écart", lambda row: row.line.gap, "euros"),
        Column("État", lambda row: row.line.verdict[0], "tag", tone=lambda row: row.line.verdict[1]),
    )  # fmt: skip


def followed_sheet(first: str) -> tuple[Column, ...]:
    """The same for a file, which tells expenses from incomes."""
    side = Column("Sens", lambda row: "dépense" if row.line.direction == "expense" else "recette")
    return (side, *followed(first))


@dataclass(frozen=True)
class MonthRow:
    """A line month by month, in cents; `name` starts a line of totals too."""

    name: str
    cents: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.cents)

    @property
    def shown(self) -> list[str]:
        """The months then the year in whole euros, without the sign: twelve columns must fit a page."""
        return [
            whole_euros(cents).removesuffix("\u00a0€") if cents else ""
            for cents in (*self.cents, self.total)
        ]


def monthly(first: str, months: list[str]) -> tuple[Column, ...]:
    """Return the columns of the months and of their total."""
    return (
        Column(first, lambda row: row.name),
        *(Column(month, _at(rank), "euros") for rank, month in enumerate(months)),
        Column("Année", lambda row: row.total, "euros"),
    )


def compared(titles: list[str]) -> tuple[Column, ...]:
    """Return the columns of a comparison: each plan, then the last less the first."""
    return (
        Column("Poste ou ligne", lambda row: row.label),
        *(Column(title, _at(rank), "euros") for rank, title in enumerate(titles)),
        Column("Écart", lambda row: row.gap, "euros"),
    )


def _at(rank: int) -> Any:
    def value(row: MonthRow | Compared) -> int | None:
        return row.cents[rank]

    return value
