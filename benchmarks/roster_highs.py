"""The compact integer model of a Shift Scheduling instance, given to HiGHS through MathOpt."""

from datetime import timedelta
from typing import Any

from ortools.math_opt.python import mathopt

from pupitre.rosters.rules.shift_referee import breaches, cost
from pupitre.rosters.rules.shift_scheduling import OFF, Employee, Instance


def solve_with_highs(instance: Instance, seconds: float) -> int | None:
    """The cost of the plan found, by the referee; None when there is none."""
    model = _Compact(instance)
    limit = mathopt.SolveParameters(time_limit=timedelta(seconds=seconds))
    result = mathopt.solve(model.model, mathopt.SolverType.HIGHS, params=limit)
    if not result.has_primal_feasible_solution():
        return None
    plan = [[OFF] * instance.days for _ in instance.staff]
    for (who, day, shift), variable in model.given.items():
        if result.variable_values(variable) > 0.5:
            plan[who][day] = shift
    return None if breaches(instance, plan) else cost(instance, plan)


class _Compact:
    """One binary per employee, day and shift."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.model = instance, mathopt.Model()
        self.given: dict[tuple[int, int, int], Any] = {}
        for who, employee in enumerate(instance.staff):
            self._employee(who, employee)
        total = self._requests()
        for need in instance.covers:
            present = [x for (_, d, s), x in self.given.items() if (d, s) == (need.day, need.shift)]
            under, over = self.model.add_variable(lb=0), self.model.add_variable(lb=0)
            balance = mathopt.LinearSum([*present, under, -over])
            self.model.add_linear_constraint(expr=balance, lb=need.need, ub=need.need)
            total += need.under * under + need.over * over
        self.model.minimize(total)

    def _requests(self) -> Any:
        total = mathopt.LinearSum([0.0])
        for request in self.instance.requests:
            given = self.given.get((request.employee, request.day, request.shift), 0)
            total += request.weight * ((1 - given) if request.wanted else given)
        return total

    def _employee(self, who: int, employee: Employee) -> None:
        days, shifts = range(self.instance.days), self.instance.shifts
        mine = {
            (day, shift): self.model.add_binary_variable()
            for day in days
            if day not in employee.days_off
            for shift, most in enumerate(employee.max_shifts)
            if most
        }
        self.given |= {(who, *cell): x for cell, x in mine.items()}
        work = [mathopt.LinearSum([x for (d, _), x in mine.items() if d == day]) for day in days]
        for day in days:
            self._most([work[day]], 1)
            for shift, kind in enumerate(shifts):
                after = [mine[day + 1, s] for s in kind.barred_next if (day + 1, s) in mine]
                if (day, shift) in mine:
                    self._most([mine[day, shift], *after], 1)
        minutes = [shifts[s].minutes * x for (_, s), x in mine.items()]
        self._most(minutes, employee.max_minutes)
        self._most([-1 * term for term in minutes], -employee.min_minutes)
        for shift, most in enumerate(employee.max_shifts):
            self._most([x for (_, s), x in mine.items() if s == shift], most)
        self._runs(employee, work)
        self._weekends(employee, work)

    def _most(self, terms: list[Any], limit: int) -> None:
        self.model.add_linear_constraint(expr=mathopt.LinearSum(terms), ub=limit)

    def _runs(self, employee: Employee, work: list[Any]) -> None:
        span = employee.max_run
        for first in range(len(work) - span):
            self._most(work[first : first + span + 1], span)
        for day in range(1, len(work)):
            for after in range(day + 1, min(day + employee.min_run, len(work))):
                self._most([work[day], -work[day - 1], -work[after]], 0)
            for after in range(day + 1, min(day + employee.min_rest_days, len(work))):
                self._most([work[day - 1], -work[day], work[after]], 1)

    def _weekends(self, employee: Employee, work: list[Any]) -> None:
        worked = []
        for days in self.instance.weekends():
            weekend = self.model.add_binary_variable()
            for day in days:
                self._most([work[day], -weekend], 0)
            worked.append(weekend)
        self._most(worked, employee.max_weekends)
