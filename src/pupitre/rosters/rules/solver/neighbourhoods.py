"""Improves a plan part by part: some employees by column generation, some days by CP-SAT."""

import random
from collections import Counter
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Protocol

import numpy as np
from ortools.sat.python import cp_model

from pupitre.rosters.rules import shift_referee
from pupitre.rosters.rules.shift_scheduling import DAYS_IN_WEEK, OFF, Plan
from pupitre.rosters.rules.solver.board import Board
from pupitre.rosters.rules.solver.cheapest import Floats, Pricing
from pupitre.rosters.rules.solver.columns import CLOSE, Care, Pool, Relaxation
from pupitre.rosters.rules.solver.compact import Cell, CompactModel
from pupitre.rosters.rules.solver.master import LinearProgramError
from pupitre.rosters.rules.solver.prices import Prices
from pupitre.rosters.rules.solver.stretches import Calendar, Row, Stretch

SEED_ROWS = 20
AT_RANDOM = 0.5
LEAST_REGRET = 1.0
CARES = (Care(0.3, 4), Care(0.2, 8), Care(0.1, 15))
RELAX_ROUNDS, RELAX_TIMES = 3, 8
WEEKS = (2, 3, 4, 4, 6)
MEMORY, NOW_AND_THEN = 0.9, 0.15


class Neighbourhoods(Protocol):
    """A way to improve a plan by a part of it."""

    def improve(self, plan: Plan) -> Plan | None:
        """A plan that is worth posting, or None."""


@dataclass
class _ByColumns:
    """Replans a few employees by column generation; their number adapts to what succeeds."""

    board: Board
    luck: random.Random
    size: float = field(default=6.0, init=False)

    def _some(self) -> list[int]:
        everyone = range(len(self.board.instance.staff))
        return sorted(self.luck.sample(everyone, min(int(self.size), len(everyone))))

    def _search(self, around: Relaxation, target: float) -> dict[int, Row] | None:
        """A row for each of them, below the target; given up once the bound bars it."""
        try:
            for _ in range(RELAX_TIMES):
                around.relax(RELAX_ROUNDS, CLOSE)
                if around.bound > target or around.value - around.bound <= CLOSE:
                    break
            if max(around.bound, around.value) > target:
                self.size = min(self.size * 1.1, len(self.board.instance.staff))
                return None
            rows = around.dive(self.luck.choice(CARES), target, self.luck)
        except LinearProgramError:
            return None
        if rows is None:
            self.size = max(3.0, self.size * 0.97)
        return rows if rows is not None and len(rows) == len(around.staff) else None


@dataclass
class StaffNeighbourhoods(_ByColumns):
    """Replans a few employees over the whole horizon."""

    pricing: Pricing
    pool: Pool
    prices: Prices

    def improve(self, plan: Plan) -> Plan | None:
        """A cheaper plan, or None."""
        cost = shift_referee.cost(self.board.instance, plan)
        staff = self._some() if self.luck.random() < AT_RANDOM else self._regretted(plan)
        kept = sum(self.pricing.row_cost(w, row) for w, row in enumerate(plan) if w not in staff)
        around = self._relaxation(plan, staff)
        rows = self._search(around, cost - kept - 1 + CLOSE)
        self.pool.add(around.known)
        if rows is None:
            return None
        return tuple(rows.get(who, row) for who, row in enumerate(plan))

    def _regretted(self, plan: Plan) -> list[int]:
        """Most often those whose rows are worth less than others that they could have."""
        weighed = [
            (self.luck.random() ** (1 / (LEAST_REGRET + self.pool.regret(who, row))), who)
            for who, row in enumerate(plan)
        ]
        return sorted(who for _, who in nlargest(int(self.size), weighed))

    def _relaxation(self, plan: Plan, staff: list[int]) -> Relaxation:
        others = Counter(
            cell for who, row in enumerate(plan) if who not in staff for cell in enumerate(row)
        )
        covers = self.board.instance.covers
        needs = [cover.need - others[cover.day, cover.shift] for cover in covers]
        around = Relaxation(
            self.board.instance, self.pricing, staff, needs, self.board.stopped, self.prices
        )
        around.add(self.pool.best(staff, SEED_ROWS))
        around.add((who, plan[who]) for who in staff)
        return around


