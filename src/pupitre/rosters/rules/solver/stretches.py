"""Stretches of a long horizon: the rules of some employees for some weeks, between cells that stay."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pupitre.rosters.rules.shift_scheduling import (
    OFF,
    Cover,
    Employee,
    Instance,
    Plan,
    Request,
)

Row = tuple[int, ...]


@dataclass(frozen=True)
class Seam:
    """What stands at the two ends of a stretch of a row; empty at an end of the horizon."""

    before: Row = ()
    after: Row = ()


@dataclass(frozen=True)
class Stretch:
    """`staff` (numbers in the whole) from day `first`, as an instance of their own.

    `covers` are the places of its covers in the whole; `seams` has one per employee. Rows of the
    instance that respect the seams are legal parts of legal rows.
    """

    first: int
    staff: tuple[int, ...]
    instance: Instance
    covers: tuple[int, ...]
    seams: tuple[Seam, ...]

    @property
    def last(self) -> int:
        """The day after the last one."""
        return self.first + self.instance.days

    def rows_of(self, plan: Plan) -> list[Row]:
        """The part of a plan that the stretch may change."""
        return [plan[who][self.first : self.last] for who in self.staff]

    def put(self, plan: Plan, rows: Sequence[Row]) -> Plan:
        """The plan with other rows in the stretch."""
        found = list(plan)
        for who, row in zip(self.staff, rows, strict=True):
            found[who] = plan[who][: self.first] + row + plan[who][self.last :]
        return tuple(found)


class Calendar:
    """The requests and covers of an instance by day, to cut stretches from it."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.requests: list[list[Request]] = [[] for _ in range(instance.days)]
        self.covers: list[list[int]] = [[] for _ in range(instance.days)]
        for request in instance.requests:
            self.requests[request.day].append(request)
        for number, cover in enumerate(instance.covers):
            self.covers[cover.day].append(number)

    def around(self, plan: Plan, staff: Sequence[int], first: int, days: int) -> Stretch:
        """A stretch of a whole plan: the limits are what the other cells leave."""
        last = min(self.instance.days, first + days)
        seams = tuple(Seam(plan[who][:first], plan[who][last:]) for who in staff)
        outside = [seam.before + (OFF,) * (last - first) + seam.after for seam in seams]
        rules = [
            _left(self.instance, self.instance.staff[who], row)
            for who, row in zip(staff, outside, strict=True)
        ]
        present = Counter(
            (day, plan[who][day])
            for who in set(range(len(plan))) - set(staff)
            for day in range(first, last)
        )
        return self._cut(staff, (first, last), rules, seams, present)

    def next(self, rows: Sequence[Row], first: int, days: int) -> Stretch:
        """The stretch of everybody after rows that end before `first`: a fair part of the rest."""
        last = min(self.instance.days, first + days)
        rules = [
            _part(self.instance, employee, row, last)
            for employee, row in zip(self.instance.staff, rows, strict=True)
        ]
        seams = tuple(Seam(before=row) for row in rows)
        return self._cut(range(len(rows)), (first, last), rules, seams, Counter())

    def _cut(
        self,
        staff: Sequence[int],
        span: tuple[int, int],
        rules: Sequence[Employee],
        seams: tuple[Seam, ...],
        present: Counter[tuple[int, int]],
    ) -> Stretch:
        first, last = span
        place = {who: number for number, who in enumerate(staff)}
        numbers = tuple(number for day in range(first, last) for number in self.covers[day])
        covers = [self.instance.covers[number] for number in numbers]
        part = Instance(
            last - first,
            self.instance.shifts,
            tuple(
                replace(e, days_off=frozenset(d - first for d in e.days_off if first <= d < last))
                for e in rules
            ),
            tuple(
                replace(r, employee=place[r.employee], day=r.day - first)
                for day in range(first, last)
                for r in self.requests[day]
                if r.employee in place
            ),
            tuple(_shifted(c, first, present[c.day, c.shift]) for c in covers),
        )
        return Stretch(first, tuple(staff), part, numbers, seams)


def _shifted(cover: Cover, first: int, present: int) -> Cover:
    return replace(cover, day=cover.day - first, need=cover.need - present)


def _left(instance: Instance, employee: Employee, row: Row) -> Employee:
    """The rules of an employee less what a row uses."""
    uses = Counter(shift for shift in row if shift != OFF)
    minutes = sum(instance.shifts[shift].minutes * times for shift, times in uses.items())
    days = len(row)
    weekends = sum(
        any(row[day] != OFF for day in weekend if day < days) for weekend in instance.weekends()
    )
    return replace(
        employee,
        max_shifts=tuple(most - uses[s] for s, most in enumerate(employee.max_shifts)),
        min_minutes=max(0, employee.min_minutes - minutes),
        max_minutes=employee.max_minutes - minutes,
        max_weekends=employee.max_weekends - weekends,
    )


def _part(instance: Instance, employee: Employee, row: Row, last: int) -> Employee:
    """What is left after a row, in proportion to the days that may be worked before `last`."""
    left, first = _left(instance, employee, row), len(row)
    if last == instance.days:
        return left
    there = [day not in employee.days_off for day in range(first, instance.days)]
    now, ever = sum(there[: last - first]), max(1, sum(there))
    longest = max(shift.minutes for shift in instance.shifts)
    most = -(-left.max_minutes * now // ever)
    # One more shift or one less must be allowed, or no sum of shifts might do.
    return replace(
        left,
        max_shifts=tuple(-(-limit * now // ever) for limit in left.max_shifts),
        min_minutes=max(0, min(left.min_minutes * now // ever, most - longest)),
        max_minutes=most,
        max_weekends=-(-left.max_weekends * (last - first) // (instance.days - first)),
    )


def windows(days: int, width: int) -> list[tuple[int, int]]:
    """First day and length of consecutive stretches; a last one that is too short is joined."""
    firsts = list(range(0, max(1, days - width + 1), width))
    ends = [*firsts[1:], days]
    return [(first, end - first) for first, end in zip(firsts, ends, strict=True)]
