"""A rhythm in words, and the period it meets once in."""

from datetime import date, time

import pytest

from pupitre.meetings.rules.rhythm import in_words, period
from pupitre.meetings.rules.series import (
    ALL_BREAKS,
    EveryWeeks,
    MonthlyDate,
    NthWeekday,
    Pattern,
)

TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (
            Pattern(NthWeekday(1, 1), time(12, 30), 90, frozenset({8})),
            "Le premier mardi du mois à 12 h 30, sauf août et jours fériés",
        ),
        (
            Pattern(NthWeekday(-1, 3), time(20), 90, skip_holidays=False),
            "Le dernier jeudi du mois à 20 h",
        ),
        (
            Pattern(EveryWeeks(2, TUESDAY), time(9), 60, skip_breaks=ALL_BREAKS),
            "Un mardi sur deux à 9 h, sauf jours fériés et vacances scolaires",
        ),
        (Pattern(EveryWeeks(1, TUESDAY), time(9), 60, skip_holidays=False), "Chaque mardi à 9 h"),
        (
            Pattern(EveryWeeks(3, TUESDAY), time(9), 60, skip_holidays=False),
            "Un mardi toutes les 3 semaines à 9 h",
        ),
        (
            Pattern(MonthlyDate(1), time(9), 60, frozenset({7, 8})),
            "Le 1er de chaque mois à 9 h, sauf juillet, août et jours fériés",
        ),
    ],
)
def test_a_rhythm_is_said_as_a_colleague_would(pattern: Pattern, words: str) -> None:
    assert in_words(pattern).replace("\xa0", " ") == words


def test_a_rhythm_by_month_meets_once_a_month_and_one_in_weeks_once_a_week() -> None:
    monthly, weekly = (
        Pattern(rule, time(9), 60) for rule in (NthWeekday(1, 1), EveryWeeks(1, TUESDAY))
    )
    assert period(monthly, date(2026, 12, 1)) == period(monthly, date(2026, 12, 31))
    assert period(weekly, date(2026, 12, 1)) != period(weekly, date(2026, 12, 8))
    assert period(weekly, date(2026, 12, 31)) == period(weekly, date(2027, 1, 3))
