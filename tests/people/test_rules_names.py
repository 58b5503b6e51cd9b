"""Names: how they are shown, when two are the same or nearly so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.people.rules.names import fold, near_name, proper, same_name


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("EXEMPLE-MARTIN", "Exemple-Martin"),
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("LE GOFF", "Le Goff"),
        ("DE LA FONTAINE", "de La Fontaine"),
        ("DU PONT", "du Pont"),
        ("DE LA TOUR-D’AUVERGNE", "de La Tour-d’Auvergne"),
        ("D'ARTAGNAN", "d'Artagnan"),
        ("L'HERMITE", "L'Hermite"),
        ("O'BRIEN", "O'Brien"),
        ("VAN DER BERG", "Van der Berg"),
        ("HÉLÈNE", "Hélène"),
        ("  NOËL   MARIE ", "Noël Marie"),
        ("McDonald", "McDonald"),
        ("Le Goff", "Le Goff"),
        ("DE", "De"),
        ("", ""),
    ],
)
def test_a_name_is_shown_as_people_write_it(written, shown):
    assert proper(written) == shown


@given(st.text(max_size=40))
def test_showing_a_name_changes_no_letter(written):
    assert fold(proper(written)) == fold(" ".join(written.split()))


def test_folding_forgets_accents_case_hyphens_and_ligatures():
    assert fold("Cœur-d’Hélène ÇA Æ") == "coeur d helene ca ae"


def test_same_name_forgets_spelling_only():
    assert same_name(("LE GOFF", "HELENE"), ("Le Goff", "Hélène"))
    assert not same_name(("Le Goff", "Hélène"), ("Le Goff", "Irène"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Martin", "Alice"), ("Alice", "Martin")),
        (("Martin-Dupont", "Alice"), ("Martin", "Alice")),
        (("Dupont", "Alice"), ("Martin Dupont", "Alice")),
        (("Lefebvre", "Sophie"), ("Lefevbre", "Sophie")),
    ],
)
def test_near_names_are_noticed(one, other):
    assert near_name(one, other)


def test_other_names_are_not_near():
    assert not near_name(("Martin", "Alice"), ("Bernard", "Chloé"))
    assert not near_name(("Martin", "Alice"), ("Martin-Dupont", "Chloé"))
