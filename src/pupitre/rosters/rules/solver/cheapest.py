"""The cheapest legal rows of employees under given prices, by dynamic programming over the days.

After each day an employee is in a state: working (kind of shift, length of the run) or resting
(days of rest, capped), with a code of what is consumed (see groups). Arrays hold, for each
member of a group, the lowest price of each state and code; their last column is a bin for codes
out of reach.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pupitre.rosters.rules.shift_scheduling import OFF, Instance
from pupitre.rosters.rules.solver.groups import Group, Ints, group_staff
from pupitre.rosters.rules.solver.seams import may_end, starts
from pupitre.rosters.rules.solver.stretches import Seam

Floats = NDArray[np.floating]
Step = tuple[float, int, tuple[int, int], int]
"""A price, the shift of the day, the state and the code of the eve."""
RESTING = -1
CHUNK_CELLS = 400_000
EXACT_FLOAT32 = 2**23
BEYOND_LIMIT = 1_000
"""Price of one use beyond the limit on a shift, where limits are held on average."""
GRAIN = 64
"""Prices are multiples of 1/GRAIN, so that their sums are exact and bounds are proofs."""


@dataclass(frozen=True)
class PricedRow:
    """A row of a plan and its price (request constants left out)."""

    employee: int
    shifts: tuple[int, ...]
    price: float


class Pricing:
    """Request costs and bars of an instance, and the search of cheapest rows.

    With `seams`, one per employee, the rows are parts of longer ones.
    """

    def __init__(self, instance: Instance, seams: Sequence[Seam] = ()) -> None:
        self.groups = group_staff(instance, seams)
        self.seams = seams or [Seam()] * len(instance.staff)
        self.costs, self.constants = _request_costs(instance)
        counted = {(who, s) for g in self.groups for who in g.members for s in g.counted}
        self.limited = {
            (who, shift)
            for group in self.groups
            for who in group.members
            for shift, most in enumerate(instance.staff[who].max_shifts)
            if 0 < most < group.most_work(instance.days) and (who, shift) not in counted
        }
        self.dtype = np.float32 if self._short_sums(instance) else np.float64
        self.base = (self.costs + _bars(instance)).astype(self.dtype)

    def _short_sums(self, instance: Instance) -> bool:
        """Are all sums of prices exact in float32?"""
        weights = np.zeros((instance.days, len(instance.shifts)))
        for cover in instance.covers:
            weights[cover.day, cover.shift] += cover.under + cover.over
        most = np.abs(self.costs).max() + weights.max() + bool(self.limited) * BEYOND_LIMIT
        return bool(most * (instance.days + 1) * GRAIN < EXACT_FLOAT32)

    def row_cost(self, employee: int, shifts: tuple[int, ...]) -> int:
        """What the requests cost when the employee works these shifts."""
        days = [day for day, shift in enumerate(shifts) if shift != OFF]
        worked = [shifts[day] for day in days]
        return self.constants[employee] + round(float(self.costs[employee, days, worked].sum()))

    def cheapest(self, rewards: Floats, staff: Iterable[int], rows: int) -> list[PricedRow]:
        """Up to `rows` rows for each of `staff`, the cheapest first; none for who has none.

        `rewards`: employee x day x shift, what is gained by working there, in multiples of 1/GRAIN.
        """
        wanted, found = set(staff), []
        for group in self.groups:
            if not len(group.codes[-1]):
                continue
            members = [number for number in group.members if number in wanted]
            size = max(1, CHUNK_CELLS // (group.states * max(map(len, group.codes))))
            for first in range(0, len(members), size):
                part = members[first : first + size]
                prices = self.base[part] - rewards[part].astype(self.dtype)
                found += _Pass(group, part, prices, self.seams).run(rows)
        return found


def _bars(instance: Instance) -> Floats:
    table = np.zeros((len(instance.staff), instance.days, len(instance.shifts)))
    for number, employee in enumerate(instance.staff):
        table[number, sorted(employee.days_off)] = np.inf
        table[number, :, [s for s, most in enumerate(employee.max_shifts) if not most]] = np.inf
    return table


def _request_costs(instance: Instance) -> tuple[Floats, list[int]]:
    table = np.zeros((len(instance.staff), instance.days, len(instance.shifts)))
    constants = [0] * len(instance.staff)
    for request in instance.requests:
        gain = request.weight if request.wanted else 0
        table[request.employee, request.day, request.shift] += request.weight - 2 * gain
        constants[request.employee] += gain
    return table, constants


class _Pass:
    """One pass over the days for some members, and the rows read back from it.

    `work`: member x kind x run x code; `rest`: member x days of rest x code; one array per day,
    the first for the eve of the horizon. `price` and `shift`: member x day x bundle.
    """

    def __init__(
        self, group: Group, members: list[int], prices: Floats, seams: Sequence[Seam]
    ) -> None:
        self.group, self.members, self.dtype = group, members, prices.dtype
        self.seams = [seams[number] for number in members]
        shape = (*prices.shape[:2], len(group.bundles))
        self.price, self.shift = np.empty(shape, self.dtype), np.empty(shape, np.int64)
        for number, bundle in enumerate(group.bundles):
            choice = prices[:, :, list(bundle.shifts)]
            self.price[:, :, number] = choice.min(axis=2)
            self.shift[:, :, number] = np.array(bundle.shifts)[choice.argmin(axis=2)]
        work, rest = self._empty(1)
        for place, seam in enumerate(self.seams):
            state = starts(group, seam.before)
            if state < group.first_rest:
                work[place, state // group.max_run, state % group.max_run, 0] = 0
            else:
                rest[place, state - group.first_rest, 0] = 0
        self.work, self.rest = [work], [rest]

    def _empty(self, codes: int) -> tuple[Floats, Floats]:
        people, group = len(self.members), self.group
        work = np.full((people, group.kinds, group.max_run, codes + 1), np.inf, self.dtype)
        return work, np.full((people, group.rest, codes + 1), np.inf, self.dtype)

    def run(self, rows: int) -> list[PricedRow]:
        for day in range(self.group.instance.days):
            work, rest = self._empty(len(self.group.codes[day]))
            self._go_to_work(day, work)
            self._go_to_rest(day, rest)
            self.work.append(work)
            self.rest.append(rest)
        self._close()
        people, codes, prices = self._ends(rows)
        return self._read_back(people, codes, prices) if len(people) else []

    def _close(self) -> None:
        """Bars the last states that the morrow forbids."""
        for place, seam in enumerate(self.seams):
            if seam.after:
                allowed = np.array(may_end(self.group, seam.after))
                work = allowed[: self.group.first_rest].reshape(self.group.kinds, -1)
                self.work[-1][place, ~work] = np.inf
                self.rest[-1][place, ~allowed[self.group.first_rest :]] = np.inf

    def _go_to_work(self, day: int, work: Floats) -> None:
        before, rested, sources = self.work[day], self.rest[day][:, -1], self.group.sources[day]
        reach: dict[tuple[int, ...], Floats] = {}
        for number, bundle in enumerate(self.group.bundles):
            price = self.price[:, day, number, None]
            if not np.isfinite(price).any():
                continue
            target = work[:, bundle.kind, :, :-1]
            fresh = rested.take(sources[bundle.load, False], axis=1) + price
            np.minimum(target[:, 0], fresh, out=target[:, 0])
            if bundle.before and self.group.max_run > 1:
                if bundle.before not in reach:
                    reach[bundle.before] = before[:, list(bundle.before), :-1].min(axis=1)
                longer = reach[bundle.before].take(sources[bundle.load, True], axis=2)
                longer += price[:, None]
                np.minimum(target[:, 1:], longer, out=target[:, 1:])

    def _go_to_rest(self, day: int, rest: Floats) -> None:
        same_code = self.group.sources[day][0, True]
        ended = self.work[day][:, :, self._complete_runs(day)]
        rest[:, 0, :-1] = ended.min(axis=(1, 2), initial=np.inf).take(same_code, axis=1)
        before = self.rest[day].take(same_code, axis=2)
        rest[:, 1:, :-1] = before[:, :-1]
        np.minimum(rest[:, -1, :-1], before[:, -1], out=rest[:, -1, :-1])

    def _complete_runs(self, day: int) -> list[int]:
        """Runs (length less one) that may end before `day`; one begun on day 0 may be short."""
        first = day if not self.seams[0].before else 0
        lengths = range(1, self.group.max_run + 1)
        return [length - 1 for length in lengths if length >= self.group.min_run or length == first]

    def _ends(self, rows: int) -> tuple[Ints, Ints, Floats]:
        """Member, final code and price of the rows to read back."""
        work, rest = self.work[-1][..., :-1], self.rest[-1][..., :-1]
        final = np.minimum(work.min(axis=(1, 2)), rest.min(axis=1))
        for place, number in enumerate(self.members):
            final[place, ~self._complete(number)] = np.inf
        order = np.argsort(final, axis=1)[:, :rows]
        people, codes = np.repeat(np.arange(len(self.members)), order.shape[1]), order.ravel()
        price = final[people, codes]
        reached = np.isfinite(price)
        return people[reached], codes[reached], price[reached]

    def _complete(self, number: int) -> NDArray[np.bool_]:
        group, employee = self.group, self.group.instance.staff[number]
        minutes = group.minutes(group.codes[-1])
        fits = (minutes >= employee.min_minutes) & (minutes <= employee.max_minutes)
        fits &= group.weekends(group.codes[-1]) <= employee.max_weekends
        for shift in group.counted:
            fits &= group.uses(group.codes[-1], shift) <= employee.max_shifts[shift]
        return fits

    def _read_back(self, people: Ints, codes: Ints, prices: Floats) -> list[PricedRow]:
        """One row after the other: few of them are wanted, and plain look-ups are quick."""
        return [
            PricedRow(self.members[who], _Trace(self, who).row(code), price)
            for who, code, price in zip(
                people.tolist(), codes.tolist(), prices.tolist(), strict=True
            )
        ]


@dataclass
class _Trace:
    """Reads one row back from the last day: the shift of a day, and where it came from.

    A state is (kind of shift, length of the run less 1), or (RESTING, days of rest less 1).
    """

    done: _Pass
    who: int

    def row(self, code: int) -> tuple[int, ...]:
        """The cheapest row that ends with the code."""
        group = self.done.group
        work, rest = self.done.work[-1][self.who, :, :, code], self.done.rest[-1][self.who, :, code]
        resting = rest.min() <= work.min()
        last = int(rest.argmin() if resting else work.argmin())
        state = (RESTING, last) if resting else divmod(last, group.max_run)
        shifts = []
        for day in range(group.instance.days - 1, -1, -1):
            back = self._before_rest if state[0] == RESTING else self._before_work
            _, shift, state, code = min(back(day, *state, code))
            shifts.append(shift)
        return tuple(reversed(shifts))

    def _before_rest(self, day: int, _: int, length: int, code: int) -> Iterator[Step]:
        rest, who = self.done.rest[day], self.who
        source = int(self.done.group.sources[day][0, True][code])
        for before in {length - 1, length} if length == self.done.group.rest - 1 else {length - 1}:
            if before >= 0:
                yield rest[who, before, source], OFF, (RESTING, before), source
        if length == 0:
            work = self.done.work[day]
            for kind in range(self.done.group.kinds):
                for run in self.done._complete_runs(day):
                    yield work[who, kind, run, source], OFF, (kind, run), source

    def _before_work(self, day: int, kind: int, run: int, code: int) -> Iterator[Step]:
        done, group, who = self.done, self.done.group, self.who
        work, rest, sources = done.work[day], done.rest[day], group.sources[day]
        for number, bundle in enumerate(group.bundles):
            if bundle.kind != kind:
                continue
            price, shift = done.price[who, day, number], int(done.shift[who, day, number])
            source = int(sources[bundle.load, run > 0][code])
            if run == 0:
                last = group.rest - 1
                yield rest[who, last, source] + price, shift, (RESTING, last), source
            else:
                for before in bundle.before:
                    value = work[who, before, run - 1, source] + price
                    yield value, shift, (before, run - 1), source
