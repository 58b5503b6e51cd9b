"""Stretches of a horizon: their rows are legal in the whole, and the cheapest is found."""

import itertools
import random
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pupitre.rosters.rules.shift_referee import breaches, cost
from pupitre.rosters.rules.shift_scheduling import OFF, Instance, Plan
from pupitre.rosters.rules.solver.board import Board
from pupitre.rosters.rules.solver.cheapest import Pricing
from pupitre.rosters.rules.solver.long_search import LongSearch
from pupitre.rosters.rules.solver.neighbourhoods import StretchNeighbourhoods
from pupitre.rosters.rules.solver.stretches import Calendar, windows
from tests.rosters.instances import instances


def some_plan(instance: Instance, seed: int) -> Plan | None:
    """A legal plan of rows that mean nothing; None when there is none."""
    shape = (len(instance.staff), instance.days, len(instance.shifts))
    rewards = np.random.default_rng(seed).integers(-9, 9, shape).astype(float)
    found = Pricing(instance).cheapest(rewards, range(shape[0]), rows=1)
    plan = tuple(row.shifts for row in sorted(found, key=lambda row: row.employee))
    legal = len(plan) == shape[0] and not breaches(instance, plan)
    return plan if legal else None


@settings(max_examples=150, deadline=None)
@given(instances(), st.integers(0, 2**30), st.integers(1, 6))
def test_the_cheapest_part_of_a_row_is_the_cheapest_of_all(
    instance: Instance, seed: int, width: int
) -> None:
    instance = replace(instance, days=max(instance.days, 8))
    plan = some_plan(instance, seed)
    if plan is None:
        return
    part = Calendar(instance).around(plan, [0], 7, width)
    shape = (1, part.instance.days, len(instance.shifts))
    rewards = np.random.default_rng(seed).integers(-9, 9, shape).astype(float)
    pricing = Pricing(part.instance, part.seams)
    found = pricing.cheapest(rewards, [0], rows=1)
    prices = {
        row: sum(
            pricing.costs[0, day, s] - rewards[0, day, s] for day, s in enumerate(row) if s != OFF
        )
        for row in itertools.product(range(-1, shape[2]), repeat=shape[1])
        if not breaches(instance, part.put(plan, [row]))
    }
    legal = [row for row in found if row.shifts in prices]
    assert all(prices[row.shifts] == row.price for row in legal)
    if not pricing.limited:
        assert legal == found
        assert [row.price for row in found] == [min(prices.values())]


@settings(max_examples=80, deadline=None)
@given(instances(), st.integers(0, 2**30))
def test_a_replanned_stretch_is_legal_and_cheaper(instance: Instance, seed: int) -> None:
    plan = some_plan(instance, seed)
    if plan is None:
        return
    board = Board(instance, 30)
    board.offer(plan)
    luck = random.Random(seed)
    better = StretchNeighbourhoods(board, luck, np.zeros(len(instance.covers))).improve(plan)
    if better is not None:
        assert breaches(instance, better) == []
        assert cost(instance, better) < cost(instance, plan)


@settings(max_examples=60, deadline=None)
@given(instances(), st.integers(0, 2**30))
def test_stretch_after_stretch_makes_whole_legal_rows(instance: Instance, seed: int) -> None:
    if some_plan(instance, seed) is None:
        return
    board = Board(instance, 30)
    LongSearch(board, random.Random(seed), width=7).first_plan(0.01)
    assert board.plan is not None


def test_windows_are_whole_weeks_and_the_last_is_never_short() -> None:
    assert windows(28, 28) == [(0, 28)]
    assert windows(84, 28) == [(0, 28), (28, 28), (56, 28)]
    assert windows(93, 28) == [(0, 28), (28, 28), (56, 37)]
    assert windows(5, 28) == [(0, 5)]
