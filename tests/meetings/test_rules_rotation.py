from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.rotation import Assignment, PastRole, assign_roles

ROLES = ("animation", "maître du temps", "secrétaire de séance")


def test_the_role_goes_to_whoever_did_it_least_then_longest_ago() -> None:
    history = [
        PastRole(date(2026, 9, 1), "animation", "Ana"),
        PastRole(date(2026, 10, 6), "animation", "Bob"),
        PastRole(date(2026, 3, 3), "animation", "Bob"),
    ]
    (found,) = assign_roles(["animation"], ["Ana", "Bob"], history)
    assert found == Assignment("animation", "Ana", "l’a fait 1 fois, la dernière le 01/09/2026")
    (new,) = assign_roles(["animation"], ["Ana", "Bob", "Eve"], history)
    assert (new.person, new.because) == ("Eve", "ne l’a encore jamais fait")


def test_absentees_and_leavers_are_skipped() -> None:
    assert assign_roles(["animation"], [], [])[0].person is None
    assert assign_roles(["animation"], ["Bob"], [])[0].person == "Bob"


def test_two_people_share_three_roles() -> None:
    assert [found.person for found in assign_roles(ROLES, ["Bob", "Ana"], [])] == (
        ["Ana", "Bob", "Ana"]
    )


@given(st.sets(st.text(min_size=1, max_size=3), min_size=3, max_size=9), st.integers(1, 40))
def test_over_time_nobody_does_a_role_much_more_than_another(team: set[str], months: int) -> None:
    history: list[PastRole] = []
    for month in range(months):
        day = date(2026, 1, 1) + timedelta(days=30 * month)
        given_now = assign_roles(ROLES, sorted(team), history)
        assert len({found.person for found in given_now}) == 3
        history += [PastRole(day, found.role, found.person or "") for found in given_now]
    for role in ROLES:
        counts = Counter(dict.fromkeys(team, 0))
        counts.update(past.person for past in history if past.role == role)
        assert max(counts.values()) - min(counts.values()) <= 2
