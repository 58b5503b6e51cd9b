"""What the CPAM retained against what we computed, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

INCREASE, GUARANTEE, UNDETAILED = "majoration", "garantie", "reste"


@dataclass(frozen=True)
class Gap:
    """One line: cents before the precarity increase, which has its own; None: not known."""

    key: str
    label: str
    ours: int | None
    retained: int | None
    reason: str = ""

    @property
    def difference(self) -> int | None:
        """What the CPAM retained more (less when negative) than our figure."""
        if self.ours is None or self.retained is None:
            return None
        return self.retained - self.ours

    @property
    def to_explain(self) -> bool:
        return bool(self.difference) and not self.reason


def gaps(
    ours: Mapping[str, tuple[str, int | None]],
    retained: Mapping[str, int],
    reasons: Mapping[str, str],
    total: int | None,
) -> tuple[Gap, ...]:
    """The lines of one exercise; `ours` gives a label and cents by key, in order.

    When the lines retained do not add up to the total notified, the rest is a line of its own, so
    that the differences always add up to the difference of the totals.
    """
    found = [
        Gap(key, label, cents, retained.get(key), reasons.get(key, ""))
        for key, (label, cents) in ours.items()
    ]
    rest = (total or 0) - sum(retained.values()) if retained and total is not None else 0
    if rest:
        found.append(
            Gap(UNDETAILED, "Sans détail par indicateur", 0, rest, reasons.get(UNDETAILED, ""))
        )
    return tuple(found)


EARLY = ("avance", "acompte")
"""Words by which a payment booked as income is still the advance of its year."""


def is_advance(purpose: str, label: str) -> bool:
    return purpose == "aci_advance" or any(word in label.casefold() for word in EARLY)


def exercise_paid(advance: bool, day: date) -> int:
    """The exercise that a payment of the books belongs to: the advance of N comes in N, the rest
    of N in N + 1 (S04)."""
    return day.year if advance else day.year - 1
