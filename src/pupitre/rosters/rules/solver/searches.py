"""What each process does to search an instance."""

import math
import random
import time

from ortools.sat.python import cp_model

from pupitre.rosters.rules.solver.board import Board
from pupitre.rosters.rules.solver.cheapest import Pricing
from pupitre.rosters.rules.solver.column_search import DIVES_BESIDE, LONG, ColumnSearch
from pupitre.rosters.rules.solver.compact import CompactModel
from pupitre.rosters.rules.solver.groups import size
from pupitre.rosters.rules.solver.long_search import FIRST_SHARE, LongSearch

PATIENCE = 0.1
LARGEST_WHOLE = 50_000
LARGEST_ROWS = 2.5e8
"""Beyond so many cells, a pass over whole rows takes too long."""


def search_alone(board: Board, seed: int) -> None:
    """One process does all: a short whole search, then columns."""
    share = 0.05 if board.steps is None else 1.0
    search_whole(board, seed, seconds=share * board.left(), effort=5.0)
    search_columns(board, seed)


def search_columns(board: Board, seed: int) -> None:
    """Columns for whole rows, or for stretches of them where they are too long."""
    luck = random.Random(seed)  # noqa: S311 - a search, not a secret
    if size(board.instance) <= LARGEST_ROWS:
        ColumnSearch(board, Pricing(board.instance), luck).run()
        return
    search = LongSearch(board, luck)
    search.first_plan(FIRST_SHARE)
    search.improve()


def search_beside(board: Board, seed: int) -> None:
    """Another way to a plan while another process generates columns, then as that one."""
    luck = random.Random(seed)  # noqa: S311 - a search, not a secret
    long = LongSearch(board, luck)
    if board.instance.days < LONG:
        search_whole(board, seed, seconds=0.15 * board.left(), effort=math.inf)
    elif size(board.instance) <= LARGEST_ROWS:
        long.first_plan(0.15)
    while not board.stopped() and board.plan is None:
        time.sleep(PATIENCE)
    long.improve()
    if board.columns is not None:
        search = ColumnSearch(board, Pricing(board.instance), luck)
        search.dives(board.columns, DIVES_BESIDE)
        search.improve(board.columns)


def search_whole(board: Board, seed: int, *, seconds: float, effort: float) -> None:
    """CP-SAT on the whole instance: a first plan, and a proof when the instance is small."""
    if len(board.instance.staff) * board.instance.days * len(board.instance.shifts) > LARGEST_WHOLE:
        return
    whole = CompactModel(board.instance)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = max(0.1, min(seconds, 30.0))
    solver.parameters.max_deterministic_time = effort
    solver.parameters.random_seed = seed
    outcome = solver.solve(whole.model, _Relay(board, whole))
    if outcome == cp_model.INFEASIBLE:
        board.no_plan_exists()
    elif outcome in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        board.raise_bound(math.ceil(solver.best_objective_bound - 1e-6))


class _Relay(cp_model.CpSolverSolutionCallback):
    """Posts each solution, and ends the search when the board says so."""

    def __init__(self, board: Board, whole: CompactModel) -> None:
        super().__init__()
        self._board, self._whole = board, whole

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        self._board.offer(self._whole.plan_from(self.boolean_value))
        if self._board.stopped():
            self.stop_search()
