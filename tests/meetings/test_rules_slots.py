"""Slots of a poll, typed fast."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.dates import Calendar, local
from pupitre.meetings.rules.slots import MOST, SlotError, read_slots, write_slots

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CALENDAR = Calendar()


def starts(days: str, hours: str = "") -> list[str]:
    found = read_slots(days, hours, NOW, CALENDAR).starts
    return [f"{local(start):%d/%m %Hh%M}" for start in found]


def test_days_and_hours_make_a_grid_in_order() -> None:
    assert starts("jeudi 3/12, mardi 1/12", "12h30, 20 h") == [
        "01/12 12h30",
        "01/12 20h00",
        "03/12 12h30",
        "03/12 20h00",
    ]


def test_a_day_may_have_its_own_hours() -> None:
    assert starts("1/12\n3/12 à 20h et 21h\n8/12 midi", "12:30") == [
        "01/12 12h30",
        "03/12 20h00",
        "03/12 21h00",
        "08/12 12h00",
    ]


def test_a_public_holiday_is_left_out_with_a_word() -> None:
    found = read_slots("24/12, 25/12", "12h30", NOW, CALENDAR)
    assert len(found.starts) == 1
    assert "vendredi 25\u00a0décembre 2026" in found.left_out[0]
    assert "Noël" in found.left_out[0]


def test_a_closing_of_the_structure_is_left_out_too() -> None:
    closed = Calendar(closed={date(2026, 12, 1): "inventaire"})
    found = read_slots("1/12, 2/12", "9h", NOW, closed)
    assert [local(start).day for start in found.starts] == [2]
    assert "inventaire" in found.left_out[0]


@pytest.mark.parametrize(
    ("days", "hours", "sentence"),
    [
        ("", "12h30", "Écrivez au moins une date"),
        ("25/12", "12h30", "Écrivez au moins une date"),
        ("1/12", "", "Donnez une heure pour le mardi 1er\u00a0décembre 2026"),
        ("2/11/2026", "12h30", "est déjà passé"),
        ("1/12, 01/12/2026", "12h30", "est proposé deux fois"),
        ("lundi 1/12/2026", "12h30", "pas un lundi"),
        ("demain", "12h30", "n’est pas une date"),
        ("1/12", "26h", "n’est pas une heure"),
        ("1/12", "bientôt", "n’est pas une heure"),
        ("1/12, 2/12, 3/12, 4/12, 7/12", "9h, 12h, 20h", "15 créneaux"),
    ],
)
def test_what_cannot_be_proposed_is_said_in_one_sentence(
    days: str, hours: str, sentence: str
) -> None:
    with pytest.raises(SlotError) as refusal:
        read_slots(days, hours, NOW, CALENDAR)
    assert sentence in str(refusal.value)


@given(
    st.lists(
        st.integers(0, 700 * 24 * 60).map(
            lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        ),
        min_size=1,
        max_size=MOST,
        unique=True,
    )
)
def test_written_slots_are_read_back(moments: list[datetime]) -> None:
    wanted = {found for found in moments if not CALENDAR.off(local(found).date())}
    if not wanted or any(local(found).hour == 2 for found in moments):  # the hour that exists twice
        return
    assert set(read_slots(write_slots(moments), "", NOW, CALENDAR).starts) == wanted
