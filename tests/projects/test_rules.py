"""Levels of a quality approach, mean presence of visiting professionals."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pupitre.projects.reference import load_mission_themes
from pupitre.projects.rules import levels, mean_days

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
HALF = Fraction(1, 2)


def test_levels_follow_their_dates() -> None:
    march, june = date(2026, 3, 1), date(2026, 6, 1)
    assert levels(march, None, None, FIRST, LAST) == {1}
    assert levels(march, june, None, FIRST, LAST) == {1, 2}
    assert levels(march, june, None, FIRST, date(2026, 5, 31)) == {1}
    assert levels(date(2024, 1, 1), date(2025, 1, 1), june, FIRST, LAST) == {1, 2, 3}


def test_an_approach_concluded_before_the_year_is_over() -> None:
    past = date(2025, 12, 31)
    assert levels(date(2024, 1, 1), date(2025, 1, 1), past, FIRST, LAST) == frozenset()


def test_one_half_day_a_week_all_year_is_half_a_day() -> None:
    assert mean_days(Fraction(1), date(2020, 1, 1), None, FIRST, LAST) == HALF


def test_half_a_year_counts_for_its_share() -> None:
    days = mean_days(Fraction(1), date(2026, 7, 1), None, FIRST, LAST)
    assert days == HALF * Fraction(184, 365)
    assert mean_days(Fraction(1), date(2027, 1, 1), None, FIRST, LAST) == 0
    assert mean_days(Fraction(1), date(2025, 1, 1), date(2025, 12, 31), FIRST, LAST) == 0


@given(st.integers(0, 364), st.integers(0, 364))
def test_two_stays_end_to_end_are_worth_the_whole(one: int, other: int) -> None:
    begin, end = sorted((one, other))
    since, until = FIRST + timedelta(days=begin), FIRST + timedelta(days=end)
    whole = mean_days(Fraction(3), since, until, FIRST, LAST)
    cut = since + timedelta(days=(end - begin) // 2)
    parts = mean_days(Fraction(3), since, cut, FIRST, LAST)
    parts += mean_days(Fraction(3), cut + timedelta(days=1), until, FIRST, LAST)
    assert parts == whole


def test_the_themes_of_annexe_2_and_the_regional_project_are_listed() -> None:
    assert {"obesite_enfant", "prs"} < set(load_mission_themes().labels)
    assert len(load_mission_themes().labels) == 9
