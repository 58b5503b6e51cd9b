"""Judges plans of the Shift Scheduling problem; shares no code with the engine."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pupitre.rosters.rules.shift_scheduling import OFF, Employee, Instance


@dataclass(frozen=True)
class Breach:
    """A hard rule that a plan breaks."""

    employee: str
    rule: str
    detail: str


def breaches(instance: Instance, plan: Sequence[Sequence[int]]) -> list[Breach]:
    """Every hard rule that `plan` breaks; an empty list is a legal plan."""
    if len(plan) != len(instance.staff) or any(len(row) != instance.days for row in plan):
        return [
            Breach("", "shape", "the plan does not have one row per employee and one cell per day")
        ]
    return [
        Breach(employee.id, rule, detail)
        for employee, row in zip(instance.staff, plan, strict=True)
        for rule, detail in _row_breaches(instance, employee, row)
    ]


def cost(instance: Instance, plan: Sequence[Sequence[int]]) -> int:
    """Penalties of the requests and of the cover, as the public set counts them."""
    present = Counter((day, shift) for row in plan for day, shift in enumerate(row))
    unhappy = sum(
        request.weight
        for request in instance.requests
        if (plan[request.employee][request.day] == request.shift) != request.wanted
    )
    missing = sum(c.under * max(0, c.need - present[c.day, c.shift]) for c in instance.covers)
    surplus = sum(c.over * max(0, present[c.day, c.shift] - c.need) for c in instance.covers)
    return unhappy + missing + surplus


def _row_breaches(
    instance: Instance, employee: Employee, row: Sequence[int]
) -> Iterator[tuple[str, str]]:
    worked = [shift for shift in row if shift != OFF]
    if any(not 0 <= shift < len(instance.shifts) for shift in worked):
        yield "shift", "unknown shift"
        return
    yield from _totals(instance, employee, worked)
    yield from _runs(employee, row)
    for day in sorted(employee.days_off):
        if row[day] != OFF:
            yield "day_off", f"day {day}"
    for day, (before, after) in enumerate(pairwise(row)):
        if OFF not in (before, after) and after in instance.shifts[before].barred_next:
            yield "succession", f"day {day}"
    weekends = sum(any(row[day] != OFF for day in days) for days in instance.weekends())
    if weekends > employee.max_weekends:
        yield "weekends", f"{weekends} weekends"


def _totals(instance: Instance, employee: Employee, worked: list[int]) -> Iterator[tuple[str, str]]:
    minutes = sum(instance.shifts[shift].minutes for shift in worked)
    if not employee.min_minutes <= minutes <= employee.max_minutes:
        yield "minutes", f"{minutes} minutes"
    for shift, times in sorted(Counter(worked).items()):
        if times > employee.max_shifts[shift]:
            yield "max_shifts", f"{times} x {instance.shifts[shift].id}"


def _runs(employee: Employee, row: Sequence[int]) -> Iterator[tuple[str, str]]:
    day = 0
    for working, cells in groupby(shift != OFF for shift in row):
        length = len(list(cells))
        inside = day > 0 and day + length < len(row)
        if working and length > employee.max_run:
            yield "max_run", f"{length} days from day {day}"
        if inside and working and length < employee.min_run:
            yield "min_run", f"{length} days from day {day}"
        if inside and not working and length < employee.min_rest_days:
            yield "min_rest", f"{length} days from day {day}"
        day += length
