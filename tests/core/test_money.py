from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.money import (
    MoneyError,
    format_amount,
    format_euros,
    parse_cents,
    pro_rata,
    round_half_up,
    split,
)

cents = st.integers(-(10**13), 10**13)
weights = st.dictionaries(st.text(max_size=4), st.integers(0, 10**6), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234,56 €", 123456),
        ("1\u202f234,56\u00a0€", 123456),
        ("1234.5", 123450),
        ("-12,00", -1200),
        ("− 12 €", -1200),
        ("+7", 700),
        ("0,05", 5),
        ("1.234.567,8", 123456780),
        ("1 234", 123400),
    ],
)
def test_parse_reads_what_people_type(text: str, expected: int) -> None:
    assert parse_cents(text) == expected


@pytest.mark.parametrize("text", ["", "douze", "1,234,5", "12,345", "1 23,4", "--3", "4 €/h"])
def test_parse_says_what_to_write(text: str) -> None:
    with pytest.raises(MoneyError, match="écrivez par exemple"):
        parse_cents(text)


def test_format_is_french() -> None:
    assert format_euros(123450) == "1\u202f234,50\u00a0€"
    assert format_euros(-5) == "-0,05\u00a0€"
    assert format_amount(123456789) == "1\u202f234\u202f567,89"


@given(cents)
def test_format_is_read_back(amount: int) -> None:
    assert parse_cents(format_euros(amount)) == amount


def test_split_gives_the_cent_left_to_the_largest_remainder() -> None:
    assert split(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert split(100, {"a": 1, "b": 2}) == {"a": 33, "b": 67}
    assert split(-100, {"a": 1, "b": 1, "c": 1}) == {"a": -34, "b": -33, "c": -33}
    assert split(10, {1: Decimal("0.5"), 2: Fraction(1, 2)}) == {1: 5, 2: 5}


def test_split_without_any_weight() -> None:
    assert split(0, {"a": 0}) == {"a": 0}
    assert split(0, {}) == {}
    with pytest.raises(MoneyError, match="Aucune part"):
        split(1, {"a": 0})
    with pytest.raises(MoneyError, match="négative"):
        split(1, {"a": 2, "b": -1})


@given(cents, weights)
def test_split_loses_no_cent_and_keeps_near_the_ideal(total: int, parts: dict[str, int]) -> None:
    whole = sum(parts.values())
    if not whole:
        return
    shares = split(total, parts)
    assert sum(shares.values()) == total
    for key, weight in parts.items():
        assert abs(Fraction(total * weight, whole) - shares[key]) < 1


@given(cents, weights, st.randoms())
def test_split_does_not_depend_on_the_order(total: int, parts: dict[str, int], rng: object) -> None:
    parts["x"] = 1
    mixed = list(parts.items())
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert split(total, dict(mixed)) == split(total, parts)


@given(cents)
def test_halves_are_rounded_away_from_zero(amount: int) -> None:
    assert round_half_up(Fraction(-amount)) == -round_half_up(Fraction(amount)) == -amount
    assert pro_rata(amount, Fraction(1)) == amount
    assert round_half_up(Decimal("0.5")) == 1
    assert round_half_up(Decimal("-2.5")) == -3
    assert pro_rata(100, Fraction(1, 3)) == 33
