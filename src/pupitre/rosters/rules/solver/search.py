"""The searches of a Shift Scheduling instance, alone or side by side in processes."""

import math
import multiprocessing
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Literal

import numpy as np
from ortools.sat.python import cp_model

from pupitre.rosters.rules.shift_scheduling import OFF, Instance, Plan
from pupitre.rosters.rules.solver.board import Board, Columns, RemoteBoard
from pupitre.rosters.rules.solver.cheapest import Pricing
from pupitre.rosters.rules.solver.columns import Pool, Relaxation, excess
from pupitre.rosters.rules.solver.compact import CompactModel
from pupitre.rosters.rules.solver.master import LinearProgramError, Prices
from pupitre.rosters.rules.solver.neighbourhoods import (
    CLOSE,
    DayNeighbourhoods,
    StaffNeighbourhoods,
)

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
ROOT_ROUNDS = 500
ROOT_SHARE = 0.35
DIVES = (0.25, 0.12, 0.06)
DIVES_SHARE = 0.1
STAFF_SHARE = 0.75
GRACE = 0.3
PATIENCE = 0.1
FIRST_ROUNDS = 30
FIRST_STEP = 8
COMPLETION_EFFORT = 2.0
LARGEST_WHOLE = 150_000


@dataclass(frozen=True)
class Answer:
    """A judged plan (None when none was found), its cost, and a proven lower bound."""

    status: Status
    plan: Plan | None
    cost: int | None
    bound: int
    seconds: float


@dataclass(frozen=True)
class Effort:
    """How long to search; with `steps`, one worker counts them and does the same at each run."""

    seconds: float
    workers: int = 2
    seed: int = 0
    steps: int | None = None


def solve_instance(
    instance: Instance,
    effort: Effort,
    *,
    stop: Callable[[], bool] = lambda: False,
    on_news: Callable[[Board], None] = lambda _: None,
) -> Answer:
    """The best plan found; `on_news` hears each better plan and bound, `stop` ends the search."""
    board = Board(instance, effort.seconds, steps=effort.steps, stop=stop, on_news=on_news)
    if effort.workers == 1 or effort.steps is not None:
        search_alone(board, effort.seed)
    else:
        _Team(board, effort.workers, effort.seed).run()
    return Answer(_status(board), board.plan, board.cost, _bound(board), board.spent())


def _status(board: Board) -> Status:
    if board.infeasible:
        return "infeasible"
    if board.plan is None:
        return "unknown"
    return "optimal" if board.proven() else "feasible"


def _bound(board: Board) -> int:
    return board.bound if board.cost is None else min(board.bound, board.cost)


def search_alone(board: Board, seed: int) -> None:
    """One process does all: a short whole search, then columns."""
    share = 0.05 if board.steps is None else 1.0
    search_whole(board, seed, seconds=share * board.left(), effort=5.0)
    ColumnSearch(board, seed).run()


def search_beside(board: Board, seed: int) -> None:
    """Whole search and days while another process generates columns, then as that one."""
    search_whole(board, seed, seconds=0.15 * board.left(), effort=math.inf)
    _days_only(board, random.Random(seed))  # noqa: S311 - a search, not a secret
    if board.columns is not None:
        ColumnSearch(board, seed).improve(board.columns)


def _days_only(board: Board, luck: random.Random) -> None:
    """Neighbourhoods of days, until columns come from another process."""
    days = DayNeighbourhoods(board, luck)
    while board.columns is None and not board.stopped():
        if board.plan is None:
            time.sleep(PATIENCE)
        else:
            _try(board, days)


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


