"""The calendar of one exercise: what the year, the contract and today's date imply."""

from datetime import date
from fractions import Fraction

FIRST_YEAR = 2022
"""The first exercise of avenant 1, the oldest agreement shipped."""


def last_day(year: int) -> date:
    return date(year, 12, 31)


def day_counted(year: int, today: date) -> date:
    """The day on which the team is read: today, or 31 December once the exercise is over."""
    return min(max(today, date(year, 1, 1)), last_day(year))


def months_of_contract(year: int, effect: date | None) -> int:
    """Months of the exercise under contract, the month of effect counted whole; 12 when unknown."""
    if effect is None or effect.year < year:
        return 12
    return 0 if effect.year > year else 13 - effect.month


def elapsed(year: int, effect: date | None, today: date) -> Fraction:
    """Share gone by of the part of the exercise that is under contract, from 0 to 1."""
    first = max(date(year, 1, 1), effect or date(year, 1, 1))
    days = (last_day(year) - first).days + 1
    gone = (min(today, last_day(year)) - first).days + 1
    return Fraction(max(0, gone), days) if days > 0 else Fraction(0)


def usual_declaration_day(year: int) -> date:
    """31 January of the next year: published for exercise 2022 only, so a centre may change it."""
    return date(year + 1, 1, 31)


def year_in_hand(today: date, declared: bool, declare_by: date | None) -> int:
    """The exercise that the desk speaks of: last year's until it is declared or its day is past.

    `declared` and `declare_by` are those of last year.
    """
    last = today.year - 1
    waiting = not declared and today <= (declare_by or usual_declaration_day(last))
    return last if waiting and last >= FIRST_YEAR else today.year
