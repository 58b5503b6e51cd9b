"""What every engine answers, and the plain CP-SAT search."""

import time
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from pupitre.rosters.rules import shift_referee
from pupitre.rosters.rules.shift_scheduling import Instance, Plan
from pupitre.rosters.rules.solver.compact import CompactModel

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Answer:
    """A judged plan (None when none was found), its cost, and a proven lower bound."""

    status: Status
    plan: Plan | None
    cost: int | None
    bound: int
    seconds: float


def solve_instance(
    instance: Instance, *, seconds: float, workers: int = 2, seed: int = 0
) -> Answer:
    """The best plan found within `seconds`."""
    started = time.monotonic()
    whole = CompactModel(instance)
    solver = lp_strong_solver(seconds, workers, seed)
    outcome = solver.solve(whole.model)
    spent = time.monotonic() - started
    if outcome == cp_model.INFEASIBLE:
        return Answer("infeasible", None, None, 0, spent)
    if outcome not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer("unknown", None, None, 0, spent)
    plan = whole.plan_from(solver.boolean_value)
    if found := shift_referee.breaches(instance, plan):
        raise AssertionError(f"the engine broke a rule: {found[0]}")
    cost, bound = shift_referee.cost(instance, plan), int(solver.best_objective_bound)
    return Answer("optimal" if cost == bound else "feasible", plan, cost, bound, spent)


def lp_strong_solver(seconds: float, workers: int, seed: int) -> cp_model.CpSolver:
    """A solver whose workers include one that leans on the linear relaxation."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.subsolvers.append("max_lp")
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = seed
    return solver
