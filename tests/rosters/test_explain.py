"""Reasons of a hole: each kind is found, none can be left out, and together they suffice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from benchmarks.month_cases import staff_month
from hypothesis import given, settings
from hypothesis import strategies as st

from pupitre.rosters.rules.model import (
    Assignment,
    Demand,
    Interval,
    Part,
    Problem,
    Published,
    Room,
    ShiftType,
)
from pupitre.rosters.rules.solver import explain as explaining
from pupitre.rosters.rules.solver.explain import Conflict, explain
from pupitre.rosters.rules.solver.month import Budget, plan_month
from tests.rosters.months import FIRST, months

MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)
STEADY = Budget(seconds=60, workers=1, effort=3.0)


def shift(name: str, start: int, end: int, room_use: str | None = None) -> ShiftType:
    return ShiftType(name, name, (Part(start * 60, end * 60),), ("secrétaire",), room_use=room_use)


def demand(day: date, start: int, end: int) -> Demand:
    name = f"{day:%d} {start}h"
    return Demand(name, day, start * 60, end * 60, "accueil", 1, 1, "contractual", "Accord", 60)


def alone(shifts: Sequence[ShiftType], demands: Sequence[Demand]) -> Problem:
    """Alice alone, for one week."""
    month = staff_month()
    return replace(
        month,
        last=MONDAY + timedelta(days=6),
        people=month.people[:1],
        shifts=tuple(shifts),
        demands=tuple(demands),
        absences=(),
        wishes=(),
        fairness=(),
    )


def only_conflict(problem: Problem) -> Conflict:
    plan = plan_month(problem, STEADY)
    (conflict,) = explain(problem, plan.assignments)
    return conflict


def kinds(conflict: Conflict) -> list[str]:
    return sorted(reason.kind for reason in conflict.reasons)


def test_a_rest_that_is_due_is_a_reason() -> None:
    late, early = shift("Soir", 15, 20), shift("Aube", 6, 11)
    problem = alone([late, early], [demand(TUESDAY, 6, 7)])
    evening = Assignment("alice", MONDAY, "Soir", locked=True)
    conflict = only_conflict(replace(problem, published=Published((evening,), MONDAY)))
    assert kinds(conflict) == ["kept", "rest"]
    assert "Alice doit garder ses repos" in conflict.sentence
    assert any("repos est dû" in remedy for remedy in conflict.remedies)


def test_a_closed_room_is_a_reason() -> None:
    start = datetime.combine(TUESDAY, datetime.min.time())
    closed = Room("r", "Salle bleue", ("soins",), (Interval(start, start + timedelta(days=1)),))
    problem = alone([shift("Matin", 8, 12, "soins")], [demand(TUESDAY, 8, 9)])
    conflict = only_conflict(replace(problem, rooms=(closed,)))
    assert kinds(conflict) == ["room"]
    assert "Salle bleue est fermée" in conflict.sentence
    assert "Ouvrir Salle bleue ce jour-là." in conflict.remedies


def test_another_demand_of_the_day_is_a_reason() -> None:
    problem = alone(
        [shift("Matin", 8, 12), shift("Après-midi", 14, 18)],
        [demand(TUESDAY, 8, 9), demand(TUESDAY, 14, 15)],
    )
    conflict = only_conflict(problem)
    assert kinds(conflict) == ["demand"]
    assert "il faut aussi tenir « accueil" in conflict.sentence
    assert any("du mardi 3\u00a0mars" in remedy for remedy in conflict.remedies)


def test_a_week_that_is_too_full_names_its_limit_and_the_other_demands() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(5)]
    whole_day = replace(shift("Journée", 8, 17), parts=(Part(480, 720), Part(780, 1020)))
    problem = alone([whole_day], [demand(day, 8, 12) for day in days])
    conflict = only_conflict(problem)
    assert kinds(conflict) == ["demand"] * 4 + ["week"]
    assert "Alice est à sa limite de 39\u00a0h cette semaine" in conflict.sentence
    assert "il faut tenir 4 autres besoins de la semaine" in conflict.sentence


@st.composite
def hard_months(draw: st.DrawFn) -> Problem:
    """Months with a published plan, part of it locked, and a room that closes."""
    problem = draw(months())
    start = datetime.combine(FIRST, datetime.min.time())
    shut = Interval(start, start + timedelta(days=draw(st.integers(1, 5))))
    rooms = (replace(problem.rooms[0], closed=(shut,)), *problem.rooms[1:])
    before = plan_month(problem, STEADY).assignments
    locked = tuple(replace(a, locked=draw(st.booleans())) for a in before if a.room is None)
    return replace(problem, rooms=rooms, published=Published(locked, FIRST))


def assert_minimal_and_confirmed(problem: Problem) -> set[str]:
    """The kinds seen; each reason set conflicts, and no longer does once any one is dropped."""
    plan, seen = plan_month(problem, STEADY), set[str]()
    for conflict in explain(problem, plan.assignments, most=20, seconds=600):
        if not conflict.reasons:
            continue
        week = explaining._week_alone(problem, plan.assignments, conflict.demand)
        core = explaining._Core(week, plan.assignments, conflict.demand, conflict.start)
        named = [
            index
            for index, reason in core.month.reasons.items()
            if reason in conflict.reasons
            or (reason.kind, reason.item) == ("demand", conflict.demand.id)
        ]
        assert core._solve(named) is not None
        for index in named:
            assert core._solve([other for other in named if other != index]) is None
        seen |= {reason.kind for reason in conflict.reasons}
    return seen


@settings(max_examples=15, deadline=None)
@given(hard_months())
def test_every_reason_set_is_minimal_and_confirmed(problem: Problem) -> None:
    assert_minimal_and_confirmed(problem)


@pytest.mark.long
def test_every_kind_of_reason_is_minimal_over_many_months() -> None:
    seen = set[str]()

    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(hard_months())
    def over_many(problem: Problem) -> None:
        seen.update(assert_minimal_and_confirmed(problem))

    over_many()
    assert seen == {"absence", "week", "kept", "rest", "room", "demand"}
