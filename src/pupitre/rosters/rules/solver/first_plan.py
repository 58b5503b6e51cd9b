"""Rows for everybody, in turn: each part of the staff goes where people are still missing."""

from collections.abc import Callable, Sequence

import numpy as np

from pupitre.rosters.rules.shift_scheduling import OFF, Instance
from pupitre.rosters.rules.solver.cheapest import Floats, Pricing
from pupitre.rosters.rules.solver.columns import excess
from pupitre.rosters.rules.solver.stretches import Row

PARTS = 12
ROUNDS = 20
FIRST_STEP = 8.0


def first_rows(
    instance: Instance, pricing: Pricing, stopped: Callable[[], bool] = lambda: False
) -> dict[int, Row]:
    """A legal row by employee; those for whom none was found are left out."""
    missing, under, over = _needs(instance)
    rows: dict[int, Row] = {}
    staff = range(len(instance.staff))
    for part in [staff[first::PARTS] for first in range(min(PARTS, len(staff)))]:
        if stopped():
            break
        gains = np.floor(under * np.clip(missing / len(part), 0, 1)) - over * (missing <= 0)
        found = _within_limits(instance, pricing, gains, part)
        for row in found.values():
            for day, shift in enumerate(row):
                if shift != OFF:
                    missing[day, shift] -= 1
        rows |= found
    return rows


def _needs(instance: Instance) -> tuple[Floats, Floats, Floats]:
    """By day and shift: people missing, the price of one missing, of one too many."""
    missing, under, over = np.zeros((3, instance.days, len(instance.shifts)))
    for cover in instance.covers:
        cell = cover.day, cover.shift
        missing[cell] = max(missing[cell], cover.need)
        under[cell] += cover.under
        over[cell] += cover.over
    return missing, under, over


def _within_limits(
    instance: Instance, pricing: Pricing, gains: Floats, staff: Sequence[int]
) -> dict[int, Row]:
    """The most rewarding rows; shifts used too often are made dearer and dearer."""
    rewards = np.repeat(gains[None], len(instance.staff), axis=0)
    rows: dict[int, Row] = {}
    for number in range(ROUNDS):
        left = [who for who in staff if who not in rows]
        for row in pricing.cheapest(rewards, left, 1) if left else ():
            beyond = excess(instance, row.employee, row.shifts)
            for shift, uses in beyond.items():
                rewards[row.employee, :, shift] -= FIRST_STEP * 2**number * uses
            if not beyond:
                rows[row.employee] = row.shifts
    return rows
