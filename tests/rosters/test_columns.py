"""Column generation: rows by groups, the relaxation by either solver, and the rows that are kept."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pupitre.rosters.rules.shift_file import read_instance
from pupitre.rosters.rules.shift_scheduling import OFF, Instance
from pupitre.rosters.rules.solver import columns, groups, master
from pupitre.rosters.rules.solver.cheapest import Pricing
from pupitre.rosters.rules.solver.columns import Care, Pool, Relaxation
from pupitre.rosters.rules.solver.groups import Group
from tests.rosters.instances import TINY, instances


@settings(max_examples=60, deadline=None)
@given(instances(), st.integers(0, 2**30))
def test_a_row_costs_the_same_alone_and_in_a_group(instance: Instance, seed: int) -> None:
    shape = len(instance.staff), instance.days, len(instance.shifts)
    rewards = np.random.default_rng(seed).integers(-9, 9, shape).astype(float)
    together = Pricing(instance)
    found = {row.employee: row.price for row in together.cheapest(rewards, range(shape[0]), 1)}
    for who, employee in enumerate(instance.staff):
        alone = Pricing(replace(instance, staff=(employee,), requests=()))
        alone.base = together.base[[who]]
        price = [row.price for row in alone.cheapest(rewards[[who]], [0], 1)]
        assert together.limited == alone.limited == set()
        assert price == ([found[who]] if who in found else [])


def test_groups_that_count_the_same_become_one_when_that_is_less_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Limits on different shifts, none of which may be counted.
    text = TINY.replace("E=7|L=7", "E=7|L=3").replace("E=7|L=0", "E=3|L=7")
    monkeypatch.setattr(groups, "MAX_CODES", 1)
    instance = read_instance(text)
    assert [group.members for group in Pricing(instance).groups] == [[0, 1]]
    monkeypatch.setattr(groups.Group, "work", property(lambda group: len(group.members) ** 2))
    assert [group.members for group in Pricing(instance).groups] == [[0], [1]]


@settings(max_examples=40, deadline=None)
@given(instances())
def test_interior_points_and_the_simplex_find_the_same_value(instance: Instance) -> None:
    def value(large: int) -> tuple[float, float]:
        before, master.LARGE = master.LARGE, large
        try:
            root = _relaxation(instance)
            root.relax(200)
            return root.value, root.bound
        finally:
            master.LARGE = before

    by_simplex, from_inside = value(10**6), value(0)
    if by_simplex[1] == math.inf:  # somebody has no legal row at all
        assert from_inside[1] == math.inf
        return
    assert by_simplex[0] == pytest.approx(from_inside[0], abs=0.5)
    assert by_simplex[1] == pytest.approx(from_inside[1], abs=0.5)


def test_a_dive_ends_with_whole_rows_and_tells_the_rows_it_met() -> None:
    root = _relaxation(read_instance(TINY))
    root.relax(50)
    before = set(root.known)
    rows = root.dive(Care(0.5, 4), worse_than=10**6, luck=random.Random(0))
    assert rows is not None
    assert set(rows) == {0, 1}
    assert set(rows.items()) <= set(root.known)
    assert before <= set(root.known)
    assert root.dive(Care(0.5, 4), worse_than=2.0, luck=random.Random(0)) is None


def test_the_pool_forgets_the_rows_that_are_worth_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MOST_ROWS", 4)
    instance = read_instance(TINY)
    gains = np.zeros((2, instance.days, 2))
    gains[0, :, 0] = 1
    pool = Pool(Pricing(instance), gains)
    early = [(0,) * days + (OFF,) * (instance.days - days) for days in range(6)]
    pool.add((0, row) for row in early)
    assert pool.best([0], 2) == [(0, early[5]), (0, early[4])]
    assert len(pool.rows[0]) <= 4
    assert pool.regret(0, early[3]) == 2
    assert pool.best([1], 3) == []


def test_codes_keep_only_what_can_still_end_well() -> None:
    instance = read_instance(TINY)
    group = Group(instance, [0, 1])
    least = group.minutes(group.codes[-1]).min()
    assert least == min(employee.min_minutes for employee in instance.staff)


def _relaxation(instance: Instance) -> Relaxation:
    needs = [cover.need for cover in instance.covers]
    staff = range(len(instance.staff))
    return Relaxation(instance, Pricing(instance), staff, needs, lambda: False)
