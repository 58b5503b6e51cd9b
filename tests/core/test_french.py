from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core import french
from pupitre.core.history import past

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567, None, "1\u202f234\u202f567"),
        (Decimal("1152.50"), None, "1\u202f152,5"),
        (Decimal("4.605"), 2, "4,61"),
        (0.1, None, "0,1"),
        (100, 2, "100,00"),
        (-1234, None, "-1\u202f234"),
    ],
)
def test_number(value: int, decimals: int | None, text: str) -> None:
    assert french.number(value, decimals) == text


@given(st.integers(-(10**12), 10**12))
def test_no_cent_is_lost_in_writing(cents: int) -> None:
    written = french.euros(cents).removesuffix("\u00a0€").replace("\u202f", "")
    assert int(Decimal(written.replace(",", ".")) * 100) == cents


@pytest.mark.parametrize(
    ("cents", "text"), [(123450, "1\u202f235\u00a0€"), (8268800, "82\u202f688\u00a0€")]
)
def test_whole_euros(cents: int, text: str) -> None:
    assert french.whole_euros(cents) == text


def test_a_moment_late_in_the_evening_is_told_in_paris() -> None:
    moment = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert french.long_day(moment) == "mardi 1er\u00a0décembre 2026"
    assert french.short_day(moment) == "1er\u00a0déc."
    assert french.numeric_day(moment) == "01/12/2026"
    assert french.clock(moment) == "0\u00a0h\u00a030"


def test_clock_and_duration() -> None:
    assert french.clock(time(9)) == "9\u00a0h"
    assert french.duration(90) == "1\u00a0h\u00a030"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 24), "aujourd’hui"),
        (date(2026, 11, 25), "demain"),
        (date(2026, 11, 23), "depuis hier"),
        (date(2026, 11, 27), "dans 3\u00a0jours"),
        (date(2026, 11, 21), "depuis 3\u00a0jours"),
        (date(2027, 1, 31), "31\u00a0janv. 2027"),
        (date(2026, 9, 1), "1er\u00a0sept."),
    ],
)
def test_distance(day: date, text: str) -> None:
    assert french.distance(day, TODAY) == text


def test_counted_and_sizes() -> None:
    assert french.counted(1, "réunion", "réunions") == "1\u00a0réunion"
    assert french.counted(0, "réunion", "réunions") == "0\u00a0réunion"
    assert french.counted(1200, "réunion", "réunions") == "1\u202f200\u00a0réunions"
    assert [french.file_size(n) for n in (12, 48_213, 1_240_000)] == [
        "1\u00a0ko",
        "48\u00a0ko",
        "1,2\u00a0Mo",
    ]


def test_filters_write_values_and_leave_nothing_for_an_absent_one() -> None:
    template = Template(
        "{% load fr %}{{ cents|eur }}|{{ none|eur }}|{{ day|depuis:today }}|{{ none|depuis:today }}"
        '|{{ 2|compte:"tâche,tâches" }}|{{ none|jour }}|{{ 92|pourcent }}|{{ 0|nombre }}'
    )
    text = template.render(Context({"cents": 123450, "none": None, "day": TODAY, "today": TODAY}))
    assert text == "1\u202f234,50\u00a0€||aujourd’hui||2\u00a0tâches||92\u00a0%|0"


def test_counting_needs_both_words() -> None:
    with pytest.raises(TemplateSyntaxError, match="singulier,pluriel"):
        Template('{% load fr %}{{ 2|compte:"tâche" }}').render(Context())


def test_de_is_elided_before_a_vowel() -> None:
    assert french.of("Nadia Ferrand") == "de Nadia Ferrand"
    assert french.of("Élodie Roy") == "d'Élodie Roy"


def test_histories_tell_acts_in_the_past() -> None:
    assert past("importer de l'annuaire national") == "a importé de l'annuaire national"
    assert past("absente de l'annuaire national") == "absente de l'annuaire national"