class ColumnSearch:
    """Relaxes over rows, dives to plans, then improves the best part by part."""

    def __init__(self, board: Board, seed: int) -> None:
        self.board, self.pricing = board, Pricing(board.instance)
        self.pool = Pool(self.pricing)
        self.luck = random.Random(seed)  # noqa: S311 - a search, not a secret

    def run(self) -> None:
        """From nothing to the end."""
        if not self.pricing.fits:
            self._offer({})
            _days_only(self.board, self.luck)
            return
        self._first_plan()
        columns = self._columns()
        if columns is not None:
            self.board.publish(columns)
            for part in DIVES:
                started = self.board.left()
                self._dive(columns, part)
                if started - self.board.left() > DIVES_SHARE * started:
                    break
            self.improve(columns)

    def _first_plan(self) -> None:
        """For each employee, a row that covers much; shifts used too often are made dearer."""
        instance = self.board.instance
        cover = np.zeros((1, instance.days, len(instance.shifts)))
        for need in instance.covers:
            cover[0, need.day, need.shift] += need.under // 2
        gains = np.repeat(cover, len(instance.staff), axis=0)
        rows: dict[int, tuple[int, ...]] = {}
        for _ in range(FIRST_ROUNDS):
            missing = [who for who in range(len(instance.staff)) if who not in rows]
            for row in self.pricing.cheapest(gains, missing, 1):
                beyond = excess(instance, row.employee, row.shifts)
                for shift, uses in beyond.items():
                    gains[row.employee, :, shift] -= FIRST_STEP * uses
                if not beyond:
                    rows[row.employee] = row.shifts
        self._offer(rows)

    def _offer(self, rows: dict[int, tuple[int, ...]]) -> None:
        """Posts a plan; CP-SAT finds the rows that are missing, one after the other."""
        instance = self.board.instance
        nothing = (OFF,) * instance.days
        plan = tuple(rows.get(who, nothing) for who in range(len(instance.staff)))
        for who in range(len(plan)):
            if who not in rows:
                completed = None if self.board.stopped() else self._complete(plan, who)
                if completed is None:
                    return
                plan = completed
        self.board.offer(plan)

    def _complete(self, plan: Plan, who: int) -> Plan | None:
        """The plan with the best row found for one employee."""
        free = {(who, day) for day in range(self.board.instance.days)}
        alone = CompactModel(self.board.instance, plan, free)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = COMPLETION_EFFORT
        solver.parameters.max_time_in_seconds = max(0.1, self.board.left())
        outcome = solver.solve(alone.model)
        if outcome == cp_model.INFEASIBLE:
            self.board.no_plan_exists()
        if outcome not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return alone.plan_from(solver.boolean_value)

    def _relaxation(self, prices: Prices | None) -> Relaxation:
        staff = range(len(self.board.instance.staff))
        needs = [cover.need for cover in self.board.instance.covers]
        stopped = self.board.stopped
        return Relaxation(self.board.instance, self.pricing, staff, needs, stopped, prices)

    def _columns(self) -> Columns | None:
        """The rows and prices of the relaxation, whose bound is posted."""
        root = self._relaxation(None)
        # A rough relaxation to dive from is worth more than a fine one that comes too late.
        enough = self.board.left() * (1 - ROOT_SHARE)
        root.stopped = lambda: self.board.stopped() or self.board.left() < enough
        try:
            root.relax(ROOT_ROUNDS, CLOSE)
        except LinearProgramError:
            return None
        if root.bound == math.inf:
            self.board.no_plan_exists()
            return None
        self.board.raise_bound(math.ceil(root.bound - 1e-6))
        return Columns(list(root.master.rows), root.prices) if root.prices else None

    def _dive(self, columns: Columns, part: float) -> None:
        root = self._relaxation(columns.prices)
        root.add(columns.rows)
        worse_than = math.inf if self.board.cost is None else self.board.cost - 1 + CLOSE
        try:
            root.relax(1)
            rows = root.dive(part, worse_than, self.luck)
        except LinearProgramError:
            return
        self.pool.add(root.master.rows)
        if rows is not None:
            self._offer(rows)

    def improve(self, columns: Columns) -> None:
        """Neighbourhoods until the end, most of them of staff."""
        self.pool.add(columns.rows)
        days = DayNeighbourhoods(self.board, self.luck)
        staff = StaffNeighbourhoods(self.board, self.pricing, self.pool, columns.prices, self.luck)
        while not self.board.stopped() and self.board.plan is not None:
            self.pool.add(enumerate(self.board.plan))
            _try(self.board, staff if self.luck.random() < STAFF_SHARE else days)


def _try(board: Board, neighbourhoods: StaffNeighbourhoods | DayNeighbourhoods) -> None:
    board.step()
    better = neighbourhoods.improve(board.plan) if board.plan is not None else None
    if better is not None:
        board.offer(better)


class _Team:
    """Worker processes around one board: what one finds, the others hear."""

    def __init__(self, board: Board, workers: int, seed: int) -> None:
        self.board = board
        context = multiprocessing.get_context("spawn")
        self.members: dict[Connection, BaseProcess] = {}
        for number in range(workers):
            near, far = context.Pipe()
            arguments = (far, board.instance, board.left(), number, seed + number)
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
            far.close()
            self.members[near] = process

    def run(self) -> None:
        """Relays until the end, then stops every process."""
        try:
            while self.members and not self.board.stopped():
                for wire in wait(list(self.members), timeout=0.2):
                    self._relay(wire)  # type: ignore[arg-type]
        finally:
            self._dismiss()

    def _relay(self, wire: Connection) -> None:
        try:
            kind, what = wire.recv()
        except EOFError:
            self.members.pop(wire).join()
            return
        post: dict[str, Callable[[Any], Any]] = {
            "plan": self.board.offer,
            "bound": self.board.raise_bound,
            "columns": self.board.publish,
            "infeasible": lambda _: self.board.no_plan_exists(),
        }
        post[kind](what)
        self._tell_others(wire, kind, what)

    def _tell_others(self, sender: Connection | None, kind: str, what: Any) -> None:
        for wire in self.members:
            if wire is not sender:
                try:
                    wire.send((kind, what))
                except OSError:
                    continue

    def _dismiss(self) -> None:
        self._tell_others(None, "stop", None)
        for wire, process in self.members.items():
            process.join(GRACE)
            if process.is_alive():
                process.terminate()
                process.join()
            wire.close()


def _work(wire: Connection, instance: Instance, seconds: float, number: int, seed: int) -> None:
    """What a worker process runs: the first generates columns, the others start beside it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers for both
    board = RemoteBoard(instance, seconds, wire)
    if number:
        search_beside(board, seed)
    else:
        ColumnSearch(board, seed).run()
    wire.close()
