"""The organisation chart: posts that answer to posts, as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """A post; `above` is the key of the post it answers to, `open` whether it runs that day."""

    key: int
    above: int | None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Branch:
    """A seat and those that answer to it."""

    key: int
    below: tuple["Branch", ...]


def branches(seats: Iterable[Seat]) -> tuple[Branch, ...]:
    """Return the trees of open seats, in the given order; a closed seat lends its own to the seat above.

    A ring of seats hangs from its first seat, so that nobody is lost.
    """
    known = {seat.key: seat for seat in seats}
    parents = {seat.key: _open_above(seat, known) for seat in known.values() if seat.open}
    placed: set[int] = set()

    def grow(key: int) -> Branch:
        placed.add(key)
        below = [child for child, parent in parents.items() if parent == key]
        return Branch(key, tuple(grow(child) for child in below if child not in placed))

    roots = [key for key, parent in parents.items() if parent is None]
    trees = [grow(key) for key in roots]
    trees += [grow(key) for key in parents if key not in placed]
    return tuple(trees)


def _open_above(seat: Seat, known: dict[int, Seat]) -> int | None:
    above, passed = seat.above, {seat.key}
    while above is not None and above in known and above not in passed:
        if known[above].open:
            return above
        passed.add(above)
        above = known[above].above
    return None
