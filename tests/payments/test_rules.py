"""Tests of the pure rules of payments."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.payments.rules.das2 import (
    Paid,
    Threshold,
    UnknownYearError,
    YearOfPayee,
    verdict,
    years_of_payees,
)
from pupitre.payments.rules.latin import ALLOWED, LatinError, name_for_bank, words_for_bank
from pupitre.payments.rules.limits import Asked, Limit, second_person_because
from pupitre.payments.rulesets import das2_threshold

DAY = date(2026, 11, 22)
THRESHOLD = Threshold(240_000, date(2027, 1, 31), date(2027, 4, 30), "essai")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Mme Chloé Œuvrard–Nuñez", "Mme Chloe OEuvrard-Nunez"),
        ("SELARL « Dr L’Hôte & Fils »", "SELARL ' Dr L'Hote + Fils '"),
        ("  Łukasz\u00a0Groß ", "Lukasz Gross"),
        ("//Cabinet//Nord/", "Cabinet/Nord"),
    ],
)
def test_a_holders_name_is_written_in_the_banks_letters(typed: str, written: str) -> None:
    assert name_for_bank(typed) == written


@pytest.mark.parametrize(
    ("typed", "said"),
    [("王秀英", "« 王 »"), ("///", "vide"), ("A" * 71, "dépasse 70"), ("A\u0007", "U+0007")],
)
def test_a_name_that_no_bank_reads_is_refused_never_guessed(typed: str, said: str) -> None:
    with pytest.raises(LatinError, match=said.replace("+", r"\+")):
        name_for_bank(typed)


@given(st.text(max_size=200))
def test_any_name_gives_the_banks_letters_or_a_refusal(typed: str) -> None:
    try:
        name = name_for_bank(typed)
    except LatinError:
        return
    assert set(name) <= ALLOWED
    assert 0 < len(name) <= 70
    assert "//" not in name
    assert name == name.strip("/ ") == name_for_bank(name)


@given(st.text(max_size=400))
def test_any_words_fit_in_a_transfer(typed: str) -> None:
    words = words_for_bank(typed)
    assert set(words) <= ALLOWED
    assert len(words) <= 140
    assert words == words.strip("/ ")
    assert "//" not in words


GENERAL = Limit(100_000, date(2026, 1, 1))
INDEMNITIES = Limit(50_000, date(2026, 1, 1), nature="indemnity", words="indemnités")
HEADING = Limit(300_000, date(2026, 1, 1), nature="invoice", heading=7)
WHOLE = Limit(400_000, date(2026, 1, 1), whole=True)


def _because(*asked: Asked, limits: tuple[Limit, ...] = (GENERAL, INDEMNITIES, HEADING)) -> int:
    return len(second_person_because(asked, limits, DAY))


def test_the_narrowest_limit_governs_a_payment() -> None:
    assert _because(Asked("A", 60_000, "indemnity")) == 1
    assert _because(Asked("A", 60_000, "refund")) == 0
    assert _because(Asked("A", 250_000, "invoice", 7)) == 0
    assert _because(Asked("A", 250_000, "invoice", 8)) == 1


def test_a_sum_cut_in_two_for_one_payee_still_counts_as_one() -> None:
    assert _because(Asked("A", 30_000, "indemnity"), Asked("A", 30_000, "indemnity")) == 1
    assert _because(Asked("A", 30_000, "indemnity"), Asked("B", 30_000, "indemnity")) == 0


def test_a_limit_on_the_whole_batch_adds_everybody_up() -> None:
    many = [Asked(str(number), 45_000, "indemnity") for number in range(10)]
    found = second_person_because(many, (GENERAL, INDEMNITIES, WHOLE), DAY)
    assert found == (
        "Le lot : 4\u202f500,00\u00a0€, au-dessus du plafond de 4\u202f000,00\u00a0€.",
    )


def test_a_limit_holds_between_its_dates_only() -> None:
    over = Limit(1, date(2026, 1, 1), until=date(2026, 11, 21))
    to_come = Limit(1, date(2026, 11, 23))
    assert _because(Asked("A", 500, "other"), limits=(over, to_come)) == 0
    assert _because(Asked("A", 500, "other"), limits=(Limit(499, DAY, until=DAY),)) == 1


def test_a_sum_equal_to_the_limit_passes() -> None:
    assert _because(Asked("A", 100_000, "other")) == 0


@pytest.mark.parametrize(("year", "cents"), [(2023, 120_000), (2024, 240_000), (2026, 240_000)])
def test_the_threshold_is_the_one_of_the_year_of_payment(year: int, cents: int) -> None:
    assert das2_threshold(year).cents == cents
    assert das2_threshold(year).due == date(year + 1, 1, 31)


def test_a_year_before_the_first_threshold_is_refused() -> None:
    with pytest.raises(UnknownYearError, match="2001"):
        das2_threshold(2001)


@pytest.mark.parametrize(
    ("third_party", "associate", "kind", "answer"),
    [
        (240_001, 0, "fees", "declare"),
        (240_000, 0, "fees", "leave"),
        (0, 240_001, "fees", "ask"),
        (200_000, 100_000, "fees", "ask"),
        (250_000, 100_000, "fees", "declare"),
        (999_999, 0, "", "ask"),
        (999_999, 0, "none", "leave"),
    ],
)
def test_what_to_do_with_a_payees_year(
    third_party: int, associate: int, kind: str, answer: str
) -> None:
    found = verdict(YearOfPayee(1, third_party, associate), kind, THRESHOLD)
    assert found.answer == answer
    assert found.because.endswith((".", "tranche."))


PAYMENTS = st.lists(
    st.builds(
        Paid,
        payee=st.integers(1, 4),
        associate=st.booleans(),
        nature=st.sampled_from(["indemnity", "invoice"]),
        cents=st.integers(1, 10**9),
    )
)


@given(PAYMENTS)
def test_no_cent_of_a_year_is_lost(payments: list[Paid]) -> None:
    years = years_of_payees(payments)
    assert sum(year.cents for year in years.values()) == sum(paid.cents for paid in payments)
    for year in years.values():
        assert sum(year.by_nature.values()) == year.cents
        assert year.associate == sum(
            paid.cents for paid in payments if paid.payee == year.payee and paid.associate
        )
