"""The months of a budget, and how an amount falls on them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pupitre.core.dates import MONTHS, add_months, month_start
from pupitre.core.money import split

LONGEST = 24
"""No fiscal year lasts more months."""
REGULAR = 4
"""What came in three months out of these four, or more often, comes every month."""


@dataclass(frozen=True)
class Period:
    """The days of a budget, both ends included."""

    first: date
    last: date

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        start = month_start(self.first)
        found = (add_months(start, rank) for rank in range(LONGEST + 1))
        return tuple(month for month in found if month <= self.last)

    @property
    def before(self) -> "Period":
        """The period as long that ends on the eve."""
        start = add_months(month_start(self.first), -len(self.months))
        return Period(start, date.fromordinal(self.first.toordinal() - 1))

    def month_of(self, day: date) -> date:
        """Return the month of a day, the nearest one of the period for a day outside."""
        return month_start(min(max(day, self.first), self.last))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def spread(cents: int, months: Collection[int], period: Period) -> dict[date, int]:
    """Share an amount between the months it falls in, by their numbers (1 to 12); none given: all of them.

    The shares add up to the amount. Months that the period does not hold count as none given.
    """
    chosen = [month for month in period.months if month.month in months] or list(period.months)
    shares = split(cents, dict.fromkeys(range(len(chosen)), 1))
    return {chosen[rank]: share for rank, share in shares.items()}


def months_words(months: Collection[int]) -> str:
    """« chaque mois », « mars », « avril et octobre », « janvier, avril et juillet »."""
    names = [MONTHS[number - 1] for number in sorted(set(months))]
    if len(names) in {0, 12}:
        return "chaque mois"
    return " et ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])


@dataclass(frozen=True)
class Carried:
    """What a year becomes in the next budget: its cents, the months it falls in, and why."""

    cents: int
    months: tuple[int, ...]
    because: str


def carried(by_month: Mapping[date, int], elapsed: int, whole: int) -> Carried:
    """Return what the amounts of a year, over by `elapsed` months out of `whole`, become in the next budget.

    What came nearly every month is completed to the whole year; the rest is kept, in the months it fell in.
    """
    total = sum(by_month.values())
    fell = sorted({month.month for month, cents in by_month.items() if cents})
    regular = elapsed >= 3 and len(fell) * REGULAR >= elapsed * (REGULAR - 1)
    if not regular:
        return Carried(total, tuple(fell), "réalisé, aux mêmes mois")
    if elapsed >= whole:
        return Carried(total, (), "réalisé de l’année")
    completed = (total * whole * 2 + elapsed) // (elapsed * 2)  # rounded half up
    return Carried(completed, (), f"réalisé de {elapsed} mois, complété à {whole}")
