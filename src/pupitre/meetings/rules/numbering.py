"""Numbers of the minutes: « CR-2026-014 », per structure and year, without a gap."""

import re
from collections.abc import Iterable


def number_of(year: int, rank: int, prefix: str = "CR") -> str:
    """« CR-2026-014 »; ranks above 999 simply get longer."""
    return f"{prefix}-{year}-{rank:03}"


def ranks(numbers: Iterable[str], year: int, prefix: str = "CR") -> frozenset[int]:
    """The ranks already given that year; numbers of other years or shapes are left alone."""
    shape = re.compile(rf"{re.escape(prefix)}-{year}-(\d{{3,}})")
    return frozenset(int(found[1]) for text in numbers if (found := shape.fullmatch(text)))


def next_number(numbers: Iterable[str], year: int, prefix: str = "CR") -> str:
    """The number to give now: one more than the highest, never one already given."""
    return number_of(year, max(ranks(numbers, year, prefix), default=0) + 1, prefix)


def missing_numbers(numbers: Iterable[str], year: int, prefix: str = "CR") -> tuple[str, ...]:
    """The holes, for the check of the register: none when all is well."""
    given = ranks(numbers, year, prefix)
    holes = set(range(1, max(given, default=0))) - given
    return tuple(number_of(year, rank, prefix) for rank in sorted(holes))