@dataclass
class StretchNeighbourhoods(_ByColumns):
    """Replans a few employees over some weeks; `cover` are the last known prices of the covers."""

    cover: Floats

    def __post_init__(self) -> None:
        self.calendar = Calendar(self.board.instance)

    def improve(self, plan: Plan) -> Plan | None:
        """A cheaper plan, or None."""
        weeks = self.board.instance.days // DAYS_IN_WEEK
        first = DAYS_IN_WEEK * self.luck.randrange(max(1, weeks - 1))
        width = DAYS_IN_WEEK * self.luck.choice(WEEKS)
        part = self.calendar.around(plan, self._some(), first, width)
        rows = part.rows_of(plan)
        around = self._relaxation(part)
        around.add(enumerate(rows))
        found = self._search(around, shift_referee.cost(part.instance, rows) - 1 + CLOSE)
        if around.prices is not None:
            self.cover[list(part.covers)] = around.prices.cover
        return None if found is None else part.put(plan, [found[n] for n in range(len(rows))])

    def _relaxation(self, part: Stretch) -> Relaxation:
        people, needs = len(part.staff), [cover.need for cover in part.instance.covers]
        prices = Prices(
            self.cover[list(part.covers)],
            np.zeros((people, len(part.instance.shifts))),
            np.zeros(people),
        )
        pricing = Pricing(part.instance, part.seams)
        return Relaxation(part.instance, pricing, range(people), needs, self.board.stopped, prices)


@dataclass
class DayNeighbourhoods:
    """Replans some employees over some days; the number of cells adapts to the time it takes."""

    board: Board
    luck: random.Random
    cells: float = 150.0
    effort: float = field(default=0.5)

    def improve(self, plan: Plan) -> Plan | None:
        """A plan no dearer, or None."""
        part = CompactModel(self.board.instance, plan, self._free(plan))
        part.hint(plan)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.max_deterministic_time = self.effort
        solver.parameters.max_time_in_seconds = max(0.1, self.board.left())
        solver.parameters.random_seed = self.luck.randrange(2**30)
        outcome = solver.solve(part.model)
        self.cells *= 1.05 if outcome == cp_model.OPTIMAL else 0.9
        self.cells = max(30.0, self.cells)
        if outcome not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return part.plan_from(solver.boolean_value)

    def _free(self, plan: Plan) -> set[Cell]:
        """All employees over a short window, or fewer over a longer one."""
        days, people = self.board.instance.days, len(plan)
        span = min(days, max(2, self.luck.choice((3, 5, 7, 10, 14))))
        number = min(people, max(1, int(self.cells / span)))
        first = max(0, min(days - span, self._center(plan) - span // 2))
        chosen = self.luck.sample(range(people), number)
        return {(who, day) for who in chosen for day in range(first, first + span)}

    def _center(self, plan: Plan) -> int:
        """A day, more often one where somebody is missing."""
        present = Counter(cell for row in plan for cell in enumerate(row) if cell[1] != OFF)
        short = [
            cover.day
            for cover in self.board.instance.covers
            if cover.under and present[cover.day, cover.shift] < cover.need
        ]
        if short and self.luck.random() < 0.6:
            return self.luck.choice(short)
        return self.luck.randrange(self.board.instance.days)


class Wheel:
    """Gives its time to what gains most by second of late, and some of it to each of the others."""

    def __init__(self, board: Board, luck: random.Random, kinds: list[Neighbourhoods]) -> None:
        self.board, self.luck, self.kinds = board, luck, kinds
        self.gained, self.spent, self.turns = ([1.0] * len(kinds) for _ in range(3))

    def turn(self) -> None:
        """Tries one neighbourhood, and posts the plan found there."""
        chosen, started = self._pick(), self.board.spent()
        self.board.step()
        gain = self._gain(self.kinds[chosen])
        self.gained[chosen] = MEMORY * self.gained[chosen] + gain
        self.spent[chosen] = MEMORY * self.spent[chosen] + self.board.spent() - started
        self.turns[chosen] = MEMORY * self.turns[chosen] + 1

    def _gain(self, kind: Neighbourhoods) -> int:
        better = kind.improve(self.board.plan) if self.board.plan is not None else None
        before = self.board.cost
        if better is None or before is None or not self.board.offer(better):
            return 0
        return before - shift_referee.cost(self.board.instance, better)

    def _pick(self) -> int:
        if self.board.steps is not None:  # seconds are not the same at each run
            return self.luck.randrange(len(self.kinds))
        rates = [gain / spent for gain, spent in zip(self.gained, self.spent, strict=True)]
        least = NOW_AND_THEN * sum(rates) + 1e-9
        # A turn that takes long comes seldom, so that the time is shared, not the turns.
        often = [turns / spent for turns, spent in zip(self.turns, self.spent, strict=True)]
        weights = [(rate + least) * times for rate, times in zip(rates, often, strict=True)]
        return self.luck.choices(range(len(rates)), weights)[0]
