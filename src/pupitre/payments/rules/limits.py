"""Spending limits: above them, a second person approves before anything leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pupitre.core.money import format_euros


@dataclass(frozen=True)
class Limit:
    """What one person may send alone, from a date to another (None: until further notice).

    `nature` and `heading` empty: any. `whole`: the sum of a batch counts, else the sum of one payee in it.
    """

    cents: int
    since: date
    until: date | None = None
    nature: str = ""
    heading: int | None = None
    whole: bool = False
    words: str = ""

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def concerns(self, payment: "Asked") -> bool:
        return self.nature in {"", payment.nature} and self.heading in {None, payment.heading}

    @property
    def precision(self) -> tuple[bool, bool, date]:
        """How narrowly it is drawn: the heading first, then the nature, then the latest."""
        return (self.heading is not None, bool(self.nature), self.since)


@dataclass(frozen=True)
class Asked:
    """A payment of a batch: to whom, how much, for what."""

    payee: str
    cents: int
    nature: str
    heading: int | None = None


def second_person_because(
    payments: Sequence[Asked], limits: Iterable[Limit], day: date
) -> tuple[str, ...]:
    """Return why somebody else must approve these payments that day; empty: one person is enough.

    The narrowest limit governs a payment. What goes to one payee is added up before it is compared,
    so that an amount cut in two still counts as one.
    """
    in_force = [limit for limit in limits if limit.holds(day)]
    sums: dict[tuple[Limit, str], int] = {}
    for whole in (False, True):
        kept = [limit for limit in in_force if limit.whole is whole]
        for payment in payments:
            matching = [limit for limit in kept if limit.concerns(payment)]
            if matching:
                limit = max(matching, key=lambda one: (one.precision, -one.cents))
                key = (limit, "" if whole else payment.payee)
                sums[key] = sums.get(key, 0) + payment.cents
    return tuple(
        _sentence(limit, payee, cents)
        for (limit, payee), cents in sums.items()
        if cents > limit.cents
    )


def _sentence(limit: Limit, payee: str, cents: int) -> str:
    about = f" ({limit.words})" if limit.words else ""
    return f"{payee or 'Le lot'} : {format_euros(cents)}, au-dessus du plafond de {format_euros(limit.cents)}{about}."
