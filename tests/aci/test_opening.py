"""The opening hours of the sites, in the words of the agreement."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.aci.rules.opening import Slot, open_minutes, opening


def week(opens: int, closes: int, *, saturday: bool = True) -> list[Slot]:
    days = [Slot(day, time(opens), time(closes)) for day in range(5)]
    return days + [Slot(5, time(9), time(12))] * saturday


@pytest.mark.parametrize(
    ("hours", "word"),
    [
        ((8, 20), ">=12h"),
        ((8, 19), "10-12h"),
        ((8, 18), "10-12h"),
        ((9, 17), "8-10h"),
        ((9, 16), "<8h"),
    ],
)
def test_amplitude_is_that_of_the_shortest_working_day(hours: tuple[int, int], word: str) -> None:
    assert opening({"Bourg": week(*hours)}).amplitude == word


def test_every_site_must_open_on_saturday() -> None:
    both = opening({"Bourg": week(8, 20), "Annexe": week(8, 20, saturday=False)})
    assert (both.amplitude, both.saturday) == (">=12h", "closed")
    assert "2 sites" in both.words


def test_lunch_break_is_not_open_time() -> None:
    slots = [
        Slot(day, *span) for day in range(5) for span in ((time(8), time(12)), (time(14), time(20)))
    ]
    assert opening({"Bourg": slots}).amplitude == "10-12h"


def test_saturday_afternoon_is_no_morning() -> None:
    slots = [*week(8, 20, saturday=False), Slot(5, time(14), time(18))]
    assert opening({"Bourg": slots}).saturday == "closed"


def test_site_without_hours_leaves_everything_unknown() -> None:
    silent = opening({"Bourg": week(8, 20), "Annexe": []})
    assert (silent.amplitude, silent.saturday) == ("", "")
    assert "Annexe" in silent.words
    assert opening({}).amplitude == ""


def test_day_without_hours_counts_as_closed() -> None:
    assert opening({"Bourg": [Slot(0, time(8), time(20))]}).amplitude == "<8h"


@given(
    st.lists(
        st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(lambda span: span[0] < span[1])
    )
)
def test_overlapping_hours_count_once(spans: list[tuple[int, int]]) -> None:
    hours = {hour for start, end in spans for hour in range(start, end)}
    slots = [Slot(0, time(start), time(end)) for start, end in spans]
    assert open_minutes(slots) == 60 * len(hours)
