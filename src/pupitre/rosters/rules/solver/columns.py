"""Column generation: relaxes a plan over rows, then dives to whole rows."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from pupitre.rosters.rules.shift_scheduling import OFF, Instance
from pupitre.rosters.rules.solver.cheapest import Floats, Pricing
from pupitre.rosters.rules.solver.master import Master
from pupitre.rosters.rules.solver.prices import Key, Prices

ROWS_PER_ROUND = 3
SMOOTHING = 0.5
DIVE_ROUNDS = 4
SETTLED = 0.99


@dataclass
class Relaxation:
    """The relaxation for `staff`, the others being counted in `needs`.

    `value` is that of the known rows; `bound` a proven lower bound of the cost of these employees'
    requests and of the cover.
    """

    instance: Instance
    pricing: Pricing
    staff: Sequence[int]
    needs: Sequence[int]
    stopped: Callable[[], bool]
    prices: Prices | None = None
    value: float = float("inf")
    bound: float = -float("inf")
    fixed: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.master = Master(self.instance, self.pricing, self.staff, self.needs)
        self.most = np.zeros((len(self.instance.staff), len(self.instance.shifts)))
        for who, shift in self.pricing.limited:
            self.most[who, shift] = self.instance.staff[who].max_shifts[shift]

    def add(self, rows: Iterable[Key]) -> int:
        """Adds rows; how many were new."""
        return sum([self.master.add(key) for key in rows])

    def relax(self, rounds: int, gap: float = 0.0) -> None:
        """Adds rows until the value is within `gap` of the bound, or no row helps."""
        center = self.prices or self._first_prices()
        share = SMOOTHING
        for _ in range(rounds):
            self.value, prices = self.master.solve()
            tried = prices.towards(center, share)
            rows, bound = self._priced(tried)
            fresh = self.add(rows)
            center = tried if bound > self.bound or self.fixed else center
            self.bound = bound if self.fixed else max(bound, self.bound)
            self.prices = center
            if self.value - self.bound <= gap or self.stopped() or not (fresh or share):
                break
            share = SMOOTHING if fresh else 0.0
        self.value, _ = self.master.solve()

    def _first_prices(self) -> Prices:
        cover = np.array([cover.under / 2 for cover in self.instance.covers])
        people = len(self.instance.staff)
        return Prices(
            np.floor(cover), np.zeros((people, len(self.instance.shifts))), np.zeros(people)
        )

    def _priced(self, prices: Prices) -> tuple[list[Key], float]:
        free = [who for who in self.staff if who not in self.fixed]
        gains = rewards(self.instance, prices)
        rows = self.pricing.cheapest(gains, free, ROWS_PER_ROUND)
        lowest: dict[int, float] = {}
        for row in rows:
            lowest.setdefault(row.employee, row.price + self.pricing.constants[row.employee])
        bound = float(prices.cover @ np.array(self.needs)) + float(
            (prices.limit * self.most)[list(self.staff)].sum()
        )
        bound += sum(lowest.values())
        for who, shifts in self.fixed.items():
            days = [day for day, shift in enumerate(shifts) if shift != OFF]
            gained = gains[who, days, [shifts[day] for day in days]].sum()
            bound += self.pricing.row_cost(who, shifts) - float(gained)
        if len(lowest) < len(free):
            bound = float("inf")
        return [(row.employee, row.shifts) for row in rows], bound

    def dive(
        self, part: float, worse_than: float, luck: random.Random
    ) -> dict[int, tuple[int, ...]] | None:
        """Whole rows: settles `part` of the rest at each step.

        None when stopped, or when the value is no longer below `worse_than`. Employees for whom
        no known row keeps the limits on shifts are left out.
        """
        while len(self.fixed) < len(self.staff):
            chosen = self._most_settled(part, luck)
            if not chosen:
                return self.fixed
            self.fixed |= chosen
            self.master.keep_only(chosen)
            self.relax(DIVE_ROUNDS if len(self.fixed) < len(self.staff) else 0)
            if self.value >= worse_than or self.stopped():
                return None
        return self.fixed

    def _most_settled(self, part: float, luck: random.Random) -> dict[int, tuple[int, ...]]:
        best: dict[int, tuple[float, tuple[int, ...]]] = {}
        for (who, shifts), share in self.master.shares().items():
            if who not in self.fixed and not excess(self.instance, who, shifts):
                weight = share if share > SETTLED else share * luck.uniform(0.9, 1)
                best[who] = max(best.get(who, (0.0, ())), (weight, shifts))
        order = sorted(best.items(), key=lambda item: -item[1][0])
        quota = max(1, int(part * (len(self.staff) - len(self.fixed))))
        return {
            who: shifts
            for place, (who, (weight, shifts)) in enumerate(order)
            if place < quota or weight > SETTLED
        }


def excess(instance: Instance, who: int, shifts: tuple[int, ...]) -> dict[int, int]:
    """By how much a row goes beyond the limits on the uses of each shift."""
    most = instance.staff[who].max_shifts
    beyond = {shift: shifts.count(shift) - most[shift] for shift in set(shifts) - {OFF}}
    return {shift: uses for shift, uses in beyond.items() if uses > 0}


@dataclass
class Pool:
    """Every row met so far, by employee."""

    pricing: Pricing
    rows: dict[int, dict[tuple[int, ...], None]] = field(default_factory=dict)

    def add(self, keys: Iterable[Key]) -> None:
        for who, shifts in keys:
            self.rows.setdefault(who, {})[shifts] = None

    def best(self, gains: Floats, staff: Iterable[int], rows: int) -> list[Key]:
        """The most rewarding rows of each of `staff`, up to `rows` each."""
        return [(who, row) for who in staff for row in self._best_of(who, gains[who], rows)]

    def _best_of(self, who: int, gains: Floats, rows: int) -> list[tuple[int, ...]]:
        known = list(self.rows.get(who, ()))
        if len(known) <= rows:
            return known
        off = np.zeros((len(gains), 1))
        value = np.concatenate([gains - self.pricing.costs[who], off], axis=1)
        worth = value[np.arange(len(gains)), np.array(known)].sum(axis=1)
        return [known[place] for place in np.argsort(-worth)[:rows]]


def rewards(instance: Instance, prices: Prices) -> Floats:
    """What each (employee, day, shift) gains under these prices."""
    cover = np.zeros((instance.days, len(instance.shifts)))
    for need, price in zip(instance.covers, prices.cover, strict=True):
        cover[need.day, need.shift] += price
    return cover[None] + prices.limit[:, None, :]
