"""Plans a horizon too long for whole rows: stretch after stretch, then stretches of the plan."""

import random
from dataclasses import replace

import numpy as np

from pupitre.rosters.rules.shift_scheduling import DAYS_IN_WEEK, OFF, Plan
from pupitre.rosters.rules.solver.board import Board
from pupitre.rosters.rules.solver.cheapest import Pricing
from pupitre.rosters.rules.solver.column_search import ColumnSearch, completed
from pupitre.rosters.rules.solver.first_plan import first_rows
from pupitre.rosters.rules.solver.neighbourhoods import (
    DayNeighbourhoods,
    StretchNeighbourhoods,
    Wheel,
)
from pupitre.rosters.rules.solver.stretches import Calendar, Row, Stretch, windows

FIRST_SHARE = 0.4
COLUMNS_WORTH = 4
"""Column generation needs this many times what the first rows took."""


class LongSearch:
    """The search of one process on a long horizon."""

    def __init__(self, board: Board, luck: random.Random, width: int = 28) -> None:
        self.board, self.luck, self.width = board, luck, width
        self.calendar = Calendar(board.instance)
        self.lost = set[int]()

    def first_plan(self, share: float) -> None:
        """Stretch after stretch, in about `share` of the time left."""
        rows: list[Row] = [()] * len(self.board.instance.staff)
        end = self.board.left() * (1 - share)
        spans = windows(self.board.instance.days, self.width)
        for place, (first, days) in enumerate(spans):
            stretch = self.calendar.next(rows, first, days)
            seconds = max(0.0, self.board.left() - end) / (len(spans) - place)
            found = self._planned(stretch, seconds)
            found |= self._eased(stretch, set(stretch.staff) - found.keys())
            off = (OFF,) * days
            rows = [row + found.get(who, off) for who, row in enumerate(rows)]
            if self.board.stopped():
                return
        plan = tuple(rows)
        for who in sorted(self.lost):
            plan = self._mended(plan, who)
        kept = {who: row for who, row in enumerate(plan) if who not in self.lost}
        whole = completed(self.board, kept)
        if whole is not None:
            self.board.offer(whole)

    def _mended(self, plan: Plan, who: int) -> Plan:
        """The plan with a legal row for somebody: its end is planned again, from further back."""
        days, back = self.board.instance.days, self.width
        while back < days and not self.board.stopped():
            back = min(days, 2 * back)
            first = (days - back) // DAYS_IN_WEEK * DAYS_IN_WEEK
            stretch = self.calendar.around(plan, [who], first, days - first)
            rows = first_rows(stretch.instance, Pricing(stretch.instance, stretch.seams))
            if rows:
                self.lost.remove(who)
                return stretch.put(plan, [rows[0]])
        return plan

    def _eased(self, stretch: Stretch, stuck: set[int]) -> dict[int, Row]:
        """Rows with fewer minutes than due, for those who cannot work so much in the stretch."""
        if not stuck:
            return {}
        staff = tuple(
            replace(employee, min_minutes=0) if who in stuck else employee
            for who, employee in enumerate(stretch.instance.staff)
        )
        part = replace(stretch.instance, staff=staff)
        rows = first_rows(part, Pricing(part, stretch.seams))
        self.lost |= stuck if stretch.last == self.board.instance.days else stuck - rows.keys()
        return {who: rows[who] for who in stuck & rows.keys()}

    def _planned(self, stretch: Stretch, seconds: float) -> dict[int, Row]:
        """Rows of the stretch: the best of column generation when the time allows it."""
        pricing = Pricing(stretch.instance, stretch.seams)
        board = Board(stretch.instance, seconds, stop=self.board.stopped)
        rows = first_rows(stretch.instance, pricing)
        if len(rows) < len(stretch.staff) or board.left() < COLUMNS_WORTH * board.spent():
            return rows
        board.offer(tuple(rows[who] for who in stretch.staff))
        search = ColumnSearch(board, pricing, self.luck)
        columns = search.columns()
        if columns is not None:
            search.dives(columns)
        return dict(enumerate(board.plan)) if board.plan else rows

    def improve(self) -> None:
        """Stretches and days of the plan until the end, or until there are columns."""
        days = DayNeighbourhoods(self.board, self.luck)
        covers = np.array([cover.under / 2 for cover in self.board.instance.covers])
        stretches = StretchNeighbourhoods(self.board, self.luck, np.floor(covers))
        wheel = Wheel(self.board, self.luck, [stretches, days])
        while self.board.columns is None and not self.board.stopped() and self.board.plan:
            wheel.turn()
