"""Relaxes over rows, dives to plans, then improves the best part by part."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from pupitre.rosters.rules.shift_scheduling import OFF, Plan
from pupitre.rosters.rules.solver.board import Board, Columns
from pupitre.rosters.rules.solver.cheapest import Pricing
from pupitre.rosters.rules.solver.columns import CLOSE, Care, Pool, Relaxation, rewards
from pupitre.rosters.rules.solver.compact import CompactModel
from pupitre.rosters.rules.solver.first_plan import first_rows
from pupitre.rosters.rules.solver.master import LinearProgramError
from pupitre.rosters.rules.solver.neighbourhoods import (
    DayNeighbourhoods,
    Neighbourhoods,
    StaffNeighbourhoods,
    StretchNeighbourhoods,
    Wheel,
)
from pupitre.rosters.rules.solver.prices import Prices
from pupitre.rosters.rules.solver.stretches import Row

ROOT_ROUNDS = 500
ROOT_SHARE = 0.35
DIVES = (Care(0.25, 4), Care(0.12, 10), Care(0.05, 25))
DIVES_BESIDE = (Care(0.12, 10), *3 * (Care(0.05, 25),))
LATER_DIVES = (Care(0.12, 10), Care(0.05, 25), Care(0.03, 40))
DIVES_SHARE = 0.15
COMPLETION_EFFORT = 2.0
LONG = 42
"""Days from which stretches are worth replanning apart."""


class ColumnSearch:
    """The search of one process that generates columns."""

    def __init__(self, board: Board, pricing: Pricing, luck: random.Random) -> None:
        self.board, self.pricing, self.luck = board, pricing, luck
        self.pool: Pool | None = None

    def run(self) -> None:
        """From nothing to the end."""
        self.first_plan()
        columns = self.columns()
        if columns is not None:
            self.board.publish(columns)
            self.dives(columns)
            self.improve(columns)

    def first_plan(self) -> None:
        """A plan made without prices."""
        if self.board.plan is None:
            rows = first_rows(self.board.instance, self.pricing, self.board.stopped)
            plan = completed(self.board, rows)
            if plan is not None:
                self.board.offer(plan)

    def columns(self) -> Columns | None:
        """The rows and prices of the relaxation, whose bound is posted."""
        root = self._relaxation(None)
        if self.board.plan is not None:
            root.add(enumerate(self.board.plan))
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

    def dives(self, columns: Columns, dives: Sequence[Care] = DIVES) -> None:
        """A few dives, more and more careful, as long as they are quick."""
        for care in dives:
            started = self.board.left()
            plan = self.dive(columns, care)
            if plan is not None:
                self.board.offer(plan)
            if started - self.board.left() > DIVES_SHARE * started or self.board.stopped():
                break

    def _relaxation(self, prices: Prices | None) -> Relaxation:
        staff = range(len(self.board.instance.staff))
        needs = [cover.need for cover in self.board.instance.covers]
        stopped = self.board.stopped
        return Relaxation(self.board.instance, self.pricing, staff, needs, stopped, prices)

    def dive(self, columns: Columns, care: Care) -> Plan | None:
        """A plan cheaper than the best, or None."""
        root = self._relaxation(columns.prices)
        root.add(columns.rows)
        worse_than = math.inf if self.board.cost is None else self.board.cost - 1 + CLOSE
        try:
            root.relax(1)
            rows = root.dive(care, worse_than, self.luck)
        except LinearProgramError:
            return None
        self._pool(columns).add(root.known)
        return None if rows is None else completed(self.board, rows)

    def improve(self, columns: Columns) -> None:
        """Neighbourhoods until the end, most of them of staff."""
        pool = self._pool(columns)
        days = DayNeighbourhoods(self.board, self.luck)
        staff = StaffNeighbourhoods(self.board, self.luck, self.pricing, pool, columns.prices)
        kinds: list[Neighbourhoods] = [staff, days, _Dives(self, columns)]
        if self.board.instance.days >= LONG:
            kinds.append(StretchNeighbourhoods(self.board, self.luck, columns.prices.cover))
        wheel = Wheel(self.board, self.luck, kinds)
        while not self.board.stopped() and self.board.plan is not None:
            pool.add(enumerate(self.board.plan))
            wheel.turn()

    def _pool(self, columns: Columns) -> Pool:
        if self.pool is None:
            self.pool = Pool(self.pricing, rewards(self.board.instance, columns.prices))
            self.pool.add(columns.rows)
        return self.pool


@dataclass
class _Dives:
    """Replans everybody from the relaxation, each time with other luck."""

    search: ColumnSearch
    columns: Columns

    def improve(self, _: Plan) -> Plan | None:
        """A cheaper plan, or None."""
        return self.search.dive(self.columns, self.search.luck.choice(LATER_DIVES))


def completed(board: Board, rows: dict[int, Row]) -> Plan | None:
    """A plan; CP-SAT finds the rows that are missing, one after the other."""
    nothing = (OFF,) * board.instance.days
    plan = tuple(rows.get(who, nothing) for who in range(len(board.instance.staff)))
    for who in range(len(plan)):
        if who not in rows:
            better = None if board.stopped() else _complete(board, plan, who)
            if better is None:
                return None
            plan = better
    return plan


def _complete(board: Board, plan: Plan, who: int) -> Plan | None:
    """The plan with the best row found for one employee."""
    alone = CompactModel(board.instance, plan, {(who, day) for day in range(board.instance.days)})
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = COMPLETION_EFFORT
    solver.parameters.max_time_in_seconds = max(0.1, board.left())
    outcome = solver.solve(alone.model)
    if outcome == cp_model.INFEASIBLE:
        board.no_plan_exists()
    if outcome not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return alone.plan_from(solver.boolean_value)
