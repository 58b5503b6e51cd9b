"""The dated list of professions, and how words find them."""

import pytest

from pupitre.people.professions import professions
from pupitre.people.rules.professions import Family, profession_coded, profession_named

BY_KEY = {profession.key: profession for profession in professions()}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Infirmière", "infirmier"),
        ("IDEL", "infirmier"),
        ("KINÉ", "masseur_kinesitherapeute"),
        ("masseur kinesitherapeute", "masseur_kinesitherapeute"),
        ("Médecin généraliste", "medecin_generaliste"),
        ("medecin", "medecin"),
        ("10", "medecin"),
        ("50", "sage_femme"),
        ("sage_femme", "sage_femme"),
        ("Secrétaire médicale", "secretaire"),
    ],
)
def test_words_find_the_profession(words, key):
    assert profession_named(words, professions()) == BY_KEY[key]


@pytest.mark.parametrize("words", ["", "astronaute"])
def test_unknown_words_find_none(words):
    assert profession_named(words, professions()) is None


def test_general_medicine_is_a_profession_of_its_own():
    everyone = professions()
    assert profession_coded("10", frozenset({"SM54"}), everyone) == BY_KEY["medecin_generaliste"]
    assert profession_coded("10", frozenset({"SM04"}), everyone) == BY_KEY["medecin"]
    assert profession_coded("10", frozenset(), everyone) == BY_KEY["medecin"]
    assert profession_coded("", frozenset(), everyone) is None
    assert profession_coded("77", frozenset(), everyone) is None


@pytest.mark.parametrize(
    ("family", "keys"),
    [
        (Family.GENERAL_PRACTITIONER, {"medecin_generaliste"}),
        (
            Family.MEDICAL,
            {"medecin", "pharmacien", "biologiste", "chirurgien_dentiste", "sage_femme"},
        ),
    ],
)
def test_the_families_are_those_of_the_agreement(family, keys):
    assert {p.key for p in professions() if p.family == family} == keys


def test_keys_and_words_are_unambiguous():
    assert len(BY_KEY) == len(professions())
    for profession in professions():
        for words in (profession.label, profession.feminine, *profession.synonyms):
            assert profession_named(words, professions()) == profession, words
