"""Random months, small enough to be planned in a moment, for the tests of the engine."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from pupitre.hr.rulesets import rules_on
from pupitre.rosters.rules.model import (
    Absence,
    Contract,
    Demand,
    Fairness,
    Part,
    Past,
    Person,
    Problem,
    Room,
    ShiftType,
    Wish,
)

FIRST = date(2026, 3, 4)
RULES = (rules_on("idcc-1147", FIRST), rules_on("code-du-travail", FIRST))
MIDNIGHT = datetime.combine(FIRST, datetime.min.time())
ROOMS = (Room("r1", "Salle 1", ("soins",)), Room("r2", "Salle 2", ("soins", "réunion")))


@st.composite
def shifts(draw: st.DrawFn, number: int) -> ShiftType:
    start = draw(st.integers(10, 28)) * 30
    lengths = draw(st.sampled_from([(180,), (300,), (420,), (240, 180), (240, 300), (120, 120)]))
    parts = []
    for length in lengths:
        parts.append(Part(start, min(start + length, 1440)))
        start = min(start + length + draw(st.sampled_from([30, 60, 120])), 1410)
    ordered = tuple(p for n, p in enumerate(parts) if n == 0 or p.start > parts[n - 1].end)
    return ShiftType(
        f"S{number}",
        f"Horaire {number}",
        tuple(p for p in ordered if p.start < p.end),
        roles=draw(st.sampled_from([("a",), ("b",), ("a", "b")])),
        weekdays=draw(st.sampled_from([tuple(range(7)), (0, 1, 2, 3, 4)])),
        tags=draw(st.sampled_from([(), ("evening",)])),
        room_use=draw(st.sampled_from([None, None, "soins", "réunion"])),
    )


@st.composite
def people(draw: st.DrawFn, number: int) -> Person:
    salaried = draw(st.booleans())
    contract = Contract(
        draw(st.sampled_from([600, 1200, 2100])),
        draw(st.sampled_from([rules.name for rules in RULES])),
        draw(st.sampled_from([0, 240, 900])),
    )
    return Person(
        f"P{number}",
        f"Personne {number}",
        draw(st.sampled_from(["a", "b"])),
        skills=("accueil",),
        contract=contract if salaried else None,
        weekly_shifts=None if salaried else draw(st.integers(0, 6)),
        max_shifts_day=1 if salaried else draw(st.integers(1, 2)),
        preferred_room=draw(st.sampled_from([None, "r1"])),
    )


@st.composite
def months(draw: st.DrawFn) -> Problem:
    days = draw(st.integers(1, 12))
    team = tuple(draw(people(n)) for n in range(draw(st.integers(1, 4))))
    names = st.sampled_from([person.id for person in team])
    templates = tuple(draw(shifts(n)) for n in range(draw(st.integers(1, 4))))
    offsets = st.integers(0, days - 1)
    return Problem(
        first=FIRST,
        last=FIRST + timedelta(days=days - 1),
        people=team,
        shifts=templates,
        demands=tuple(draw(demands(n, days)) for n in range(draw(st.integers(0, 6)))),
        rule_sets=RULES,
        rooms=ROOMS,
        absences=tuple(draw(st.lists(_absences(names, offsets), max_size=3))),
        wishes=tuple(draw(st.lists(_wishes(names, offsets), max_size=3))),
        fairness=(Fairness("a", "saturday", 30), Fairness("a", "evening", 5, {"P0": 2})),
        history=tuple(draw(st.lists(_history(names), max_size=4, unique_by=lambda p: p.person))),
    )


@st.composite
def demands(draw: st.DrawFn, number: int, days: int) -> Demand:
    start, minimum = draw(st.integers(14, 30)) * 30, draw(st.integers(0, 2))
    return Demand(
        f"D{number}",
        FIRST + timedelta(days=draw(st.integers(0, days - 1))),
        start,
        start + draw(st.integers(1, 8)) * 30,
        "accueil",
        minimum,
        minimum + draw(st.integers(0, 1)),
        draw(st.sampled_from(["contractual", "wanted"])),
        "Accord",
    )


def _absences(
    names: st.SearchStrategy[str], days: st.SearchStrategy[int]
) -> st.SearchStrategy[Absence]:
    return st.builds(
        lambda who, day, hours, firm: Absence(
            who,
            MIDNIGHT + timedelta(days=day),
            MIDNIGHT + timedelta(days=day, hours=hours),
            "leave",
            firm,
        ),
        names,
        days,
        st.sampled_from([12, 24, 72]),
        st.booleans(),
    )


def _wishes(names: st.SearchStrategy[str], days: st.SearchStrategy[int]) -> st.SearchStrategy[Wish]:
    return st.builds(
        lambda who, day, want, shift: Wish(who, (FIRST + timedelta(days=day),), want, 10, shift),
        names,
        days,
        st.booleans(),
        st.sampled_from([None, "S0"]),
    )


def _history(names: st.SearchStrategy[str]) -> st.SearchStrategy[Past]:
    return st.builds(
        lambda who, start, length: Past(
            who,
            MIDNIGHT - timedelta(hours=start),
            MIDNIGHT - timedelta(hours=start) + timedelta(hours=min(length, start)),
        ),
        names,
        st.integers(1, 40),
        st.integers(1, 8),
    )
