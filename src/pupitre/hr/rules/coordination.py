"""What an engagement promises over a period, and what it costs; minutes and cents are whole."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from pupitre.core.money import pro_rata, round_half_up

WORKING_DAYS = 5
"""Days of a full week, Monday to Friday: what is agreed per week is spread over them, public holidays included."""


@dataclass(frozen=True)
class Terms:
    """What was agreed: from when to when (included), how much per week, at what cost per hour."""

    since: date
    until: date | None
    weekly_minutes: int
    weekly_days: Decimal
    hourly_cents: int


def weeks(terms: Terms, first: date, last: date) -> Fraction:
    """Weeks of engagement between two days, both included."""
    start, end = max(first, terms.since), min(last, terms.until or last)
    length = (end - start).days + 1
    if length <= 0:
        return Fraction(0)
    whole, rest = divmod(length, 7)
    extra = sum((start + timedelta(days=step)).weekday() < WORKING_DAYS for step in range(rest))
    return Fraction(whole * WORKING_DAYS + extra, WORKING_DAYS)


def agreed_minutes(terms: Terms, first: date, last: date) -> int:
    return round_half_up(weeks(terms, first, last) * terms.weekly_minutes)


def agreed_days(terms: Terms, first: date, last: date) -> float:
    """Days agreed between two days, to half a day."""
    return round_half_up(weeks(terms, first, last) * Fraction(terms.weekly_days) * 2) / 2


def cost_cents(minutes: int, hourly_cents: int) -> int:
    return pro_rata(hourly_cents, Fraction(minutes, 60))
