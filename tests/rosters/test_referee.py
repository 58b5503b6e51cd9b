"""The referee and the score of a month, rule by rule."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from benchmarks.month_cases import rooms_month, staff_month

from pupitre.rosters.rules.model import Absence, Assignment, Interval, Past, Published, Wish
from pupitre.rosters.rules.referee import check
from pupitre.rosters.rules.score import score

MONDAY = date(2026, 3, 2)
STAFF, ROOMS = staff_month(), rooms_month()


def held(person: str, day: int, shift: str, room: str | None = None) -> Assignment:
    return Assignment(person, MONDAY + timedelta(days=day), shift, room)


def rules_broken(*assignments: Assignment, problem: object = None) -> list[str]:
    return [v.rule for v in check(problem or STAFF, assignments)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("assignments", "broken"),
    [
        ([("alice", 0, "Journée")], []),
        ([("zoé", 0, "Journée")], ["unknown"]),
        ([("alice", 40, "Journée")], ["unknown"]),
        ([("alice", 0, "Ménage")], ["role"]),
        ([("alice", 0, "Samedi")], ["weekday"]),
        ([("chloé", 9, "Matin")], ["absence"]),
        (
            [("alice", 0, "Matin"), ("alice", 0, "Fermeture")],
            ["shifts_day", "overlap", "DUREE_JOUR_10H", "AMPLITUDE_10H", "PAUSE_20MIN"],
        ),
        ([("estelle", 0, "Ménage")], []),
        ([("diane", n, "Journée") for n in range(4)], ["CONTRAT"]),
    ],
)
def test_each_rule_of_staff(assignments: list[tuple[str, int, str]], broken: list[str]) -> None:
    assert rules_broken(*(held(*a) for a in assignments)) == broken


@pytest.mark.parametrize(
    ("assignments", "broken"),
    [
        ([("médecin0", 0, "médecin M", "salle1")], []),
        ([("médecin0", 0, "médecin M", None)], ["room"]),
        ([("kiné0", 0, "kiné M", "salle6")], ["room_use"]),
        (
            [("médecin0", 0, "médecin M", "salle1"), ("médecin1", 0, "médecin M", "salle1")],
            ["room_twice"],
        ),
        ([("médecin0", 0, "médecin M", "salle1"), ("médecin1", 0, "médecin A", "salle1")], []),
    ],
)
def test_each_rule_of_rooms(
    assignments: list[tuple[str, int, str, str | None]], broken: list[str]
) -> None:
    assert rules_broken(*(held(*a) for a in assignments), problem=ROOMS) == broken


def test_a_closed_room_is_seen() -> None:
    start = datetime.combine(MONDAY, datetime.min.time())
    shut = replace(ROOMS.rooms[0], closed=(Interval(start, start + timedelta(days=1)),))
    problem = replace(ROOMS, rooms=(shut, *ROOMS.rooms[1:]))
    assert rules_broken(held("médecin0", 0, "médecin M", "salle1"), problem=problem) == [
        "room_closed"
    ]


def test_work_before_the_month_counts_for_rest_and_week() -> None:
    evening = datetime(2026, 3, 1, 16)  # noqa: DTZ001 - local wall clock
    problem = replace(STAFF, history=(Past("alice", evening, evening + timedelta(hours=6)),))
    assert rules_broken(held("alice", 0, "Matin"), problem=problem) == ["REPOS_11H"]


def test_frozen_and_locked_assignments_stay_unless_the_person_is_absent() -> None:
    published = Published(
        (held("alice", 0, "Journée"), replace(held("alice", 21, "Matin"), locked=True)),
        MONDAY + timedelta(days=1),
    )
    problem = replace(STAFF, absences=(), published=published)
    assert rules_broken(*published.assignments, problem=problem) == []
    assert rules_broken(problem=problem) == ["kept", "kept"]
    assert rules_broken(*published.assignments, held("diane", 0, "Matin"), problem=problem) == [
        "kept"
    ]
    start = datetime.combine(MONDAY, datetime.min.time())
    ill = Absence("alice", start, start + timedelta(days=1), "ill")
    assert rules_broken(published.assignments[1], problem=replace(problem, absences=(ill,))) == []


def test_the_average_of_twelve_weeks_sees_earlier_weeks() -> None:
    problem = replace(STAFF, earlier_weeks={"alice": (2820,) * 11})
    week = [held("alice", n, "Fermeture") for n in range(4)]
    assert rules_broken(*week, problem=problem) == ["MOYENNE_44H"]


def test_points_are_counted_rule_by_rule() -> None:
    monday = [d for d in STAFF.demands if d.day == MONDAY]
    day = replace(
        STAFF,
        first=MONDAY,
        last=MONDAY,
        demands=tuple(monday),
        wishes=(),
        absences=(),
        people=STAFF.people[:1],
        fairness=(),
    )
    points = score(day, [held("alice", 0, "Journée")])
    # Missing: 12-13h and 17-20h (8 slots), cleaning once; second person: 8-10h and 17-19h (8 slots).
    # Alice owes 7 h of her 35 that Monday and works 8.
    assert points.by_rule["demands"] == 8 * 1000 + 200 + 8 * 20
    assert points.by_rule["hours"] == 4
    assert points.total == 8 * 1000 + 200 + 8 * 20 + 4


def test_wishes_fairness_and_changes_are_priced() -> None:
    saturday = held("alice", 5, "Samedi")
    problem = replace(STAFF, wishes=(Wish("alice", (saturday.day,), want=False, weight=7),))
    points = score(problem, [saturday])
    assert points.by_rule["wishes"] == 7
    assert points.by_rule["fairness"] == 30 * 2  # Alice carries one over
    published = Published((), MONDAY)
    changed = score(replace(problem, published=published), [saturday, held("diane", 26, "Samedi")])
    assert [(c.person, c.notice, c.price) for c in changed.changes] == [
        ("alice", 5, 30),
        ("diane", 26, 1),
    ]
