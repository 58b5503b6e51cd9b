"""Plans a month, and repairs a published one with few changes."""

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from pupitre.rosters.rules.model import Assignment, Problem
from pupitre.rosters.rules.referee import check
from pupitre.rosters.rules.score import Breakdown, score
from pupitre.rosters.rules.solver.month_costs import MonthCosts
from pupitre.rosters.rules.solver.month_model import MonthModel

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
EAR = 0.2
"""Seconds between two looks at the wish to stop."""


@dataclass(frozen=True)
class Plan:
    """A plan that keeps every hard rule, its points recomputed, and what is proven about it."""

    status: Status
    assignments: tuple[Assignment, ...]
    breakdown: Breakdown
    bound: int
    seconds: float

    @property
    def cost(self) -> int:
        """All points."""
        return self.breakdown.total

    def verdict(self) -> str:
        """How good the plan is, in French."""
        if self.status in ("infeasible", "unknown"):
            return "aucun planning trouvé"
        if self.status == "optimal":
            return "le meilleur possible"
        gap = math.ceil(100 * (self.cost - self.bound) / self.cost) if self.cost else 0
        if gap <= 20:
            return f"à {gap}\u00a0% au plus du meilleur possible"
        return f"le meilleur trouvé en {round(self.seconds)}\u00a0s"


@dataclass(frozen=True)
class Budget:
    """`effort` bounds the work in a way that is the same at each run (use with one worker)."""

    seconds: float = 60.0
    workers: int = 2
    seed: int = 0
    effort: float = math.inf


Progress = Callable[[float, int, int], None]
"""Called with seconds, cost and bound at each better plan."""


def plan_month(
    problem: Problem,
    budget: Budget,
    *,
    warm: Sequence[Assignment] = (),
    on_progress: Progress = lambda *_: None,
    stop: Callable[[], bool] = lambda: False,
) -> Plan:
    """The best plan found; `warm` is a plan to start from."""
    month = MonthModel(problem)
    MonthCosts(month)
    return _solved(month, budget, _Watch(warm, on_progress, stop))


def repair(
    problem: Problem,
    budget: Budget,
    *,
    alternatives: int = 3,
    stop: Callable[[], bool] = lambda: False,
) -> list[Plan]:
    """The published plan mended with few changes, then other ways to do it, the best first."""
    published = problem.published.assignments if problem.published else ()
    month, started = MonthModel(problem), time.monotonic()
    MonthCosts(month)
    plans: list[Plan] = []
    for number in range(alternatives):
        left = budget.seconds - (time.monotonic() - started)
        if stop() or left <= 0:
            break
        share = Budget(left / (alternatives - number), budget.workers, budget.seed, budget.effort)
        plan = _solved(month, share, _Watch(published, lambda *_: None, stop))
        if plan.status in ("infeasible", "unknown"):
            break
        plans.append(plan)
        if not _exclude(month, plan, published):
            break
    return sorted(plans, key=lambda plan: plan.cost)


def _exclude(month: MonthModel, plan: Plan, published: Sequence[Assignment]) -> bool:
    """Asks for another set of changes; False when there was none."""
    old = {(a.person, a.day, a.shift) for a in published}
    new = {(a.person, a.day, a.shift) for a in plan.assignments}
    different = [month.given[key].negated() for key in sorted(new - old)]
    different += [month.given[key] for key in sorted(old - new) if key in month.given]
    if different:
        month.model.add_bool_or(different)
    return bool(different)


@dataclass(frozen=True)
class _Watch:
    """What a search starts from, tells, and obeys."""

    warm: Sequence[Assignment]
    on_progress: Progress
    stop: Callable[[], bool]


def _solved(month: MonthModel, budget: Budget, watch: _Watch) -> Plan:
    started = time.monotonic()
    held = {(a.person, a.day, a.shift) for a in watch.warm}
    month.model.clear_hints()  # type: ignore[no-untyped-call]
    for key, literal in month.given.items() if held else ():
        month.model.add_hint(literal, key in held)
    solver = _solver(budget)
    incumbents = _Incumbents(month, watch)
    with _listening(solver, lambda: incumbents.best is not None and watch.stop()):
        outcome = solver.solve(month.model, incumbents)
    spent = time.monotonic() - started
    if outcome == cp_model.INFEASIBLE:
        return Plan("infeasible", (), Breakdown({}, (), ()), 0, spent)
    if incumbents.best is None:
        return Plan("unknown", (), Breakdown({}, (), ()), 0, spent)
    assignments, breakdown = incumbents.best
    bound = min(breakdown.total, math.ceil(solver.best_objective_bound - 1e-6))
    status: Status = "optimal" if bound >= breakdown.total else "feasible"
    return Plan(status, assignments, breakdown, bound, spent)


@contextmanager
def _listening(solver: cp_model.CpSolver, stop: Callable[[], bool]) -> Iterator[None]:
    """Ends the search soon after a wish to stop, also while no better plan is found."""
    over = threading.Event()

    def listen() -> None:
        while not over.wait(EAR):
            if stop():
                solver.stop_search()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _solver(budget: Budget) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = budget.workers
    if budget.workers > 1:
        solver.parameters.subsolvers.append("max_lp")
    else:
        solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = budget.seconds
    solver.parameters.max_deterministic_time = budget.effort
    solver.parameters.random_seed = budget.seed
    return solver


class _Incumbents(cp_model.CpSolverSolutionCallback):
    """Judges and keeps each better plan."""

    def __init__(self, month: MonthModel, watch: _Watch) -> None:
        super().__init__()
        self._month, self._watch = month, watch
        self.best: tuple[tuple[Assignment, ...], Breakdown] | None = None

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        problem = self._month.problem
        assignments = self._month.plan_from(self.boolean_value)
        if not check(problem, assignments):
            self._keep(assignments, score(problem, assignments))
        if self._watch.stop():  # at once, and the same at each run
            self.stop_search()

    def _keep(self, assignments: tuple[Assignment, ...], breakdown: Breakdown) -> None:
        if self.best is None or breakdown.total < self.best[1].total:
            self.best = assignments, breakdown
            bound = math.ceil(self.best_objective_bound - 1e-6)
            self._watch.on_progress(self.wall_time, breakdown.total, bound)
