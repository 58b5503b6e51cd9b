"""Trial balance, balance sheet and result in simple form. Cents; a balance is debit minus credit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RESULT = "Résultat de l’exercice"
RESULT_CLASSES = ("6", "7")
VOLUNTEER_CLASS = "8"
"""Contributions in kind of an association: they balance each other, outside balance sheet and result."""


@dataclass(frozen=True)
class Rubric:
    """A line of a statement: the first whose prefix and side fit an account takes it."""

    label: str
    prefixes: tuple[str, ...]
    side: str  # any, debit or credit

    def takes(self, number: str, cents: int) -> bool:
        if (self.side == "debit" and cents < 0) or (self.side == "credit" and cents > 0):
            return False
        return number.startswith(self.prefixes)


@dataclass(frozen=True)
class Rubrics:
    """The data file of the statements."""

    title: str
    valid_from: str
    source: str
    assets: tuple[Rubric, ...]
    liabilities: tuple[Rubric, ...]
    income: tuple[Rubric, ...]
    expenses: tuple[Rubric, ...]


@dataclass(frozen=True)
class BalanceRow:
    """One account of the trial balance: what it started with, what moved, in cents."""

    number: str
    label: str
    opening: int
    debit: int
    credit: int

    @property
    def cents(self) -> int:
        return self.opening + self.debit - self.credit

    @property
    def debit_balance(self) -> int:
        return max(self.cents, 0)

    @property
    def credit_balance(self) -> int:
        return max(-self.cents, 0)


@dataclass(frozen=True)
class Part:
    """A line of a statement, and the accounts that it adds up: (number, label, cents)."""

    label: str
    cents: int
    accounts: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Statements:
    """Balance sheet and result of one date; both sides of the balance sheet are equal."""

    assets: tuple[Part, ...]
    liabilities: tuple[Part, ...]
    income: tuple[Part, ...]
    expenses: tuple[Part, ...]

    @property
    def total_assets(self) -> int:
        return sum(part.cents for part in self.assets)

    @property
    def total_liabilities(self) -> int:
        return sum(part.cents for part in self.liabilities)

    @property
    def total_income(self) -> int:
        return sum(part.cents for part in self.income)

    @property
    def total_expenses(self) -> int:
        return sum(part.cents for part in self.expenses)

    @property
    def result(self) -> int:
        return self.total_income - self.total_expenses


def result_of(rows: Iterable[BalanceRow]) -> int:
    """Return income minus expenses."""
    return -sum(row.cents for row in rows if row.number.startswith(RESULT_CLASSES))


def statements(rows: Sequence[BalanceRow], rubrics: Rubrics) -> Statements:
    """Return the statements of a trial balance whose rows may hold an account several times, once per third party."""
    kept = [row for row in rows if row.cents]
    permanent = [
        row for row in kept if not row.number.startswith((*RESULT_CLASSES, VOLUNTEER_CLASS))
    ]
    assets, liabilities = _sheet(permanent, rubrics)
    return Statements(
        assets=assets,
        liabilities=(*liabilities, Part(RESULT, result_of(kept))),
        income=_parts([row for row in kept if row.number[0] == "7"], rubrics.income, -1),
        expenses=_parts([row for row in kept if row.number[0] == "6"], rubrics.expenses, 1),
    )


def _sheet(
    rows: Sequence[BalanceRow], rubrics: Rubrics
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Place each account on one side: where its rubrics take it, whatever the sign for classes 1 to 3."""
    left: list[BalanceRow] = []
    right: list[BalanceRow] = []
    for row in rows:
        is_asset = any(one.takes(row.number, row.cents) for one in rubrics.assets)
        (left if is_asset else right).append(row)
    return _parts(left, rubrics.assets, 1), _parts(right, rubrics.liabilities, -1)


def _parts(rows: Sequence[BalanceRow], rubrics: Sequence[Rubric], sign: int) -> tuple[Part, ...]:
    """Add rows up by rubric; what none takes is told apart, so that no cent is lost."""
    found: dict[str, list[BalanceRow]] = {}
    for row in rows:
        fits = (one.label for one in rubrics if one.takes(row.number, row.cents))
        found.setdefault(next(fits, "Autres"), []).append(row)
    order = [*dict.fromkeys(one.label for one in rubrics), "Autres"]
    return tuple(_part(label, found[label], sign) for label in order if label in found)


def _part(label: str, rows: Sequence[BalanceRow], sign: int) -> Part:
    """Add up, telling each account once."""
    accounts: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.number, row.label)
        accounts[key] = accounts.get(key, 0) + sign * row.cents
    told = tuple((number, name, cents) for (number, name), cents in sorted(accounts.items()))
    return Part(label, sum(cents for _, _, cents in told), told)
