from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.dates import utc_moment
from pupitre.meetings.rules.attendance import (
    AttendanceError,
    Interval,
    Presence,
    ProfessionTotal,
    attended,
    professions_present,
    quorum,
    totals_by_profession,
)

DAY = date(2026, 11, 3)
EVENING = time(20)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return utc_moment(DAY, time(hour, minute, second))


START, END = at(19), at(21)


def minutes_of(*stays: Interval) -> tuple[int, int]:
    (line,) = attended([Presence("Ana", "médecin", "present", stays)], START, END, EVENING)
    return line.day_minutes, line.evening_minutes


def test_present_without_times_is_the_whole_meeting() -> None:
    assert minutes_of() == (60, 60)


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ((Interval(at(18), at(19, 30)),), (30, 0)),
        ((Interval(at(20, 30), at(23)),), (0, 30)),
        ((Interval(None, at(19, 10)), Interval(at(20, 50))), (10, 10)),
        ((Interval(at(19), at(20)), Interval(at(19, 30), at(20, 15))), (60, 15)),
        ((Interval(at(17), at(18)),), (0, 0)),
        ((Interval(at(21, 30)),), (0, 0)),
        ((Interval(at(19), at(19, 10, 29)),), (10, 0)),
        ((Interval(at(19), at(19, 10, 30)),), (11, 0)),
    ],
)
def test_stays_are_clipped_merged_and_rounded_once(
    stays: tuple[Interval, ...], expected: tuple[int, int]
) -> None:
    assert minutes_of(*stays) == expected


def test_a_departure_before_the_arrival_is_refused_in_words() -> None:
    with pytest.raises(AttendanceError, match="Ana part à 19:10 avant d’être arrivé·e à 19:40"):
        minutes_of(Interval(at(19, 40), at(19, 10)))
    with pytest.raises(AttendanceError, match="se termine avant"):
        attended([], END, START, EVENING)


def test_the_time_of_a_replacement_is_told_apart() -> None:
    lines = attended(
        [
            Presence("Ana", "médecin", "replaced"),
            Presence("Rémi", "médecin", "present", replaces="Ana"),
            Presence("Bob", "infirmier", "excused"),
        ],
        START,
        END,
        EVENING,
    )
    assert [(line.person, line.minutes, line.replaces) for line in lines] == [
        ("Ana", 0, ""),
        ("Rémi", 120, "Ana"),
        ("Bob", 0, ""),
    ]
    assert totals_by_profession(lines) == (ProfessionTotal("médecin", 1, 120),)


def test_quorum_counts_seats_and_proxies_when_accepted() -> None:
    team = [
        Presence("Ana", "médecin", "replaced"),
        Presence("Rémi", "médecin", "present", replaces="Ana"),
        Presence("Bob", "infirmier", "proxy"),
        Presence("Eve", "sage-femme", "absent"),
    ]
    half = quorum(team, Fraction(1, 2))
    assert (half.reached, half.counted, half.needed) == (False, 1, 2)
    assert half.because == "quorum non atteint : 1 sur 2 nécessaires"
    with_proxies = quorum(team, Fraction(1, 2), proxies_count=True)
    assert with_proxies.because == "quorum atteint : 2 sur 2 nécessaires"
    assert quorum(team, 1).reached
    assert professions_present(team) == ("médecin",)


moments = st.integers(-7200, 14400).map(lambda seconds: START + timedelta(seconds=seconds))
stays = st.lists(st.tuples(moments, moments).map(lambda pair: Interval(*sorted(pair))), max_size=6)


@given(stays)
def test_nobody_spends_more_time_than_the_meeting(found: list[Interval]) -> None:
    day, evening = minutes_of(*found)
    assert 0 <= day <= 60
    assert 0 <= evening <= 60


@given(stays, st.randoms())
def test_the_order_of_the_stays_is_of_no_account(found: list[Interval], rng: object) -> None:
    mixed = list(found)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert minutes_of(*mixed) == minutes_of(*found)


@given(stays, st.tuples(moments, moments))
def test_staying_longer_never_counts_less(
    found: list[Interval], more: tuple[datetime, datetime]
) -> None:
    if found:
        longer = minutes_of(*found, Interval(*sorted(more)))
        assert sum(longer) >= sum(minutes_of(*found))
