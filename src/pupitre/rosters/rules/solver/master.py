"""The linear relaxation over rows: which mix of rows covers the needs at the lowest cost."""

import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers.highs_pb2 import HighsOptionsProto

from pupitre.rosters.rules.shift_scheduling import Instance
from pupitre.rosters.rules.solver.cheapest import BEYOND_LIMIT, Pricing
from pupitre.rosters.rules.solver.prices import Key, Prices, rounded

LARGE = 500
"""Lines of a relaxation from which interior points are worth their price."""
LEAST_SHARE = 1e-6
SIMPLEX = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF)
INTERIOR = mathopt.SolveParameters(
    highs=HighsOptionsProto(
        string_options={"solver": "ipm", "run_crossover": "off", "presolve": "off"},
        int_options={"threads": 1},
    )
)
WANTED = mathopt.ModelSolveParameters(
    variable_values_filter=mathopt.VariableFilter(skip_zero_values=True),
    reduced_costs_filter=mathopt.VariableFilter(filtered_items=()),
)
"""Reading a result takes as long as the simplex; only this is read."""


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
        self.limit: dict[tuple[int, int], Any] = {}
        self.simplex: mathopt.IncrementalSolver | None = None

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
        for shift, uses in Counter(shifts).items():
            if (who, shift) in self.limit:
                self.limit[who, shift].set_coefficient(use, uses)
            elif (who, shift) in self.pricing.limited and uses > self.most_uses(who, shift):
                self._hold(who, shift)
        return True

    def _hold(self, who: int, shift: int) -> None:
        """Holds a limit on average from the first row that breaks it."""
        most = self.most_uses(who, shift)
        row = self.limit[who, shift] = self._slacked(-float("inf"), most, ((-1, BEYOND_LIMIT),))
        for (other, shifts), use in self.rows.items():
            if other == who and shift in shifts:
                row.set_coefficient(use, shifts.count(shift))

    def solve(self) -> tuple[float, Prices]:
        """Value of the relaxation over the known rows, and its duals."""
        result = self.result = self._solved()
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
        """By the way that suits the size; should it fail, by another one."""
        ways = (self._by_simplex, self._by_simplex, self._from_inside)
        if len(self.covers) + len(self.staff) > LARGE:
            ways = (self._from_inside, self._by_simplex, self._by_simplex)
        for way in ways:
            with contextlib.suppress(RuntimeError, ValueError, AttributeError):
                result = way()
                if result.has_primal_feasible_solution() and result.has_dual_feasible_solution():
                    return result
            self.simplex = None
        raise LinearProgramError

    def _by_simplex(self) -> Any:
        """From the basis of the last time."""
        if self.simplex is None:
            self.simplex = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        return self.simplex.solve(params=SIMPLEX, model_params=WANTED)

    def _from_inside(self) -> Any:
        """Prices from the middle of the best ones: on many covers, quicker and steadier."""
        return mathopt.solve(
            self.model, mathopt.SolverType.HIGHS, params=INTERIOR, model_params=WANTED
        )

    def shares(self) -> dict[Key, float]:
        """The rows in use and their share, in the last solution."""
        values = self.result.variable_values()
        shares = ((key, values.get(use, 0.0)) for key, use in self.rows.items())
        return {key: share for key, share in shares if share > LEAST_SHARE}
