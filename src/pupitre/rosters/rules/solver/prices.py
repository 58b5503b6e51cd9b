"""Prices of covers, limits and employees: the duals of the relaxation."""

from dataclasses import dataclass

import numpy as np

from pupitre.rosters.rules.solver.cheapest import GRAIN, Floats

Key = tuple[int, tuple[int, ...]]
"""An employee and the shifts of a row."""


@dataclass(frozen=True)
class Prices:
    """Duals in multiples of 1/GRAIN: by cover, by (employee, shift) limit; `employee` unrounded."""

    cover: Floats
    limit: Floats
    employee: Floats

    def towards(self, other: "Prices", share: float) -> "Prices":
        """A point between these prices and others."""
        return Prices(
            rounded((1 - share) * self.cover + share * other.cover),
            rounded((1 - share) * self.limit + share * other.limit),
            self.employee,
        )


def rounded(values: Floats) -> Floats:
    """To multiples of 1/GRAIN."""
    return np.round(values * GRAIN) / GRAIN
