from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.evaluation import DEFINITIONS, MeetingFacts, Rate, evaluate
from pupitre.tasks.rules import Decision

TODAY = date(2026, 12, 31)
MEETINGS = (
    MeetingFacts(
        date(2026, 3, 3), "RCP", {"médecin": 4, "infirmier": 2}, {"médecin": 3}, 270, (4, 5)
    ),
    MeetingFacts(
        date(2026, 4, 7), "équipe", {"médecin": 4}, {"médecin": 4, "pharmacien": 1}, 450, (3,)
    ),
    MeetingFacts(date(2025, 4, 7), "équipe", {"médecin": 4}, {"médecin": 4}, 450, (1,)),
)


def decision(key: str, state: str, due: date | None = None) -> Decision:
    return Decision(key, key, "Ana", date(2026, 3, 3), due, state)  # type: ignore[arg-type]


def test_the_figures_of_a_year() -> None:
    decisions = [
        decision("a", "done"),
        decision("b", "open", date(2026, 5, 1)),
        decision("c", "dropped"),
    ]
    found = evaluate(MEETINGS, decisions, year=2026, today=TODAY)
    assert (found.meetings, found.by_kind) == (2, {"RCP": 1, "équipe": 1})
    assert found.minutes == 720
    assert found.attendance == {
        "infirmier": Rate(0, 2),
        "médecin": Rate(7, 8),
        "pharmacien": Rate(1, 1),
    }
    assert found.overall.value == Fraction(8, 11)
    assert (found.done.value, found.late) == (Fraction(1, 2), 1)
    assert (found.satisfaction, found.marks) == (Fraction(4), 3)
    assert found.definitions is DEFINITIONS


def test_an_empty_year_has_no_rate() -> None:
    found = evaluate([], [], year=2026, today=TODAY)
    assert (found.meetings, found.overall.value, found.satisfaction) == (0, None, None)


counts = st.dictionaries(
    st.sampled_from(["médecin", "infirmier", "orthophoniste"]), st.integers(0, 9)
)


@given(
    st.lists(st.builds(MeetingFacts, st.just(TODAY), st.just("RCP"), counts, counts, st.just(9)))
)
def test_no_rate_passes_one(meetings: list[MeetingFacts]) -> None:
    found = evaluate(meetings, [], year=2026, today=TODAY)
    for rate in (*found.attendance.values(), found.overall):
        assert rate.value is None or 0 <= rate.value <= 1
