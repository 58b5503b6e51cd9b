"""Fictitious instances of the sizes of the public Shift Scheduling set, to measure speed and memory.

`python -m benchmarks.roster_lookalikes FOLDER [NUMBER …]` writes `Instance<n>.txt` files, the same
at each run: the size and the shape of a public instance, none of its data.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Days, staff and shifts by number, as published by Curtois and Qu (2014).
SIZES = {
    9: (28, 36, 4), 10: (28, 40, 5), 11: (28, 50, 6), 12: (28, 60, 10), 13: (28, 120, 18),
    15: (42, 45, 6), 16: (56, 20, 3), 17: (56, 32, 4), 18: (84, 22, 3), 19: (84, 40, 5),
    20: (182, 50, 6), 21: (182, 100, 8), 22: (364, 50, 10), 23: (364, 100, 16),
    24: (364, 150, 32),
}  # fmt: skip
FAMILIES = ("E", "D", "L", "N")
LENGTHS = {"E": (480, 540, 600), "D": (480, 540, 360), "L": (480, 600, 360), "N": (600, 720, 480)}
NIGHTS_PER_WEEK = 1
ALWAYS = "D1"
"""A shift that everybody may hold every day, so that everybody can work enough."""
FULL_TIME = 2160
"""Minutes of a week at most: what a full-time employee can work."""


@dataclass(frozen=True)
class Kind:
    """A kind of contract; `share` of the staff, `part` of full time."""

    share: float
    part: float
    max_run: int
    min_run: int
    rest: int
    weekends: float


KINDS = (
    Kind(0.5, 1.0, 5, 2, 2, 0.5),
    Kind(0.3, 1.0, 6, 2, 3, 0.5),
    Kind(0.13, 0.6, 5, 1, 2, 0.75),
    Kind(0.07, 0.4, 5, 1, 1, 0.75),
)


class Lookalike:
    """The text of one instance, section by section."""

    def __init__(self, days: int, staff: int, shifts: int, seed: int) -> None:
        self.days, self.luck = days, random.Random(seed)
        self.staff = [f"P{number}" for number in range(staff)]
        families = [FAMILIES[number % len(FAMILIES)] for number in range(shifts)]
        self.family = {f"{f}{n // len(FAMILIES) + 1}": f for n, f in enumerate(families)}
        self.minutes = {
            name: LENGTHS[family][int(name[1:]) % 3 - 1] for name, family in self.family.items()
        }

    def text(self) -> str:
        """The file."""
        capacity = 0
        staff = []
        for number, who in enumerate(self.staff):
            kind = self._kind(number / len(self.staff))
            most = round(FULL_TIME * kind.part * self.days / 7)
            capacity += most
            staff.append(self._employee(who, kind, most))
        sections = {
            "HORIZON": [str(self.days)],
            "SHIFTS": [f"{s},{self.minutes[s]},{'|'.join(self._barred(s))}" for s in self.family],
            "STAFF": staff,
            "DAYS_OFF": [f"{who},{','.join(map(str, self._days_off()))}" for who in self.staff],
            "SHIFT_ON_REQUESTS": list(self._requests(0.18)),
            "SHIFT_OFF_REQUESTS": list(self._requests(0.08)),
            "COVER": list(self._cover(capacity)),
        }
        return "\n\n".join("\n".join((f"SECTION_{n}", *lines)) for n, lines in sections.items())

    def _kind(self, place: float) -> Kind:
        for kind in KINDS:
            place -= kind.share
            if place < 0:
                return kind
        return KINDS[-1]

    def _barred(self, shift: str) -> list[str]:
        """A later family may not be followed by an earlier one."""
        mine = FAMILIES.index(self.family[shift])
        return [s for s, family in self.family.items() if FAMILIES.index(family) < mine]

    def _employee(self, who: str, kind: Kind, most: int) -> str:
        limits = {s: self._limit(s, kind) for s in self.family}
        weekends = round(self.days // 7 * kind.weekends)
        rules = (kind.max_run, kind.min_run, kind.rest, weekends)
        written = "|".join(f"{s}={n}" for s, n in limits.items())
        return f"{who},{written},{most},{most - 480 * self.days // 28},{','.join(map(str, rules))}"

    def _limit(self, shift: str, kind: Kind) -> int:
        if shift == ALWAYS:
            return self.days
        if self.luck.random() < 0.3:
            return 0
        if self.family[shift] == "N":
            return max(1, round(NIGHTS_PER_WEEK * kind.part * self.days / 7))
        share = 0.5 if self.family[shift] in "EL" else 1.0
        return max(1, round(share * kind.part * self.days))

    def _days_off(self) -> list[int]:
        number = max(1, self.days // 14)
        first = self.luck.randrange(self.days - number)
        return list(range(first, first + number))

    def _requests(self, share: float) -> Iterator[str]:
        """Runs of wished days, by employee."""
        for who in self.staff:
            wished = set[int]()
            while len(wished) < share * self.days:
                first = self.luck.randrange(self.days)
                wished |= set(range(first, min(self.days, first + self.luck.randint(1, 4))))
            shift, weight = self.luck.choice(list(self.family)), self.luck.randint(1, 3)
            yield from (f"{who},{day},{shift},{weight}" for day in sorted(wished))

    def _cover(self, capacity: int) -> Iterator[str]:
        """Needs that ask in all for about as many minutes as the staff may work."""
        weights = [0.4 if family == "N" else 1.0 for family in self.family.values()]
        needs = Counter[tuple[int, str]]()
        while capacity > 0:
            (shift,) = self.luck.choices(list(self.family), weights)
            needs[self.luck.randrange(self.days), shift] += 1
            capacity -= self.minutes[shift]
        for day in range(self.days):
            yield from (f"{day},{shift},{needs[day, shift]},100,1" for shift in self.family)


def main() -> None:
    """Writes the files asked for, all of them by default."""
    folder, *numbers = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for number in [int(n) for n in numbers] or SIZES:
        text = Lookalike(*SIZES[number], seed=number).text()
        (Path(folder) / f"Instance{number}.txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
