"""Periods called, and what is due for the days of one: rents of arrivals and leavers count in days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pupitre.core.dates import MONTHS, add_months, month_end
from pupitre.core.money import round_half_up

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def within(self, other: "Span") -> "Span | None":
        """Return the days common to both, None without any."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Terms:
    """A monthly rent and a monthly provision for charges, in cents, from a day on."""

    since: date
    rent: int
    charges: int


@dataclass(frozen=True, slots=True)
class Due:
    """What a period costs in cents, and why."""

    rent: int
    charges: int
    because: str

    @property
    def total(self) -> int:
        return self.rent + self.charges


def period_of(day: date, months: int) -> Span:
    """Return the calendar month (1), quarter (3) or year (12) that holds a day."""
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Span(start, add_months(start, months) - ONE_DAY)


def months_of(span: Span) -> list[Span]:
    """Cut a span at the ends of months."""
    found, start = [], span.first
    while start <= span.last:
        last = min(month_end(start), span.last)
        found.append(Span(start, last))
        start = last + ONE_DAY
    return found


def due_for(span: Span, terms: Sequence[Terms]) -> Due:
    """Return what the days of a span cost: each month in proportion to its own days, rounded once.

    `terms` are in the order of their dates; days before the first one cost nothing.
    """
    rent = charges = Fraction(0)
    reasons = []
    for month in months_of(span):
        whole = month_end(month.first).day
        for held, one in _held(month, terms):
            rent += Fraction(one.rent * held.days, whole)
            charges += Fraction(one.charges * held.days, whole)
            if held.days < whole:
                reasons.append(f"{held.days} jours sur {whole} en {MONTHS[month.first.month - 1]}")
    return Due(round_half_up(rent), round_half_up(charges), ", ".join(reasons))


def _held(month: Span, terms: Sequence[Terms]) -> list[tuple[Span, Terms]]:
    """Return the days of a month that each of the terms rules."""
    found = []
    for place, one in enumerate(terms):
        after = terms[place + 1].since - ONE_DAY if place + 1 < len(terms) else month.last
        if one.since <= after and (held := month.within(Span(one.since, after))):
            found.append((held, one))
    return found


def words(span: Span) -> str:
    """« novembre 2026 », « 1er trimestre 2026 », « 2026 », else « du 12 au 30 novembre 2026 »."""
    for months in (1, 3, 12):
        if span == period_of(span.first, months):
            return _whole(span.first, months)
    end = f"{_day(span.last)} {MONTHS[span.last.month - 1]} {span.last.year}"
    if (span.first.year, span.first.month) == (span.last.year, span.last.month):
        return f"du {_day(span.first)} au {end}"
    return f"du {_day(span.first)} {MONTHS[span.first.month - 1]} {span.first.year} au {end}"


def _whole(first: date, months: int) -> str:
    if months == 12:
        return str(first.year)
    if months == 1:
        return f"{MONTHS[first.month - 1]} {first.year}"
    rank = first.month // 3 + 1
    return f"{rank}{'er' if rank == 1 else 'e'} trimestre {first.year}"


def _day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)
