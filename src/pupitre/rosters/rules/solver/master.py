"""The linear relaxation over rows: which mix of rows covers the needs at the lowest cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.math_opt.python import mathopt

from pupitre.rosters.rules.shift_scheduling import OFF, Instance
from pupitre.rosters.rules.solver.cheapest import BEYOND_LIMIT, Pricing
from pupitre.rosters.rules.solver.prices import Key, Prices, rounded


class LinearProgramError(RuntimeError):
    """No solver could solve the relaxation; give up this attempt."""


@dataclass
class Master:
    """Rows of `staff` (one each, in fractions) and penalties of what is missing to `needs`.

    `needs` gives for each cover of the instance what is left to cover. Limits that rows may break
    are held on average.
    """

    instance: Instance
    pricing: Pricing
    staff: Sequence[int]
    needs: Sequence[int]
    rows: dict[Key, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.model = mathopt.Model()
        self.covers = [
            self._slacked(need, need, ((1, cover.under), (-1, cover.over)))
            for cover, need in zip(self.instance.covers, self.needs, strict=True)
        ]
        self.lines: dict[tuple[int, int], list[int]] = {}
        for number, cover in enumerate(self.instance.covers):
            self.lines.setdefault((cover.day, cover.shift), []).append(number)
        missing = self._more_than_any_row()
        self.person = {who: self._slacked(1, 1, ((1, missing),)) for who in self.staff}
        self.limit = {
            (who, shift): self._slacked(
                -float("inf"), self.most_uses(who, shift), ((-1, BEYOND_LIMIT),)
            )
            for who, shift in self.pricing.limited
            if who in self.person
        }
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

    def most_uses(self, who: int, shift: int) -> int:
        """The limit of an employee on a shift."""
        return self.instance.staff[who].max_shifts[shift]

    def _slacked(self, low: float, high: float, slacks: tuple[tuple[int, float], ...]) -> Any:
        row = self.model.add_linear_constraint(lb=low, ub=high)
        for sign, price in slacks:
            slack = self.model.add_variable(lb=0)
            row.set_coefficient(slack, sign)
            self.model.objective.set_linear_coefficient(slack, price)
        return row

    def _more_than_any_row(self) -> float:
        per_day = max((c.over + c.under for c in self.instance.covers), default=0)
        asked = float(np.abs(self.pricing.costs).max())
        return 1000 + 10 * self.instance.days * (per_day + asked)

    def add(self, key: Key) -> bool:
        """Adds a row; False when it is already there."""
        if key in self.rows:
            return False
        who, shifts = key
        use = self.rows[key] = self.model.add_variable(lb=0)
        self.model.objective.set_linear_coefficient(use, self.pricing.row_cost(who, shifts))
        self.person[who].set_coefficient(use, 1)
        for cell in enumerate(shifts):
            for line in self.lines.get(cell, ()):
                self.covers[line].set_coefficient(use, 1)
        for shift in set(shifts) - {OFF}:
            if (who, shift) in self.limit:
                self.limit[who, shift].set_coefficient(use, shifts.count(shift))
        return True

    def keep_only(self, fixed: dict[int, tuple[int, ...]]) -> None:
        """Each employee of `fixed` keeps that row alone."""
        for (who, shifts), use in self.rows.items():
            if who in fixed and fixed[who] != shifts:
                use.upper_bound = 0

    def solve(self) -> tuple[float, Prices]:
        """Value of the relaxation over the known rows, and its duals."""
        self.result, self.known = self._solved(), len(self.rows)
        result = self.result
        limit = np.zeros((len(self.instance.staff), len(self.instance.shifts)))
        for cell, row in self.limit.items():
            limit[cell] = min(0.0, result.dual_values(row))
        employee = np.zeros(len(self.instance.staff))
        employee[list(self.staff)] = result.dual_values(list(self.person.values()))
        prices = Prices(
            rounded(np.array(result.dual_values(self.covers))), rounded(limit), employee
        )
        return result.objective_value(), prices

    def _solved(self) -> Any:
        """The simplex from its last basis; should it lose its way, afresh, then another solver."""
        for kind in (None, mathopt.SolverType.GLOP, mathopt.SolverType.HIGHS):
            if kind is not None:
                self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
            try:
                result = self.solver.solve() if kind is None else mathopt.solve(self.model, kind)
            except (RuntimeError, ValueError, AttributeError):
                continue
            if result.has_primal_feasible_solution() and result.has_dual_feasible_solution():
                return result
        raise LinearProgramError

    def shares(self) -> dict[Key, float]:
        """The rows in use and their share, in the last solution."""
        keys = list(self.rows)[: self.known]
        values = self.result.variable_values([self.rows[key] for key in keys])
        return {key: value for key, value in zip(keys, values, strict=True) if value > 1e-6}
