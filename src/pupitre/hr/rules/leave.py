"""Paid leave: days acquired, and days that an absence takes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from pupitre.hr.rules.limits import UnknownRuleSetError

DAY = timedelta(days=1)
SUNDAY = 6
WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True)
class LeaveRules:
    """Days a month of work, or of illness that is not from work, and their yearly maxima."""

    month: Fraction
    most: int
    sick_month: Fraction
    sick_most: int
    working_month: Fraction
    working_sick_month: Fraction
    source: str


@dataclass(frozen=True)
class Days:
    """The same leave counted in *jours ouvrables* and in *jours ouvrés*."""

    ouvrables: Fraction
    ouvres: Fraction


def leave_rules(data: Iterable[Mapping[str, Any]], day: date) -> LeaveRules:
    """The rules in force on `day`."""
    known = [entry for entry in data if entry["since"] <= day]
    if not known:
        raise UnknownRuleSetError(f"Les congés ne sont pas décrits au {day:%d/%m/%Y}.")
    entry = max(known, key=lambda item: item["since"])
    return LeaveRules(
        month=Fraction(entry["month"]),
        most=entry["most"],
        sick_month=Fraction(entry["sick_month"]),
        sick_most=entry["sick_most"],
        working_month=Fraction(entry["working_month"]),
        working_sick_month=Fraction(entry["working_sick_month"]),
        source=entry["source"],
    )


def acquired(worked: Fraction, sick: Fraction, rules: LeaveRules) -> Fraction:
    """*Jours ouvrables* of a year of reference, before rounding; part time gives as many."""
    ill = min(sick * rules.sick_month, Fraction(rules.sick_most))
    return min(worked * rules.month + ill, Fraction(rules.most))


def rounded(days: Fraction) -> int:
    """Whole days, to the advantage of the employee (L3141-7)."""
    return ceil(days)


def in_working_days(days: Fraction) -> Fraction:
    """*Jours ouvrables* as *jours ouvrés*."""
    return days * 5 / 6


def mixed_month(worked: Fraction, sick: Fraction, rules: LeaveRules) -> Days:
    """Days acquired in one month, `worked` and `sick` being shares of it."""
    return Days(
        worked * rules.month + sick * rules.sick_month,
        worked * rules.working_month + sick * rules.working_sick_month,
    )


def taken(
    first: date, last: date, working: Collection[int], holiday: Callable[[date], bool]
) -> Days:
    """Days that an absence takes, both ends included.

    Counted from the first day that would have been worked to the eve of the return, Sundays and
    public holidays left out. `working`: the weekdays of the employee, 0 is Monday. Raises ValueError
    when nobody works in that week or when the absence ends before it begins.
    """
    if last < first or not set(working) & set(range(7)):
        raise ValueError(
            "L’absence doit finir après son début, et la semaine avoir un jour travaillé."
        )
    start = _next(first, lambda day: day.weekday() in working)
    back = _next(last + DAY, lambda day: day.weekday() in working and not holiday(day))
    days = [start + DAY * n for n in range(max(0, (back - start).days))] if start <= last else []
    counted = [day for day in days if not holiday(day)]
    return Days(
        Fraction(sum(day.weekday() != SUNDAY for day in counted)),
        Fraction(sum(day.weekday() in WEEKDAYS for day in counted)),
    )


def _next(day: date, wanted: Callable[[date], bool]) -> date:
    while not wanted(day):
        day += DAY
    return day
