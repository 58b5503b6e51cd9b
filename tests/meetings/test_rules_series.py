from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.calendar_data import load_school_calendar
from pupitre.core.dates import Calendar, local
from pupitre.meetings.rules.series import (
    ALL_BREAKS,
    Change,
    EveryWeeks,
    MonthlyDate,
    NthWeekday,
    Pattern,
    again_next_week,
    occurrences,
    refusal,
)

FRANCE = Calendar(zone="A", school=load_school_calendar())
FIRST_TUESDAY = Pattern(NthWeekday(1, 1), time(12, 30), 90, skip_months=frozenset({8}))
spans = st.tuples(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.integers(0, 800))


def test_the_first_tuesday_at_half_past_twelve_all_year_round() -> None:
    planned = occurrences(FIRST_TUESDAY, date(2026, 9, 1), date(2027, 8, 31), FRANCE)
    assert " ".join(f"{found.day:%d/%m}" for found in planned.held) == (
        "01/09 06/10 03/11 01/12 05/01 02/02 02/03 06/04 04/05 01/06 06/07"
    )
    assert {local(found.start).time() for found in planned.held} == {time(12, 30)}
    assert planned.held[1].start == datetime(2026, 10, 6, 10, 30, tzinfo=UTC)  # summer time
    assert planned.held[2].start == datetime(2026, 11, 3, 11, 30, tzinfo=UTC)  # winter time
    assert planned.held[2].end == datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
    assert [(skip.day, skip.reason) for skip in planned.skipped] == [
        (date(2027, 8, 3), "pas de réunion en août")
    ]
    assert planned.skipped[0].proposals == ()


def test_a_holiday_is_skipped_with_dates_to_propose() -> None:
    second_wednesday = Pattern(NthWeekday(2, 2), time(12, 30), 60)
    (skip,) = occurrences(second_wednesday, date(2026, 11, 1), date(2026, 11, 30), FRANCE).skipped
    assert skip.reason == "jour férié : 11 novembre"
    assert skip.proposals == (date(2026, 11, 18), date(2026, 11, 4), date(2026, 11, 12))
    kept = replace(second_wednesday, skip_holidays=False)
    assert len(occurrences(kept, date(2026, 11, 1), date(2026, 11, 30), FRANCE).held) == 1


def test_chosen_school_holidays_are_skipped_and_the_unknown_is_said() -> None:
    weekly = Pattern(EveryWeeks(1, date(2026, 12, 3)), time(20), 60, skip_breaks=ALL_BREAKS)
    planned = occurrences(weekly, date(2026, 12, 1), date(2027, 1, 10), FRANCE)
    assert [skip.reason for skip in planned.skipped] == ["vacances de Noël (zone A)"] * 2
    assert planned.skipped[0].proposals == ()
    only_summer = replace(weekly, skip_breaks=frozenset({"vacances d’été"}))
    assert not occurrences(only_summer, date(2026, 12, 1), date(2027, 1, 10), FRANCE).skipped
    beyond = occurrences(weekly, date(2028, 9, 1), date(2028, 9, 8), FRANCE)
    assert beyond.held[0].note == "vacances scolaires non connues à cette date : à vérifier"
    assert planned.held[0].note == ""


def test_one_occurrence_is_cancelled_another_moved() -> None:
    pattern = replace(
        FIRST_TUESDAY,
        changes=(
            Change(date(2026, 9, 1), why="congrès"),
            Change(date(2026, 10, 6)),
            Change(date(2026, 11, 3), date(2026, 11, 5), time(20), "salle prise"),
            Change(date(2026, 12, 1), date(2026, 12, 2)),
        ),
    )
    planned = occurrences(pattern, date(2026, 9, 1), date(2026, 12, 31), FRANCE)
    assert [skip.reason for skip in planned.skipped] == ["congrès", "annulée"]
    november, december = planned.held
    assert local(november.start) == local(datetime(2026, 11, 5, 19, tzinfo=UTC))
    assert november.original == date(2026, 11, 3)
    assert november.note == "déplacée du mardi 3\u00a0novembre 2026 : salle prise"
    assert december.note == "déplacée du mardi 1er\u00a0décembre 2026"


def test_every_other_week_keeps_its_rhythm_wherever_one_looks_from() -> None:
    rule = EveryWeeks(2, date(2026, 11, 5))
    from_start = list(rule.dates(date(2026, 1, 1), date(2027, 3, 1)))
    assert from_start[:3] == [date(2026, 11, 5), date(2026, 11, 19), date(2026, 12, 3)]
    assert list(rule.dates(date(2026, 11, 6), date(2026, 11, 30))) == [date(2026, 11, 19)]


def test_a_monthly_date_on_a_weekend_or_past_the_end_of_the_month() -> None:
    fifteenth = Pattern(MonthlyDate(15), time(9), 30)
    planned = occurrences(fifteenth, date(2026, 11, 1), date(2026, 12, 31), FRANCE)
    assert planned.skipped[0].reason == "c’est un dimanche"
    assert planned.skipped[0].proposals == (date(2026, 11, 16),)
    assert [found.day for found in planned.held] == [date(2026, 12, 15)]
    last = list(MonthlyDate(31).dates(date(2027, 1, 31), date(2027, 3, 30)))
    assert last == [date(2027, 1, 31), date(2027, 2, 28)]


def test_the_structure_s_own_closing() -> None:
    closed = Calendar(closed={date(2026, 11, 3): "déménagement"})
    reason = refusal(FIRST_TUESDAY, date(2026, 11, 3), closed)
    assert reason == "structure fermée : déménagement"


def test_the_same_again_next_week() -> None:
    weekly = Pattern(EveryWeeks(1, date(2026, 11, 4)), time(12), 60)
    assert again_next_week(weekly, date(2026, 10, 28), FRANCE) == date(2026, 11, 4)
    assert again_next_week(weekly, date(2026, 11, 4), FRANCE) == date(2026, 11, 18)


@given(
    spans,
    st.one_of(
        st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(0, 6)),
        st.builds(EveryWeeks, st.integers(1, 8), st.dates(date(2024, 1, 1), date(2031, 1, 1))),
        st.builds(MonthlyDate, st.integers(1, 31)),
    ),
)
def test_every_date_of_the_pattern_is_held_or_explained(
    span: tuple[date, int], rule: NthWeekday | EveryWeeks | MonthlyDate
) -> None:
    start, until = span[0], date.fromordinal(span[0].toordinal() + span[1])
    planned = occurrences(Pattern(rule, time(12, 30), 60), start, until, FRANCE)
    shown = sorted([*(o.original for o in planned.held), *(s.day for s in planned.skipped)])
    assert shown == list(rule.dates(start, until))
    assert all(start <= day <= until for day in shown)
    assert all(skip.reason for skip in planned.skipped)
    assert {local(found.start).time() for found in planned.held} <= {time(12, 30)}


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_meeting_on_the_day_of_the_clock_change_lasts_its_real_time(day: date) -> None:
    pattern = Pattern(EveryWeeks(1, day), time(1, 30), 120, skip_holidays=False)
    (found,) = occurrences(pattern, day, day, FRANCE).held
    assert (found.end - found.start).total_seconds() == 120 * 60
