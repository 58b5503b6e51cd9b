"""The rhythm of a series in words, and the period in which it meets once."""

from datetime import date

from pupitre.core.dates import MONTHS, WEEKDAYS, format_time
from pupitre.meetings.rules.series import EveryWeeks, MonthlyDate, NthWeekday, Pattern

_RANKS = {
    1: "premier",
    2: "deuxième",
    3: "troisième",
    4: "quatrième",
    5: "cinquième",
    -1: "dernier",
}


def in_words(pattern: Pattern) -> str:
    """« Le premier mardi du mois à 12 h 30, sauf août et jours fériés »."""
    without = [MONTHS[month - 1] for month in sorted(pattern.skip_months)]
    without += ["jours fériés"] if pattern.skip_holidays else []
    without += ["vacances scolaires"] if pattern.skip_breaks else []
    return f"{_rule(pattern.rule)} à {format_time(pattern.at)}{_except(without)}"


def period(pattern: Pattern, day: date) -> tuple[int, int]:
    """The month (or the week, for a rhythm in weeks) of that day: a series meets once in each."""
    if isinstance(pattern.rule, EveryWeeks):
        year, week, _ = day.isocalendar()
        return year, week
    return day.year, day.month


def _rule(rule: NthWeekday | EveryWeeks | MonthlyDate) -> str:
    if isinstance(rule, NthWeekday):
        return f"Le {_RANKS[rule.nth]} {WEEKDAYS[rule.weekday]} du mois"
    if isinstance(rule, MonthlyDate):
        return f"Le {'1er' if rule.day == 1 else rule.day} de chaque mois"
    day = WEEKDAYS[rule.anchor.weekday()]
    if rule.weeks == 1:
        return f"Chaque {day}"
    return f"Un {day} sur deux" if rule.weeks == 2 else f"Un {day} toutes les {rule.weeks} semaines"


def _except(without: list[str]) -> str:
    if not without:
        return ""
    *first, last = without
    return f", sauf {', '.join(first)} et {last}" if first else f", sauf {last}"
