"""The states in which a part of a row may begin and end, next to cells that stay (see cheapest)."""

from itertools import groupby

from pupitre.rosters.rules.shift_scheduling import OFF
from pupitre.rosters.rules.solver.groups import Group
from pupitre.rosters.rules.solver.stretches import Row


def starts(group: Group, before: Row) -> int:
    """The state on the eve; rest that goes back to the first day of all counts as long enough."""
    length = _first_run(before[::-1])
    if not before or (before[-1] == OFF and length == len(before)):
        return group.first_rest + group.rest - 1
    if before[-1] == OFF:
        return group.first_rest + min(length, group.rest) - 1
    return group.kind_of[before[-1]] * group.max_run + length - 1


def may_end(group: Group, after: Row) -> list[bool]:
    """By state: may the row go on with `after`? Runs up to the last day of all may be short."""
    length = _first_run(after)
    to_the_end = length == len(after)
    working = [
        _work_then(group, kind, run, after[0], length, to_the_end)
        for kind in range(group.kinds)
        for run in range(1, group.max_run + 1)
    ]
    resting = [
        _rest_then(group, days, after[0], length, to_the_end) for days in range(1, group.rest + 1)
    ]
    return working + resting


def _first_run(row: Row) -> int:
    """Days at the start of the row that are all worked, or all off."""
    return next((len(list(cells)) for _, cells in groupby(row, lambda s: s != OFF)), 0)


def _work_then(
    group: Group, kind: int, run: int, shift: int, length: int, to_the_end: bool
) -> bool:
    if shift == OFF:
        return run >= group.min_run and (to_the_end or length >= group.rest)
    whole = run + length
    allowed = shift not in group.barred[kind] and whole <= group.max_run
    return allowed and (to_the_end or whole >= group.min_run)


def _rest_then(group: Group, days: int, shift: int, length: int, to_the_end: bool) -> bool:
    if shift == OFF:
        return to_the_end or days + length >= group.rest
    return days == group.rest and (to_the_end or length >= group.min_run)
