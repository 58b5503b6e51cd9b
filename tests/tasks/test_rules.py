from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.tasks.rules import (
    Decision,
    DecisionError,
    State,
    change_state,
    is_overdue,
    register,
    returning,
)

TODAY = date(2026, 11, 22)


def decision(
    key: str, due: date | None, state: State = "open", closed: date | None = None
) -> Decision:
    return Decision(key, f"Décision {key}", "Ana", date(2026, 9, 1), due, state, closed)


LATE = decision("late", date(2026, 11, 1))
VERY_LATE = decision("very-late", date(2026, 10, 1), "postponed")
SOON = decision("soon", date(2026, 12, 1))
OPEN_ENDED = decision("open-ended", None)
POSTPONED = decision("postponed", date(2027, 1, 15), "postponed")
DONE = decision("done", date(2026, 10, 1), "done", date(2026, 11, 10))
DONE_BEFORE = decision("done-before", None, "done", date(2026, 9, 10))
DROPPED = decision("dropped", None, "dropped", date(2026, 11, 20))
ALL = (LATE, VERY_LATE, SOON, OPEN_ENDED, POSTPONED, DONE, DONE_BEFORE, DROPPED)


@given(st.permutations(ALL))
def test_the_register_puts_the_overdue_first(mixed: list[Decision]) -> None:
    assert [found.key for found in register(mixed, TODAY)] == [
        "very-late",
        "late",
        "soon",
        "open-ended",
        "postponed",
        "done",
        "done-before",
        "dropped",
    ]


def test_what_comes_back_on_an_agenda() -> None:
    december = {found.key for found in returning(ALL, date(2026, 12, 1))}
    assert december == {"late", "very-late", "soon", "open-ended"}
    assert "postponed" in {found.key for found in returning(ALL, date(2027, 1, 15))}


def test_a_decision_is_overdue_only_while_it_is_to_do() -> None:
    assert is_overdue(LATE, TODAY)
    assert not is_overdue(LATE, date(2026, 11, 1))
    assert not is_overdue(DONE, TODAY)
    assert not is_overdue(OPEN_ENDED, TODAY)


def test_changes_of_state() -> None:
    done = change_state(SOON, "done", TODAY)
    assert (done.state, done.closed) == ("done", TODAY)
    assert change_state(done, "open", TODAY) == SOON
    later = change_state(SOON, "postponed", TODAY, date(2027, 1, 1))
    assert (later.due, later.state) == (date(2027, 1, 1), "postponed")
    for until in (None, TODAY):
        with pytest.raises(DecisionError, match="après le 22/11/2026"):
            change_state(SOON, "postponed", TODAY, until)
