"""The referee, rule by rule, on plans small enough to judge by eye."""

import pytest

from pupitre.rosters.rules.shift_file import read_instance
from pupitre.rosters.rules.shift_referee import breaches, cost
from tests.rosters.instances import TINY

INSTANCE = read_instance(TINY)


def plan(*rows: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple("EL".find(cell) for cell in row) for row in rows)


LEGAL = plan("LL.....", "EE.....")


def test_a_legal_plan_has_no_breach_and_its_cost() -> None:
    assert breaches(INSTANCE, LEGAL) == []
    # A has the late shift wanted on day 0; B works the refused day 1: 3; day 2 uncovered: 100.
    assert cost(INSTANCE, LEGAL) == 103


def test_requests_and_surplus_are_paid() -> None:
    assert cost(INSTANCE, plan("EE.....", "EE.....")) == 2 + 3 + 100 + 1 + 1


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        (("LLLL...", "EE....."), ["day_off"]),
        (("LE.....", "EE....."), ["succession"]),
        (("LL.....", "LL....."), ["max_shifts"]),
        (("L......", "EE....."), ["minutes"]),
        (("LL.....", "EEEEEE."), ["minutes", "max_run"]),
        (("LL.....", "EE.EE.."), ["min_rest"]),
        (("LL.....", "E..E..E"), ["min_run"]),
        (("LL.....", "......E"), ["minutes"]),
    ],
)
def test_each_rule_is_seen(rows: tuple[str, str], rules: list[str]) -> None:
    found = [breach.rule for breach in breaches(INSTANCE, plan(*rows))]
    assert [rule for rule in found if rule in rules] == rules


def test_a_plan_of_another_shape_or_with_another_shift_is_refused() -> None:
    assert breaches(INSTANCE, LEGAL[:1])[0].rule == "shape"
    assert breaches(INSTANCE, ((9, -1, -1, -1, -1, -1, -1), LEGAL[1]))[0].rule == "shift"
