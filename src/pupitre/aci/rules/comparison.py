"""Two computations side by side: the same structure under two sets of rules, or two structures."""

from collections.abc import Iterable
from dataclasses import dataclass

from pupitre.aci.rules.payment import IndicatorLine, Total
from pupitre.aci.rules.words import number


@dataclass(frozen=True)
class Pair:
    """One indicator on both sides; None where a side does not have it."""

    id: str
    label: str
    first: IndicatorLine | None
    second: IndicatorLine | None

    @property
    def difference(self) -> int:
        """Cents that the second side brings more (less when negative), precarity apart."""
        return euros(self.second) - euros(self.first)

    @property
    def points(self) -> tuple[str, str]:
        return points(self.first), points(self.second)


def euros(line: IndicatorLine | None) -> int:
    return line.euros_cents if line else 0


def points(line: IndicatorLine | None) -> str:
    return number(line.points) if line else ""


def compare(first: Total, second: Total) -> tuple[Pair, ...]:
    """The indicators of the first side in their order, then those that only the second has."""
    left = {line.indicator.id: line for line in first.lines}
    right = {line.indicator.id: line for line in second.lines}
    return tuple(pair(key, left.get(key), right.get(key)) for key in ordered(left, right))


def ordered(left: Iterable[str], right: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*left, *right]))


def pair(key: str, first: IndicatorLine | None, second: IndicatorLine | None) -> Pair:
    known = first or second
    assert known is not None  # noqa: S101  # the key comes from one of the sides
    return Pair(key, known.indicator.short, first, second)
