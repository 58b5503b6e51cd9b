from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pupitre.hr.rules.coordination import Terms, agreed_days, agreed_minutes, cost_cents, weeks

HALF = Terms(date(2026, 3, 2), None, 17 * 60 + 30, Decimal("2.5"), 2890)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_november_2026_is_four_weeks_and_a_day() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    assert weeks(HALF, first, last) * 5 == 21  # working days of that month
    assert agreed_minutes(HALF, first, last) == 4410
    assert agreed_days(HALF, first, last) == 10.5


def test_nothing_is_agreed_before_the_beginning_nor_after_the_end() -> None:
    ended = Terms(date(2026, 3, 2), date(2026, 3, 15), 600, Decimal(1), 3000)
    assert agreed_minutes(ended, date(2026, 1, 1), date(2026, 2, 28)) == 0
    assert agreed_minutes(ended, date(2026, 1, 1), date(2026, 12, 31)) == 1200


def test_cost_is_rounded_to_the_cent() -> None:
    assert cost_cents(90, 3333) == 5000


@given(first=days, span=st.integers(0, 400), cut=st.integers(0, 400))
def test_two_halves_of_a_period_add_up(first: date, span: int, cut: int) -> None:
    last, middle = first + timedelta(days=span), first + timedelta(days=min(cut, span))
    rest = weeks(HALF, middle + timedelta(days=1), last)
    assert weeks(HALF, first, middle) + rest == weeks(HALF, first, last)
