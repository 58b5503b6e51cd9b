"""The yearly revision of a rent by an index, and what an empty premises costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pupitre.core.dates import add_months
from pupitre.core.money import round_half_up
from pupitre.rents.rules.periods import Span, Terms, due_for


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of an index: « T2 2025 »."""

    year: int
    quarter: int

    def __str__(self) -> str:
        return f"T{self.quarter} {self.year}"


def revised(cents: int, reference: Decimal, new: Decimal) -> int:
    """Return rent × new index ÷ reference index, to the cent (halves up). Raise ValueError for a null index."""
    if reference <= 0 or new <= 0:
        raise ValueError("Un indice est plus grand que zéro : vérifiez la valeur de référence.")
    return round_half_up(cents * Fraction(new) / Fraction(reference))


def next_revision(since: date) -> date:
    """Return the day from which terms may be revised: a year after they began."""
    return add_months(since, 12)


def quarter_for(reference: Quarter, since: date, on: date) -> Quarter:
    """Return the same quarter of a later year: one year per whole year passed since the terms began."""
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    return Quarter(reference.year + max(years, 1), reference.quarter)


@dataclass(frozen=True, slots=True)
class Loss:
    """What stays unpaid when premises stand empty, in cents."""

    rent: int
    charges: int

    @property
    def total(self) -> int:
        return self.rent + self.charges


def vacancy(span: Span, leases: Iterable[tuple[Terms, bool]]) -> tuple[Loss, Loss]:
    """Return what is lost and what is left over a span, from each lease's terms and whether it stands empty."""
    sums = {True: [0, 0], False: [0, 0]}
    for terms, empty in leases:
        due = due_for(span, [terms])
        sums[empty][0] += due.rent
        sums[empty][1] += due.charges
    return Loss(*sums[True]), Loss(*sums[False])
