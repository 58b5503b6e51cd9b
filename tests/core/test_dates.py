from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.calendar_data import Place, load_school_calendar, place_of
from pupitre.core.dates import (
    PARIS,
    TERRITORIES,
    Calendar,
    DateError,
    add_months,
    add_working_days,
    easter_sunday,
    format_duration,
    format_long,
    format_numeric,
    format_time,
    is_working_day,
    local,
    month_end,
    month_start,
    next_working_day,
    nth_weekday,
    parse_date,
    previous_working_day,
    public_holidays,
    today,
    utc_moment,
    working_days_between,
)

FRANCE = Calendar()
TODAY = date(2026, 11, 2)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_today_is_the_date_in_paris() -> None:
    assert today(datetime(2026, 11, 2, 23, 30, tzinfo=UTC)) == date(2026, 11, 3)
    assert today(datetime(2026, 7, 2, 21, 59, tzinfo=UTC)) == date(2026, 7, 2)
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 10, 24), 10),
        (date(2026, 10, 25), 11),
        (date(2027, 3, 27), 11),
        (date(2027, 3, 28), 10),
    ],
)
def test_half_past_twelve_stays_half_past_twelve_across_the_clock_change(
    day: date, utc_hour: int
) -> None:
    moment = utc_moment(day, time(12, 30))
    assert moment == datetime(day.year, day.month, day.day, utc_hour, 30, tzinfo=UTC)
    assert local(moment).time() == time(12, 30)


def test_the_hours_of_the_clock_change() -> None:
    assert utc_moment(date(2026, 10, 25), time(2, 30)).hour == 0  # the first of the two
    assert local(utc_moment(date(2027, 3, 28), time(2, 30))).time() == time(3, 30)


@given(days, st.times())
def test_a_stored_moment_comes_back_on_its_day(day: date, at: time) -> None:
    assert utc_moment(day, at).astimezone(PARIS).date() == day


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1954, 4, 18), (1981, 4, 19), (2024, 3, 31), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25)],
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == date(year, month, day)


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    found = easter_sunday(year)
    assert found.weekday() == 6
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


def test_the_eleven_days_of_2026() -> None:
    found = [f"{day:%d/%m}" for day in public_holidays(2026)]
    assert found == (
        [
            "01/01",
            "06/04",
            "01/05",
            "08/05",
            "14/05",
            "25/05",
            "14/07",
            "15/08",
            "01/11",
            "11/11",
            "25/12",
        ]
    )


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert public_holidays(2008)[date(2008, 5, 1)] == "1er mai et Ascension"


@pytest.mark.parametrize(
    ("territory", "day"),
    [
        ("alsace-moselle", date(2027, 3, 26)),
        ("alsace-moselle", date(2026, 12, 26)),
        ("guadeloupe", date(2026, 5, 27)),
        ("martinique", date(2026, 5, 22)),
        ("guyane", date(2026, 6, 10)),
        ("reunion", date(2026, 12, 20)),
        ("mayotte", date(2026, 4, 27)),
    ],
)
def test_days_of_one_territory_only(territory: str, day: date) -> None:
    assert Calendar(territory=territory).holiday(day)
    assert not FRANCE.holiday(day)
    assert territory in TERRITORIES


def test_school_holidays_differ_by_zone_and_end_where_the_data_end() -> None:
    school = load_school_calendar()
    assert school.on("A", date(2027, 2, 15)).name == "vacances d’hiver"
    assert school.on("B", date(2027, 2, 15)).state == "cours"
    assert school.on("A", date(2028, 9, 1)).state == "inconnu"
    assert school.on("A", date(2026, 8, 31)).state == "inconnu"
    assert "data.education.gouv.fr" in school.source
    assert {found.zone for found in school.breaks} == {"A", "B", "C"}
    assert all(found.first <= found.last for found in school.breaks)


def test_a_structure_without_zone_does_not_know_its_school_holidays() -> None:
    school = load_school_calendar()
    day = date(2026, 10, 20)
    assert Calendar(school=school).school_on(day).state == "inconnu"
    assert Calendar(zone="C").school_on(day).state == "inconnu"
    assert Calendar(zone="C", school=school).school_on(day).state == "vacances"


def test_working_days_jump_weekends_holidays_and_closings() -> None:
    assert add_working_days(date(2026, 11, 10), 1, FRANCE) == date(2026, 11, 12)
    assert add_working_days(date(2026, 11, 12), -1, FRANCE) == date(2026, 11, 10)
    assert add_working_days(date(2026, 11, 11), 0, FRANCE) == date(2026, 11, 11)
    closed = Calendar(closed={date(2026, 11, 12): "inventaire"})
    assert next_working_day(date(2026, 11, 11), closed) == date(2026, 11, 13)
    assert closed.off(date(2026, 11, 12)) == "inventaire"
    assert previous_working_day(date(2026, 5, 10), FRANCE) == date(2026, 5, 7)
    saturday_too = Calendar(weekend=frozenset({6}))
    assert is_working_day(date(2026, 11, 14), saturday_too)
    assert working_days_between(date(2026, 11, 9), date(2026, 11, 15), FRANCE) == 4
    assert working_days_between(date(2026, 11, 15), date(2026, 11, 9), FRANCE) == 0


