"""The calendar of one exercise: what the year, the contract and today's date imply."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

FIRST_YEAR = 2022
"""The first exercise of avenant 1, the oldest agreement shipped."""
A_YEAR = timedelta(days=366)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def day_counted(year: int, today: date) -> date:
    """The day on which the team is read: today, or 31 December once the exercise is over."""
    return min(max(today, date(year, 1, 1)), last_day(year))


@dataclass(frozen=True)
class Terms:
    """What the contract says of the calendar: first and last day, signature, filing of the project."""

    effect: date | None = None
    end: date | None = None
    signed: date | None = None
    filed: date | None = None
    pdsa_derogation: bool = False


NO_TERMS = Terms()


def months_of_contract(year: int, effect: date | None, end: date | None = None) -> int:
    """Months of the exercise under contract, those of the first and last day counted whole; 12
    when the date of effect is unknown."""
    first = 1 if effect is None or effect.year < year else effect.month
    last = 12 if end is None or end.year > year else end.month
    if (effect and effect.year > year) or (end and end.year < year):
        return 0
    return max(0, last - first + 1)


def is_new_structure(year: int, terms: Terms) -> bool:
    """Whether the guarantee applies: project filed with the ARS less than one year before the
    signature, in the year of signature and the next one."""
    signed = terms.signed or terms.effect
    if signed is None or terms.filed is None:
        return False
    return signed - terms.filed < A_YEAR and year in (signed.year, signed.year + 1)


def elapsed(year: int, effect: date | None, today: date, end: date | None = None) -> Fraction:
    """Share gone by of the part of the exercise that is under contract, from 0 to 1."""
    first = max(date(year, 1, 1), effect or date(year, 1, 1))
    last = min(last_day(year), end or last_day(year))
    days = (last - first).days + 1
    gone = (min(today, last) - first).days + 1
    return Fraction(max(0, gone), days) if days > 0 else Fraction(0)


def usual_declaration_day(year: int) -> date:
    """31 January of the next year: published for exercise 2022 only, so a centre may change it."""
    return date(year + 1, 1, 31)


def usual_advance_day(year: int) -> date:
    """30 April of the exercise (S04), later only for the exercise in which the contract is signed."""
    return date(year, 4, 30)


def usual_balance_day(year: int) -> date:
    """30 April of the next year (S04, S15)."""
    return date(year + 1, 4, 30)


def year_in_hand(today: date, declared: bool, declare_by: date | None) -> int:
    """The exercise that the desk speaks of: last year's until it is declared or its day is past.

    `declared` and `declare_by` are those of last year.
    """
    last = today.year - 1
    waiting = not declared and today <= (declare_by or usual_declaration_day(last))
    return last if waiting and last >= FIRST_YEAR else today.year
