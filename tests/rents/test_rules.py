"""Rules of rents: days, receipts, keys, revision; sums exact to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.money import MoneyError
from pupitre.rents.rules import charges
from pupitre.rents.rules.charges import VACANT, Occupant, Place, percents, shares, weights
from pupitre.rents.rules.periods import Span, Terms, due_for, months_of, period_of, words
from pupitre.rents.rules.receipts import Claim, Receipt, allocate
from pupitre.rents.rules.revision import Quarter, quarter_for, revised, vacancy

DAY = date(2026, 1, 1)
YEAR = Span(DAY, date(2026, 12, 31))
days = st.integers(0, 364).map(lambda n: DAY + timedelta(days=n))
spans = st.tuples(days, days).map(lambda pair: Span(min(pair), max(pair)))
cents = st.integers(0, 500_000)


def test_a_whole_month_costs_the_rent_and_a_leaver_pays_his_days():
    terms = [Terms(DAY, 620_00, 90_00)]
    assert due_for(period_of(date(2026, 2, 9), 1), terms).total == 710_00
    left = due_for(Span(date(2026, 11, 1), date(2026, 11, 12)), terms)
    assert (left.rent, left.charges, left.because) == (248_00, 36_00, "12 jours sur 30 en novembre")
    assert due_for(period_of(date(2026, 5, 1), 3), terms).rent == 3 * 620_00


def test_a_new_price_counts_from_its_day():
    terms = [Terms(DAY, 300_00, 0), Terms(date(2026, 4, 16), 600_00, 30_00)]
    due = due_for(period_of(date(2026, 4, 1), 1), terms)
    assert (due.rent, due.charges) == (450_00, 15_00)


@given(spans, cents, st.integers(1, 365))
def test_a_period_cut_in_two_costs_the_same_within_a_cent(span, rent, cut):
    middle = span.first + timedelta(days=cut)
    terms = [Terms(DAY - timedelta(days=400), rent, 0)]
    whole = due_for(span, terms).rent
    if middle <= span.last:
        parts = [Span(span.first, middle - timedelta(days=1)), Span(middle, span.last)]
        assert abs(sum(due_for(one, terms).rent for one in parts) - whole) <= 1
    assert sum(one.days for one in months_of(span)) == span.days


@given(st.integers(1, 12), st.sampled_from([1, 3]), cents, cents)
def test_a_whole_period_is_a_whole_number_of_months(month, months, rent, provision):
    due = due_for(period_of(date(2026, month, 15), months), [Terms(DAY, rent, provision)])
    assert (due.rent, due.charges, due.because) == (rent * months, provision * months, "")


def test_periods_are_told_in_words():
    assert words(period_of(date(2026, 11, 22), 1)) == "novembre 2026"
    assert words(period_of(date(2026, 2, 1), 3)) == "1er trimestre 2026"
    assert words(YEAR) == "2026"
    assert words(Span(date(2026, 11, 12), date(2026, 11, 30))) == "du 12 au 30 novembre 2026"
    assert words(Span(DAY, date(2026, 2, 3))) == "du 1er janvier 2026 au 3 février 2026"


def test_a_lettered_receipt_pays_its_call_and_another_the_oldest():
    claims = [Claim(1, 500_00, DAY), Claim(2, 500_00, date(2026, 2, 1), "A")]
    february = Receipt(500_00, date(2026, 2, 5), "A")
    found = allocate(claims, [february])
    assert not found[1].whole
    assert (found[2].whole, found[2].on) == (True, date(2026, 2, 5))
    part = allocate(claims, [february, Receipt(120_00, date(2026, 3, 1))])
    assert (part[1].cents, part[1].left, part[1].on) == (120_00, 380_00, None)


@given(
    st.lists(st.tuples(cents, days, st.sampled_from(["", "A", "B"])), max_size=8),
    st.lists(st.tuples(cents, days, st.sampled_from(["", "A", "B"])), max_size=8),
)
def test_no_receipt_is_counted_twice_nor_lost(claimed, received):
    claims = [Claim(key, *one) for key, one in enumerate(claimed)]
    receipts = [Receipt(*one) for one in received]
    found = allocate(claims, receipts)
    paid = sum(one.cents for one in found.values())
    assert paid == min(sum(one.cents for one in claims), sum(one.cents for one in receipts))
    assert all(0 <= one.cents <= one.of for one in found.values())


PLACES = [Place(1, Decimal("20.00"), 1, YEAR), Place(2, Decimal("30.50"), 2, YEAR)]


def test_charges_follow_the_area_the_days_and_what_is_vacant():
    half = Span(DAY, date(2026, 7, 2))  # 183 days
    people = [Occupant(11, 1, 100, Decimal(10), YEAR), Occupant(12, 2, 100, Decimal(30), half)]
    area = weights(charges.AREA, PLACES, people, YEAR)
    assert area[11] == 20 * 365
    assert area[12] == Fraction("30.5") * 183
    assert area[VACANT] == Fraction("30.5") * 182
    hours = weights(charges.HOURS, PLACES, people, YEAR)
    assert (hours[VACANT], hours[12]) == (0, 30 * 183)
    assert sum(percents(area).values()) == 100
    rooms = weights(charges.ROOMS, PLACES, people, YEAR)
    assert (rooms[11], rooms[12], rooms[VACANT]) == (365, 366, 364)


def test_a_key_without_any_weight_is_refused():
    nobody = weights(charges.HOURS, PLACES, [Occupant(11, 1, 100, Decimal(0), YEAR)], YEAR)
    with pytest.raises(MoneyError, match="complétez les surfaces"):
        shares(100_00, nobody)


@given(
    st.integers(1, 10_000_000),
    st.sampled_from([charges.AREA, charges.ROOMS, charges.EQUAL, charges.HOURS]),
    st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(1, 50), spans), min_size=1, max_size=6),
)
def test_shares_make_the_expense_to_the_cent_in_any_order(expense, basis, drawn):
    people = [
        Occupant(10 + n, place, percent, Decimal(n + 1), span)
        for n, (place, percent, span) in enumerate(drawn)
    ]
    found = weights(basis, PLACES, people, YEAR)
    assert sum(shares(expense, found).values()) == expense
    assert sum(percents(found).values()) == 100
    again = weights(basis, PLACES[::-1], people[::-1], YEAR)
    assert shares(expense, again) == shares(expense, found)


def test_a_rent_is_revised_by_the_same_quarter_of_a_later_year():
    # ILAT T2 2021 116,46 → T2 2023 130,64
    assert revised(850_00, Decimal("116.46"), Decimal("130.64")) == 953_49
    assert quarter_for(Quarter(2022, 2), date(2023, 3, 1), date(2024, 3, 1)) == Quarter(2023, 2)
    assert quarter_for(Quarter(2022, 2), date(2023, 3, 1), date(2026, 2, 28)) == Quarter(2024, 2)
    assert str(Quarter(2025, 2)) == "T2 2025"
    with pytest.raises(ValueError, match="plus grand que zéro"):
        revised(100, Decimal(0), Decimal(1))


@given(cents, st.integers(5000, 20000), st.integers(5000, 20000))
def test_a_revision_is_the_exact_product_rounded_once(rent, old, new):
    found = revised(rent, Decimal(old) / 100, Decimal(new) / 100)
    assert abs(found - Fraction(rent * new, old)) <= Fraction(1, 2)
    assert revised(rent, Decimal(old), Decimal(old)) == rent


def test_a_vacancy_loses_rent_and_charges_and_keeps_the_others():
    span = period_of(date(2026, 5, 1), 3)
    lost, left = vacancy(span, [(Terms(DAY, 500_00, 50_00), True), (Terms(DAY, 300_00, 0), False)])
    assert (lost.rent, lost.charges, lost.total) == (1500_00, 150_00, 1650_00)
    assert left.total == 900_00