@given(days.filter(lambda day: is_working_day(day, FRANCE)), st.integers(-60, 60))
def test_working_days_added_are_taken_back(day: date, count: int) -> None:
    there = add_working_days(day, count, FRANCE)
    assert is_working_day(there, FRANCE)
    assert add_working_days(there, -count, FRANCE) == day
    assert working_days_between(min(day, there), max(day, there), FRANCE) == abs(count) + 1


def test_months() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 15), -13) == date(2024, 12, 15)
    assert month_start(date(2028, 2, 12)) == date(2028, 2, 1)
    assert month_end(date(2028, 2, 12)) == date(2028, 2, 29)
    assert nth_weekday(2026, 11, 1, 1) == date(2026, 11, 3)
    assert nth_weekday(2026, 11, 1, -1) == date(2026, 11, 24)
    assert nth_weekday(2026, 11, 1, 5) is None
    with pytest.raises(ValueError, match="nth"):
        nth_weekday(2026, 11, 1, 0)


@given(days, st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(0, 6))
def test_nth_weekday_is_that_weekday_of_that_month(day: date, nth: int, weekday: int) -> None:
    found = nth_weekday(day.year, day.month, weekday, nth)
    if found is None:
        assert nth == 5
        return
    assert (found.weekday(), found.month) == (weekday, day.month)
    assert nth == -1 or (found.day - 1) // 7 == nth - 1
    assert nth != -1 or (found + timedelta(days=7)).month != day.month


@pytest.mark.parametrize(
    "text",
    [
        "3/11/26",
        "03/11/2026",
        "3-11-2026",
        "03.11.2026",
        "2026-11-03",
        "2026-11-03 00:00:00",
        "3 nov. 2026",
        " 3  Novembre 2026 ",
        "mardi 3\u00a0novembre",
        "Mar. 3 nov",
        "le 3 novembre",
        "mardi 3/11",
    ],
)
def test_parse_reads_the_third_of_november(text: str) -> None:
    assert parse_date(text, TODAY) == date(2026, 11, 3)


def test_parse_completes_a_date_without_year() -> None:
    assert parse_date("1er février", TODAY) == date(2027, 2, 1)
    assert parse_date("jeudi 29 oct", TODAY) == date(2026, 10, 29)
    assert parse_date("29 fév", date(2027, 6, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "n’est pas une date"),
        ("bientôt", "n’est pas une date"),
        ("3 brumaire", "n’est pas une date"),
        ("xyz 3/11", "n’est pas une date"),
        ("3 ju 2026", "n’est pas une date"),
        ("12/2026/3/4", "n’est pas une date"),
        ("31/02/2026", "n’existe pas"),
        ("30 février", "n’existe pas"),
        ("lundi 3\u00a0novembre 2026", "est un mardi, pas un lundi"),
    ],
)
def test_parse_says_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(DateError, match=sentence):
        parse_date(text, TODAY)


@given(days)
def test_what_is_written_is_read_back(day: date) -> None:
    assert parse_date(format_long(day), TODAY) == day
    assert parse_date(format_numeric(day), TODAY) == day


def test_times_and_durations_are_french() -> None:
    assert format_time(time(12, 30)) == "12\u00a0h\u00a030"
    assert format_time(time(9)) == "9\u00a0h"
    assert [format_duration(minutes) for minutes in (45, 60, 95)] == [
        "45\u00a0min",
        "1\u00a0h",
        "1\u00a0h\u00a035",
    ]
    assert format_long(date(2026, 12, 1), year=False) == "mardi 1er\u00a0décembre"


@pytest.mark.parametrize(
    ("postcode", "zone", "territory"),
    [
        ("35470", "B", "metropole"),
        ("67000", "B", "alsace-moselle"),
        ("57120", "B", "alsace-moselle"),
        ("75013", "C", "metropole"),
        ("01000", "A", "metropole"),
        ("20200", "", "metropole"),
        ("97410", "", "reunion"),
        ("97133", "", "saint-barthelemy"),
        ("", "", "metropole"),
        ("99999", "", "metropole"),
    ],
)
def test_postcode_tells_the_calendars(postcode: str, zone: str, territory: str) -> None:
    assert place_of(postcode) == Place(zone, territory)
    assert territory in TERRITORIES
