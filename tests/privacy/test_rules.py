"""Durations, and what a scrubber takes out of texts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.privacy.rules import (
    Fate,
    Identity,
    Rule,
    Scrubber,
    duration_words,
    kept_first,
    limit_of,
    months_in_force,
)

BOOKS = Rule("Comptabilité", "", "", months=120, least=120)
MINUTES = Rule("Comptes rendus", "", "", until="sans limite")
WHO = Identity(
    7, "Élodie", "Le Goff", ("elodie@legoff.example",), "02 99 01 02 03", ("10001234567",)
)


@pytest.mark.parametrize(
    ("rule", "chosen", "months"),
    [
        (BOOKS, None, 120),
        (BOOKS, 12, 120),
        (BOOKS, 180, 180),
        (MINUTES, None, None),
        (MINUTES, 24, 24),
    ],
)
def test_a_choice_never_goes_under_the_law(
    rule: Rule, chosen: int | None, months: int | None
) -> None:
    assert months_in_force(rule, chosen) == months


def test_what_started_ten_years_ago_to_the_day_is_still_kept() -> None:
    assert limit_of(120, date(2026, 12, 31)) == date(2016, 12, 31)
    assert limit_of(1, date(2027, 3, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("months", "words"),
    [(120, "10 ans"), (12, "1 an"), (18, "18 mois"), (3, "3 mois"), (0, "0 mois")],
)
def test_durations_are_written_in_years_where_they_can(months: int, words: str) -> None:
    assert duration_words(months, BOOKS) == words


def test_a_rule_without_months_says_its_end_in_words() -> None:
    assert duration_words(None, MINUTES) == "sans limite"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Vu avec Dr Élodie Le Goff.", "Vu avec Personne effacée 7."),
        ("LE GOFF Elodie excusée", "Personne effacée 7 excusée"),
        ("le-goff  élodie", "Personne effacée 7"),
        ("Mme Le Goff propose", "Personne effacée 7 propose"),
        ("Le Goff seule", "Personne effacée 7 seule"),
        ("écrire à ELODIE@legoff.example", "écrire à efface-7@example.invalid"),
        ("tél. 0299010203 ou 02.99.01.02.03", "tél. [effacé] ou [effacé]"),
        ("RPPS 10001234567, dossier 210001234567", "RPPS [effacé], dossier 210001234567"),
        ("Le Goffic est une autre famille", "Le Goffic est une autre famille"),
        ("Élodie Martin", "Élodie Martin"),
    ],
)
def test_a_text_loses_the_name_and_nothing_else(text: str, left: str) -> None:
    assert Scrubber(WHO).text(text) == left


def test_a_name_that_is_also_a_word_or_somebody_elses_is_left_alone() -> None:
    assert Scrubber(Identity(3, "Anne", "Petit")).text("un petit mot de Petit") == (
        "un petit mot de Personne effacée 3"
    )
    shared = Scrubber(Identity(3, "Anne", "Petit", alone=False))
    assert shared.text("Petit, Dr Petit et Anne Petit") == "Petit, Dr Petit et Personne effacée 3"


def test_an_account_under_another_name_is_an_alias() -> None:
    who = Identity(3, "Anne", "Petit", aliases=(("Anne", "Grand"), ("", "")))
    assert Scrubber(who).text("Anne Grand a signé") == "Personne effacée 3 a signé"


def test_json_is_cleaned_through_and_through() -> None:
    value = {"Élodie Le Goff": ["Le Goff", {"n": 3, "x": None, "y": True}], "autre": 1.5}
    cleaned = Scrubber(WHO).value(value)
    assert cleaned == {
        "Personne effacée 7": ["Personne effacée 7", {"n": 3, "x": None, "y": True}],
        "autre": 1.5,
    }
    assert Scrubber(WHO).names_in(value)
    assert not Scrubber(WHO).names_in(cleaned)


def test_a_record_without_a_name_takes_nothing_away() -> None:
    assert Scrubber(Identity(1, "", "")).text("Rien à retirer, ab") == "Rien à retirer, ab"


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    scrubber = Scrubber(WHO)
    once = scrubber.text(text)
    assert scrubber.text(once) == once


def test_what_must_be_read_again_comes_first_and_empty_lines_go() -> None:
    fates = [Fate("a", 1, "effacé", ""), Fate("b", 2, "à relire", ""), Fate("c", 0, "gardé", "")]
    assert [one.what for one in kept_first(fates)] == ["b", "a"]
