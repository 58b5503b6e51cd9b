from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.numbering import missing_numbers, next_number, number_of, ranks


def test_numbers_follow_within_their_year() -> None:
    given_out = ["CR-2026-013", "CR-2025-040", "brouillon", "RCP-2026-099"]
    assert next_number(given_out, 2026) == "CR-2026-014"
    assert next_number(given_out, 2027) == "CR-2027-001"
    assert next_number(given_out, 2026, "RCP") == "RCP-2026-100"
    assert number_of(2026, 1000) == "CR-2026-1000"
    assert missing_numbers(["CR-2026-001", "CR-2026-004"], 2026) == ("CR-2026-002", "CR-2026-003")


@given(st.integers(0, 40), st.integers(2000, 2100))
def test_a_year_numbered_one_by_one_has_no_hole(count: int, year: int) -> None:
    numbers: list[str] = []
    for _ in range(count):
        numbers.append(next_number(numbers, year))
    assert missing_numbers(numbers, year) == ()
    assert ranks(numbers, year) == set(range(1, count + 1))
