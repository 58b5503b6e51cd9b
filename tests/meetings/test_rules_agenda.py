from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.agenda import Item, carry_over, feed, fitting, schedule

START = datetime(2026, 11, 3, 11, 30, tzinfo=UTC)
ITEMS = (
    Item("a", "Accueil", 10),
    Item("b", "Protocole plaies", 50, "Ana"),
    Item("c", "Divers", 30),
)


def test_each_item_has_its_time() -> None:
    planned = schedule(ITEMS, START, 90)
    assert [f"{line.start:%H:%M}" for line in planned.lines] == ["11:30", "11:40", "12:30"]
    assert (planned.minutes, planned.spare, planned.warnings) == (90, 0, ())
    assert schedule((), START, 90).spare == 90


def test_an_overrun_says_what_to_remove_and_what_falls_outside() -> None:
    planned = schedule((*ITEMS, Item("d", "Travaux", 0)), START, 60)
    assert [line.late for line in planned.lines] == [False, False, True, True]
    assert planned.warnings == (
        "« Travaux » n’a pas de durée : indiquez-en une.",
        "L’ordre du jour dure 1\u00a0h\u00a030 pour 1\u00a0h : retirez 30\u00a0min"
        " ou prolongez la réunion.",
        "« Divers » commencerait après la fin de la réunion.",
        "« Travaux » commencerait après la fin de la réunion.",
    )


def test_decisions_come_first_and_a_subject_comes_once() -> None:
    fed = feed([Item("b", "Suivi plaies", 5, source="decision")], [Item("t", "Parking", 5)], ITEMS)
    assert [item.key for item in fed] == ["b", "t", "a", "c"]
    assert fed[0].title == "Suivi plaies"


def test_what_was_not_finished_goes_to_the_next_agenda() -> None:
    (first, second) = carry_over(ITEMS, {"b"})
    assert (first.key, second.key, second.source) == ("a", "c", "carried")


@given(st.lists(st.integers(1, 60), max_size=12), st.integers(15, 180))
def test_the_clock_never_jumps(durations: list[int], slot: int) -> None:
    items = [Item(str(rank), "Sujet", minutes) for rank, minutes in enumerate(durations)]
    planned = schedule(items, START, slot)
    ends = [START, *(line.end for line in planned.lines)]
    assert [line.start for line in planned.lines] == ends[:-1]
    assert planned.minutes + planned.spare == slot
    assert bool(planned.warnings) == (planned.spare < 0)


def test_what_fits_is_brought_and_no_title_twice() -> None:
    former = [Item("a", "Planning", 70)]
    waiting = [
        Item("b", "planning ", 5),
        Item("c", "Frigo", 10),
        Item("d", "Congés", 15),
        Item("e", "frigo", 5),
        Item("f", "Vaccins", 10),
    ]
    assert [item.key for item in fitting(waiting, former, 90)] == ["c", "f"]
