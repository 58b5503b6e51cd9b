"""Column generation: relaxes a plan over rows, then dives to whole rows."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

import numpy as np

from pupitre.rosters.rules.shift_scheduling import OFF, Instance
from pupitre.rosters.rules.solver.cheapest import Floats, Pricing
from pupitre.rosters.rules.solver.master import Master
from pupitre.rosters.rules.solver.prices import Key, Prices

ROWS_PER_ROUND = 3
SMOOTHING = 0.5
SETTLED, LEAST_LUCK = 0.99, 0.8
CLOSE = 0.3
"""Costs are whole numbers: nearer to the bound nothing is won."""
KEPT_ROWS = 30
"""By employee, the rows with which a dive goes on."""
MOST_ROWS = 400


class Care(NamedTuple):
    """How a dive goes: the part settled at each step, and the most rounds before the next one."""

    part: float
    rounds: int


@dataclass
class Relaxation:
    """The relaxation for `staff`, the others being counted in `needs`.

    `value` is that of the rows in use; `bound` a proven lower bound of the cost of these employees'
    requests and of the cover. `known` are all rows met, also while diving from it; a `partial`
    relaxation, on the way of a dive, has few rounds and follows the prices wherever they go.
    """

    instance: Instance
    pricing: Pricing
    staff: Sequence[int]
    needs: Sequence[int]
    stopped: Callable[[], bool]
    prices: Prices | None = None
    value: float = float("inf")
    bound: float = -float("inf")
    known: dict[Key, None] = field(default_factory=dict)
    partial: bool = False

    def __post_init__(self) -> None:
        self.master = Master(self.instance, self.pricing, self.staff, self.needs)
        self.most = np.zeros((len(self.instance.staff), len(self.instance.shifts)))
        for who, shift in self.pricing.limited:
            self.most[who, shift] = self.instance.staff[who].max_shifts[shift]

    def add(self, rows: Iterable[Key]) -> int:
        """Adds rows; how many were new."""
        rows = list(rows)
        self.known.update(dict.fromkeys(rows))
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
            center = tried if bound > self.bound or self.partial else center
            self.bound, self.prices = max(bound, self.bound), center
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
        gains = rewards(self.instance, prices)
        rows = self.pricing.cheapest(gains, self.staff, ROWS_PER_ROUND)
        lowest: dict[int, float] = {}
        for row in rows:
            lowest.setdefault(row.employee, row.price + self.pricing.constants[row.employee])
        bound = float(prices.cover @ np.array(self.needs)) + float(
            (prices.limit * self.most)[list(self.staff)].sum()
        )
        bound += sum(lowest.values())
        if len(lowest) < len(self.staff):
            bound = float("inf")
        return [(row.employee, row.shifts) for row in rows], bound

    def dive(
        self, care: Care, worse_than: float, luck: random.Random
    ) -> dict[int, tuple[int, ...]] | None:
        """Whole rows, settled step by step.

        None when stopped, or when the value is no longer below `worse_than`. Employees for whom
        no known row keeps the limits on shifts are left out.
        """
        rest, rows, paid = self, dict[int, tuple[int, ...]](), 0
        while chosen := rest._most_settled(care.part, luck):
            rows |= chosen
            paid += sum(self.pricing.row_cost(*key) for key in chosen.items())
            rest = rest._without(chosen)
            rest.relax(care.rounds if rest.staff else 0, CLOSE)
            if paid + rest.value >= worse_than or self.stopped():
                return None
        return rows

    def _most_settled(self, part: float, luck: random.Random) -> dict[int, tuple[int, ...]]:
        best: dict[int, tuple[float, tuple[int, ...]]] = {}
        for (who, shifts), share in self.master.shares().items():
            if not excess(self.instance, who, shifts):
                weight = share if share > SETTLED else share * luck.uniform(LEAST_LUCK, 1)
                best[who] = max(best.get(who, (0.0, ())), (weight, shifts))
        order = sorted(best.items(), key=lambda item: -item[1][0])
        quota = max(1, int(part * len(self.staff)))
        return {
            who: shifts
            for place, (who, (weight, shifts)) in enumerate(order)
            if place < quota or weight > SETTLED
        }

    def _without(self, settled: dict[int, tuple[int, ...]]) -> "Relaxation":
        """That of the others, from the most useful of their rows."""
        taken = Counter(cell for row in settled.values() for cell in enumerate(row))
        staff = [who for who in self.staff if who not in settled]
        needs = [
            need - taken[cover.day, cover.shift]
            for need, cover in zip(self.needs, self.instance.covers, strict=True)
        ]
        rest = Relaxation(
            self.instance,
            self.pricing,
            staff,
            needs,
            self.stopped,
            self.prices,
            known=self.known,
            partial=True,
        )
        pool = Pool(self.pricing, rewards(self.instance, self.prices or self._first_prices()))
        pool.add(key for key in self.master.rows if key[0] not in settled)
        used = [key for key in self.master.shares() if key[0] not in settled]
        rest.add([*used, *pool.best(staff, KEPT_ROWS)])
        return rest


def excess(instance: Instance, who: int, shifts: tuple[int, ...]) -> dict[int, int]:
    """By how much a row goes beyond the limits on the uses of each shift."""
    most = instance.staff[who].max_shifts
    beyond = {shift: shifts.count(shift) - most[shift] for shift in set(shifts) - {OFF}}
    return {shift: uses for shift, uses in beyond.items() if uses > 0}


class Pool:
    """The rows that are worth most under some prices (`gains`), by employee."""

    def __init__(self, pricing: Pricing, gains: Floats) -> None:
        off = np.zeros((*gains.shape[:2], 1))
        self.value = np.concatenate([gains - pricing.costs, off], axis=2)
        self.days = np.arange(gains.shape[1])
        self.rows: dict[int, dict[tuple[int, ...], float]] = {}

    def add(self, keys: Iterable[Key]) -> None:
        """Adds rows; beyond a number, the least of them are forgotten."""
        for who, row in keys:
            mine = self.rows.setdefault(who, {})
            mine[row] = self.worth(who, row)
            if len(mine) > MOST_ROWS:
                self.rows[who] = {row: mine[row] for row in self._best_of(who, MOST_ROWS // 2)}

    def worth(self, who: int, row: tuple[int, ...]) -> float:
        """What a row gains, less what its requests cost."""
        return float(self.value[who, self.days, row].sum())

    def regret(self, who: int, row: tuple[int, ...]) -> float:
        """How much less a row is worth than the best one known."""
        return max(self.rows[who].values()) - self.worth(who, row)

    def best(self, staff: Iterable[int], rows: int) -> list[Key]:
        """The rows of each of `staff` that are worth most, up to `rows` each."""
        return [(who, row) for who in staff for row in self._best_of(who, rows)]

    def _best_of(self, who: int, rows: int) -> list[tuple[int, ...]]:
        mine = self.rows.get(who, {})
        return nlargest(rows, mine, key=mine.__getitem__)


def rewards(instance: Instance, prices: Prices) -> Floats:
    """What each (employee, day, shift) gains under these prices."""
    cover = np.zeros((instance.days, len(instance.shifts)))
    for need, price in zip(instance.covers, prices.cover, strict=True):
        cover[need.day, need.shift] += price
    return cover[None] + prices.limit[:, None, :]
