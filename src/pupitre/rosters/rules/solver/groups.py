"""Employees who share run rules and hour limits, and what their rows may have consumed day by day.

What a row has consumed so far (minutes, weekends, uses of the scarcest shifts) is packed in one
number, its code. Only codes that lie on some way from the first day to the last are kept.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pupitre.rosters.rules.shift_scheduling import (
    DAYS_IN_WEEK,
    OFF,
    SATURDAY,
    SUNDAY,
    Employee,
    Instance,
)
from pupitre.rosters.rules.solver.stretches import Seam

Ints = NDArray[np.signedinteger]
MAX_CODES = 3_000
MAX_CODES_BY_DAYS = 100_000
MOST_GROUPS = 24
CALLS_A_DAY = 20_000
"""The calls of a day take as long as so many cells."""


@dataclass(frozen=True)
class Bundle:
    """Shifts that differ only by their price.

    `kind` says what may follow, `before` the kinds that they may follow, `load` what they consume.
    """

    shifts: tuple[int, ...]
    kind: int
    before: tuple[int, ...]
    load: int


@dataclass
class Group:
    """Its members, `codes[day]` in ascending order, and `bundles`.

    `counted` are the shifts whose uses are in the codes; the limit of the others is left to the
    caller. Shifts with the same set of barred successors are of one kind. Codes go from the least
    to the most that any member may consume. `beside` are the shifts held on the eve and the morrow.
    """

    instance: Instance
    members: list[int]
    beside: frozenset[int] = frozenset()
    counted: tuple[int, ...] = ()
    codes: list[Ints] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.staff = [self.instance.staff[number] for number in self.members]
        rules = self.staff[0]
        self.max_run, self.min_run = rules.max_run, max(1, rules.min_run)
        self.rest = max(1, rules.min_rest_days)
        self.min_minutes = min(employee.min_minutes for employee in self.staff)
        most = max(employee.max_weekends for employee in self.staff)
        self.max_weekends = min(most, len(self.instance.weekends()))
        shifts = range(len(self.instance.shifts))
        self.usable = [s for s in shifts if any(e.max_shifts[s] for e in self.staff)]
        self.longest = max((self.instance.shifts[s].minutes for s in self.usable), default=0)
        most = max(employee.max_minutes for employee in self.staff)
        self.max_minutes = min(most, self.longest * self.instance.days)
        self.codes = self._reachable(most=None)
        for shift in self._scarce():
            if not self._count(shift):
                break
        self.kinds, self.bundles = self._bundles()

    @property
    def states(self) -> int:
        """Working states, then resting states, of one code."""
        return self.first_rest + self.rest

    @property
    def first_rest(self) -> int:
        """Working states come before it: kind * max_run + length of the run - 1."""
        return self.kinds * self.max_run

    @property
    def work(self) -> float:
        """About what a pass costs: so many cells, and some calls a day whatever their size."""
        cells = len(self.members) * self.states * sum(map(len, self.codes))
        return len(self.bundles) * (cells + CALLS_A_DAY * self.instance.days)

    def most_work(self, days: int) -> int:
        """The most days that can be worked in a stretch of `days` days."""
        return most_work(self.max_run, self.rest, days)

    def limit(self, shift: int) -> int:
        """The highest limit of a member on the uses of the shift."""
        return max(employee.max_shifts[shift] for employee in self.staff)

    def _scarce(self) -> list[int]:
        """Shifts whose limit may bind, the tightest limit first."""
        most = self.most_work(self.instance.days)
        return sorted((s for s in self.usable if self.limit(s) < most), key=self.limit)

    def _count(self, shift: int) -> bool:
        """Counts the uses of a shift too, if that does not take too many codes."""
        before = self.counted
        self.counted = (*self.counted, shift)
        codes = self._reachable(min(MAX_CODES, MAX_CODES_BY_DAYS // self.instance.days))
        if codes:
            self.codes = codes
        else:
            self.counted = before
        return bool(codes)

    # A code is minutes + unit * (weekends + ...): each digit has room to overflow and be seen.

    @cached_property
    def _weekend(self) -> int:
        return self.max_minutes + self.longest + 1

    def _unit(self, shift: int) -> int:
        unit = self._weekend * (self.max_weekends + 2)
        for other in self.counted[: self.counted.index(shift)]:
            unit *= self.limit(other) + 2
        return unit

    def load(self, shift: int) -> int:
        """What one use of the shift adds to a code, weekends apart."""
        unit = self._unit(shift) if shift in self.counted else 0
        return self.instance.shifts[shift].minutes + unit

    def minutes(self, codes: Ints) -> Ints:
        """Minutes worked, by code."""
        return codes % self._weekend

    def weekends(self, codes: Ints) -> Ints:
        """Weekends worked, by code."""
        return codes // self._weekend % (self.max_weekends + 2)

    def uses(self, codes: Ints, shift: int) -> Ints:
        """Uses of a counted shift, by code."""
        return codes // self._unit(shift) % (self.limit(shift) + 2)

    def _steps(self, day: int) -> list[int]:
        """What work on that day adds for weekends: after a day worked, ..., after a day off."""
        place = day % DAYS_IN_WEEK
        return {SATURDAY: [self._weekend], SUNDAY: [0, self._weekend]}.get(place, [0])

    def _reachable(self, most: int | None) -> list[Ints]:
        """By day, the codes on some way to the end; empty when a day has more than `most`."""
        loads = {self.load(shift) for shift in self.usable}
        codes, days = np.zeros(1, np.int64), []
        for day in range(self.instance.days):
            moves = [codes + load + step for load in loads for step in self._steps(day)]
            codes = self._allowed(np.unique(np.concatenate([codes, *moves])), day)
            if most is not None and len(codes) > most:
                return []
            days.append(codes)
        for day in range(self.instance.days - 1, 0, -1):
            after = days[day]
            moves = [after - load - step for load in loads for step in self._steps(day)]
            days[day - 1] = np.intersect1d(days[day - 1], np.concatenate([after, *moves]))
        return days

    def _allowed(self, codes: Ints, day: int) -> Ints:
        minutes = self.minutes(codes)
        still = self.longest * self.most_work(self.instance.days - day - 1)
        keep = (minutes <= self.max_minutes) & (minutes + still >= self.min_minutes)
        keep &= minutes <= self.longest * self.most_work(day + 1)
        keep &= self.weekends(codes) <= self.max_weekends
        for shift in self.counted:
            keep &= self.uses(codes, shift) <= self.limit(shift)
        return codes[keep]

    def _bundles(self) -> tuple[int, list[Bundle]]:
        named = {*self.usable, *self.beside}
        barred = {s: self.instance.shifts[s].barred_next & named for s in named}
        kinds = sorted(set(barred.values()), key=sorted)
        self.barred = kinds
        self.kind_of = {shift: kinds.index(after) for shift, after in barred.items()}
        found: dict[tuple[int, tuple[int, ...], int], list[int]] = {}
        for shift in self.usable:
            before = tuple(kind for kind, after in enumerate(kinds) if shift not in after)
            key = (self.kind_of[shift], before, self.load(shift))
            found.setdefault(key, []).append(shift)
        return max(1, len(kinds)), [Bundle(tuple(shifts), *key) for key, shifts in found.items()]

    @cached_property
    def sources(self) -> list[dict[tuple[int, bool], Ints]]:
        """By day, then by (load, was the day before worked?): where each code comes from.

        A place in the codes of the day before, or their number where there is no such code.
        """
        befores = [np.zeros(1, np.int64), *self.codes]
        return [self._day_sources(day, before) for day, before in enumerate(befores[:-1])]

    def _day_sources(self, day: int, before: Ints) -> dict[tuple[int, bool], Ints]:
        found: dict[tuple[int, bool], Ints] = {}
        for load in {0} | {bundle.load for bundle in self.bundles}:
            steps = self._steps(day) if load else [0]
            places = [_places(before, self.codes[day] - load - step) for step in steps]
            found[load, True], found[load, False] = places[0], places[-1]
        return found


def most_work(max_run: int, rest: int, days: int) -> int:
    """The most days that can be worked in a stretch of `days` days."""
    cycles, left = divmod(days, max_run + rest)
    return cycles * max_run + min(left, max_run)


def _places(codes: Ints, wanted: Ints) -> Ints:
    if not len(codes):
        return np.zeros(len(wanted), np.int32)
    place = np.searchsorted(codes, wanted)
    found = codes[np.minimum(place, len(codes) - 1)] == wanted
    return np.where(found, place, len(codes)).astype(np.int32)


def group_staff(instance: Instance, seams: Sequence[Seam] = ()) -> list[Group]:
    """Every employee in one group: by scarce shifts, unless that makes too many groups.

    Between seams, where everybody has limits of their own, by rules on runs only.
    """
    if seams:
        named = [_beside(seam) for seam in seams]
        return [
            Group(instance, numbers, frozenset().union(*(named[n] for n in numbers)))
            for numbers in _members(instance, _runs)
        ]
    fine = _members(instance, lambda e: _scarce_shifts(e, instance.days))
    if len(fine) > MOST_GROUPS:
        return [Group(instance, numbers) for numbers in _members(instance, _limits)]
    return _merged(instance, [Group(instance, numbers) for numbers in fine])


def _merged(instance: Instance, groups: list[Group]) -> list[Group]:
    """Groups that count the same shifts become one where one pass is less work than several."""
    alike: dict[tuple[int, ...], list[Group]] = {}
    for group in groups:
        alike.setdefault((*_limits(group.staff[0]), -1, *sorted(group.counted)), []).append(group)
    found = []
    for parts in alike.values():
        whole = Group(instance, sorted(number for part in parts for number in part.members))
        same = set(whole.counted) == set(parts[0].counted)
        found += [whole] if same and whole.work <= sum(part.work for part in parts) else parts
    return found


def _beside(seam: Seam) -> frozenset[int]:
    return frozenset({*seam.before[-1:], *seam.after[:1]} - {OFF})


def _runs(e: Employee) -> tuple[int, ...]:
    return e.min_run, e.max_run, e.min_rest_days


def _limits(e: Employee) -> tuple[int, ...]:
    return *_runs(e), e.min_minutes, e.max_minutes, e.max_weekends


def _scarce_shifts(e: Employee, days: int) -> tuple[int, ...]:
    most = most_work(e.max_run, max(1, e.min_rest_days), days)
    return *_limits(e), *(shift for shift, limit in enumerate(e.max_shifts) if 0 < limit < most)


def _members(instance: Instance, key: Callable[[Employee], tuple[int, ...]]) -> list[list[int]]:
    found: dict[tuple[int, ...], list[int]] = {}
    for number, employee in enumerate(instance.staff):
        found.setdefault(key(employee), []).append(number)
    return list(found.values())


def size(instance: Instance) -> float:
    """About how many cells a pass over every employee takes, without building them."""
    unit = math.gcd(*(shift.minutes for shift in instance.shifts))
    longest = max(shift.minutes for shift in instance.shifts)
    kinds = len({shift.barred_next for shift in instance.shifts})
    return sum(
        instance.days
        * (kinds * e.max_run + max(1, e.min_rest_days))
        * (min(e.max_minutes, longest * instance.days) // unit + 1)
        * (min(e.max_weekends, len(instance.weekends())) + 1)
        / 3
        for e in instance.staff
    )
