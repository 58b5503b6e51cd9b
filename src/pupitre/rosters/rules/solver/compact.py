"""CP-SAT model of a Shift Scheduling instance, whole or around a plan whose other cells stay."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from pupitre.rosters.rules.shift_scheduling import OFF, Employee, Instance, Plan

Cell = tuple[int, int]


@dataclass
class CompactModel:
    """Booleans by (employee, day, shift) for the free cells; the rest is taken from `plan`.

    `free` is None when every cell is free.
    """

    instance: Instance
    plan: Plan | None = None
    free: Collection[Cell] | None = None
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    given: dict[tuple[int, int, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.objective: list[tuple[Any, int]] = []
        self.constant = 0
        for number in range(len(self.instance.staff)):
            free = self._free_days(number)
            if free:
                _Row(self, number, free).build()
        self._requests()
        self._covers()
        literals, weights = zip(*self.objective, strict=True) if self.objective else ((), ())
        self.model.minimize(cp_model.LinearExpr.weighted_sum(literals, weights) + self.constant)

    def _free_days(self, employee: int) -> set[int]:
        if self.free is None:
            return set(range(self.instance.days))
        return {day for who, day in self.free if who == employee}

    def fixed(self, employee: int, day: int) -> int:
        """The shift that a cell outside the free ones keeps."""
        if self.plan is None:
            raise ValueError("a partial model needs a plan")
        return self.plan[employee][day]

    def _requests(self) -> None:
        for request in self.instance.requests:
            literal = self.given.get((request.employee, request.day, request.shift))
            if literal is None:
                continue
            sign = -1 if request.wanted else 1
            self.objective.append((literal, sign * request.weight))
            self.constant += request.weight if request.wanted else 0

    def _covers(self) -> None:
        present: dict[Cell, list[Any]] = defaultdict(list)
        for (_, day, shift), literal in self.given.items():
            present[day, shift].append(literal)
        already = self._already_present()
        for cover in self.instance.covers:
            literals = present.get((cover.day, cover.shift))
            if literals is None and self.free is not None:
                continue
            literals = literals or []
            need = cover.need - already[cover.day, cover.shift]
            under = self.model.new_int_var(0, max(0, need), "")
            over = self.model.new_int_var(0, max(0, len(literals) - need), "")
            self.model.add(cp_model.LinearExpr.sum(literals) + under - over == need)
            self.objective += [(under, cover.under), (over, cover.over)]

    def _already_present(self) -> dict[Cell, int]:
        count: dict[Cell, int] = defaultdict(int)
        if self.free is None or self.plan is None:
            return count
        free = set(self.free)
        for employee, row in enumerate(self.plan):
            for day, shift in enumerate(row):
                if shift != OFF and (employee, day) not in free:
                    count[day, shift] += 1
        return count

    def hint(self, plan: Plan) -> None:
        """Offers `plan` as the first thing to try."""
        for (employee, day, shift), literal in self.given.items():
            self.model.add_hint(literal, plan[employee][day] == shift)

    def plan_from(self, value: Any) -> Plan:
        """The plan in a solution; `value(literal)` tells whether a literal holds."""
        rows = [list(row) for row in self.plan] if self.plan else self._empty_rows()
        for employee, day in {(e, d) for e, d, _ in self.given}:
            rows[employee][day] = OFF
        for (employee, day, shift), literal in self.given.items():
            if value(literal):
                rows[employee][day] = shift
        return tuple(tuple(row) for row in rows)

    def _empty_rows(self) -> list[list[int]]:
        return [[OFF] * self.instance.days for _ in self.instance.staff]


@dataclass
class _Row:
    """The rules of one employee, as far as they touch a free day."""

    whole: CompactModel
    number: int
    free: set[int]

    def build(self) -> None:
        self.model = self.whole.model
        self.employee: Employee = self.whole.instance.staff[self.number]
        self.days = self.whole.instance.days
        self.given = {day: self._day(day) for day in range(self.days)}
        self.work = {day: self._works(day) for day in range(self.days)}
        self._succession()
        self._longest_run()
        self._shortest_runs(self.employee.min_run, working=True)
        self._shortest_runs(self.employee.min_rest_days, working=False)
        self._totals()
        self._weekends()

    def _day(self, day: int) -> dict[int, Any]:
        """Literal of each shift possible on that day; 1 for a shift that is fixed."""
        if day not in self.free:
            shift = self.whole.fixed(self.number, day)
            return {} if shift == OFF else {shift: 1}
        if day in self.employee.days_off:
            return {}
        allowed = [s for s, most in enumerate(self.employee.max_shifts) if most > 0]
        literals = {shift: self.model.new_bool_var("") for shift in allowed}
        for shift, literal in literals.items():
            self.whole.given[self.number, day, shift] = literal
        return literals

    def _works(self, day: int) -> Any:
        if day not in self.free or not self.given[day]:
            return len(self.given[day])
        work = self.model.new_bool_var("")
        self.model.add_exactly_one([*self.given[day].values(), work.negated()])
        return work

    def _touches(self, first: int, last: int) -> bool:
        return any(day in self.free for day in range(first, last + 1))

    def _succession(self) -> None:
        shifts = self.whole.instance.shifts
        kinds = {shift.barred_next for shift in shifts if shift.barred_next}
        for day in range(self.days - 1):
            if not self._touches(day, day + 1):
                continue
            for kind in kinds:
                before = [v for s, v in self.given[day].items() if shifts[s].barred_next >= kind]
                after = [v for s, v in self.given[day + 1].items() if s in kind]
                if before and after:
                    self.model.add_at_most_one([*before, *after])

    def _longest_run(self) -> None:
        span = self.employee.max_run
        for first in range(self.days - span):
            if self._touches(first, first + span):
                window = [self.work[day] for day in range(first, first + span + 1)]
                self.model.add(cp_model.LinearExpr.sum(window) <= span)

    def _shortest_runs(self, least: int, *, working: bool) -> None:
        """A run that starts inside the horizon lasts `least` days or to the end."""
        for day in range(1, self.days):
            for after in range(day + 1, min(day + least, self.days)):
                if self._touches(day - 1, after):
                    state = (self.work[day - 1], _not(self.work[day]), self.work[after])
                    clause = state if working else tuple(map(_not, state))
                    self.model.add_bool_or(clause)

    def _totals(self) -> None:
        shifts = self.whole.instance.shifts
        cells = [(s, v) for given in self.given.values() for s, v in given.items()]
        minutes = cp_model.LinearExpr.weighted_sum(
            [v for _, v in cells], [shifts[s].minutes for s, _ in cells]
        )
        self.model.add_linear_constraint(
            minutes, self.employee.min_minutes, self.employee.max_minutes
        )
        for shift, most in enumerate(self.employee.max_shifts):
            times = [v for s, v in cells if s == shift]
            if most < len(times):
                self.model.add(cp_model.LinearExpr.sum(times) <= most)

    def _weekends(self) -> None:
        worked = []
        for days in self.whole.instance.weekends():
            weekend = self.model.new_bool_var("")
            for day in days:
                self.model.add_implication(self.work[day], weekend)
            worked.append(weekend)
        self.model.add(cp_model.LinearExpr.sum(worked) <= self.employee.max_weekends)


def _not(literal: Any) -> Any:
    return 1 - literal if isinstance(literal, int) else literal.negated()
