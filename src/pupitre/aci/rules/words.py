"""French wording of figures in the reasons that the rules give."""

from enum import StrEnum
from fractions import Fraction
from math import floor

from pupitre.core.money import HARD_SPACE, NARROW_SPACE


class Unit(StrEnum):
    """What an indicator is paid in: points to convert, or euros directly."""

    POINTS = "points"
    EUROS = "euros"


def number(value: Fraction | int, places: int = 2) -> str:
    """« 1 152,5 »: French writing, at most `places` decimals, no useless zero."""
    if isinstance(value, int) or value.denominator == 1:  # most figures, and a dear division saved
        return f"{int(value):,}".replace(",", NARROW_SPACE)
    steps = floor(abs(Fraction(value)) * 10**places + Fraction(1, 2))
    whole, rest = divmod(steps, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if value < 0 and steps else ""
    return f"{sign}{whole:,}".replace(",", NARROW_SPACE) + (f",{decimals}" if decimals else "")


def counted(value: Fraction | int, one: str, many: str) -> str:
    """« 1 protocole », « 1,5 point », « 2 protocoles »: plural from two up."""
    return f"{number(value)}{HARD_SPACE}{many if value >= 2 else one}"


def percent(rate: Fraction) -> str:
    """« 4,61 % » for 0.0461."""
    return f"{number(rate * 100)}{HARD_SPACE}%"


def amount(value: Fraction, unit: Unit) -> str:
    """An amount in the unit of its indicator: « 700 points » or « 4 900 € »."""
    if unit is Unit.POINTS:
        return counted(value, "point", "points")
    return f"{number(value)}{HARD_SPACE}€"
