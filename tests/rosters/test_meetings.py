"""Dates of meetings: quorum, professions, the worst-off person first."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pupitre.rosters.rules.meetings import (
    Candidate,
    MeetingProblem,
    Member,
    judge,
    order,
    shortfalls,
)
from pupitre.rosters.rules.solver.dates import choose_dates

START = datetime.fromisoformat("2026-03-03T12:30")
TEAM = (
    Member("a", "médecin"),
    Member("b", "médecin"),
    Member("c", "infirmière"),
    Member("d", "kiné"),
)


def candidate(name: str, group: str, available: str, cost: int = 0) -> Candidate:
    return Candidate(name, group, START + timedelta(days=len(name)), tuple(available), cost)


def problem(*candidates: Candidate, quorum: int = 2, professions: int = 2) -> MeetingProblem:
    return MeetingProblem(TEAM, candidates, quorum, professions, {"médecin": 1})


def test_the_worst_off_person_comes_before_the_total() -> None:
    choice = choose_dates(
        problem(
            candidate("1x", "mars", "abc"),
            candidate("1y", "mars", "acd"),
            candidate("2x", "avril", "abc"),
            candidate("2y", "avril", "ad"),
        )
    )
    # Two times "abc" would miss fewer people in all, but kiné d both times.
    assert {c.id for c in choice.chosen} == {"1y", "2x"}
    assert choice.worst_off[1] == 1


@pytest.mark.parametrize(
    ("available", "reason"),
    [
        ("a", "1 présents, il en faut 2"),
        ("ab", "1 professions, il en faut 2"),
        ("cd", "0 médecin, il en faut 1"),
    ],
)
def test_a_month_without_a_valid_date_says_why(available: str, reason: str) -> None:
    choice = choose_dates(problem(candidate("x", "mai", available)))
    assert choice.chosen == ()
    assert reason in choice.impossible[0]


def test_equal_dates_go_to_the_cheapest() -> None:
    choice = choose_dates(
        problem(candidate("1", "mai", "abcd", 5), candidate("2", "mai", "abcd", 1))
    )
    assert [c.id for c in choice.chosen] == ["2"]
    assert (choice.absences, choice.cost) == (0, 1)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("mno"), st.sets(st.sampled_from("abcd")), st.integers(0, 3)),
        max_size=7,
    )
)
def test_no_other_choice_is_better(drawn: list[tuple[str, set[str], int]]) -> None:
    offered = [
        candidate(str(n), g, "".join(sorted(who)), cost) for n, (g, who, cost) in enumerate(drawn)
    ]
    asked = problem(*offered)
    best = choose_dates(asked)
    assert all(not shortfalls(asked, chosen) for chosen in best.chosen)
    valid = {
        g: [c for c in offered if c.group == g and not shortfalls(asked, c)] for g in asked.groups()
    }
    for other in product(*(choices for choices in valid.values() if choices)):
        assert order(best) <= order(judge(asked, other))
