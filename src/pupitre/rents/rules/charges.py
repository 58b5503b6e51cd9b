"""The yearly settlement of charges: expenses shared by keys, each share and the vacant part, to the cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pupitre.core.money import MoneyError, split
from pupitre.rents.rules.periods import Span

VACANT = 0
"""The key of what nobody occupies: the landlord keeps it."""
AREA, ROOMS, HOURS, EQUAL = "area", "rooms", "hours", "equal"


@dataclass(frozen=True, slots=True)
class Place:
    """A premises that is let or could be, in the days of the year when it exists."""

    key: int
    area: Decimal
    rooms: int
    span: Span


@dataclass(frozen=True, slots=True)
class Occupant:
    """A lease: its place, the percentage of it, the hours a week, and the days that it covers."""

    key: int
    place: int
    percent: int
    hours: Decimal
    span: Span


def weights(basis: str, places: Sequence[Place], occupants: Iterable[Occupant], year: Span) -> dict[int, Fraction]:  # fmt: skip
    """Return the weight of each lease, and of VACANT, in a key: what it measures × the days of presence.

    Hours are those of the people present: nothing is vacant there.
    """
    found: dict[int, Fraction] = {VACANT: Fraction(0)}
    if basis != HOURS:
        found[VACANT] = sum((_whole(basis, one, year) for one in places), Fraction(0))
    known = {one.key: one for one in places}
    for one in occupants:
        held = one.span.within(year)
        if held is None:
            continue
        if basis == HOURS:
            found[one.key] = Fraction(one.hours) * held.days
            continue
        part = _unit(basis, known[one.place]) * one.percent / 100 * held.days
        found[one.key] = part
        found[VACANT] -= part
    found[VACANT] = max(found[VACANT], Fraction(0))
    return found


def _whole(basis: str, place: Place, year: Span) -> Fraction:
    held = place.span.within(year)
    return _unit(basis, place) * held.days if held else Fraction(0)


def _unit(basis: str, place: Place) -> Fraction:
    return {AREA: Fraction(place.area), ROOMS: Fraction(place.rooms), EQUAL: Fraction(1)}[basis]


def shares(cents: int, found: dict[int, Fraction]) -> dict[int, int]:
    """Share an expense by weight: the shares add up to it, to the cent. Raise MoneyError without any weight."""
    if not any(found.values()):
        raise MoneyError("Cette clé ne donne aucune part : complétez les surfaces, les pièces ou les heures.")  # fmt: skip
    return split(cents, found)


def percents(found: dict[int, Fraction]) -> dict[int, Decimal]:
    """Return the shares of a key in percent with two decimals: they add up to 100,00."""
    return {key: Decimal(part) / 100 for key, part in shares(100_00, found).items()}
