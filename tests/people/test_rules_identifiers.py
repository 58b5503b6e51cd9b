"""Numbers of persons and structures: published examples, pasted forms, keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.people.rules.identifiers import (
    IdentifierKind,
    InvalidIdentifierError,
    NationalIdentifier,
    is_nir,
    luhn_sum,
    parse_adeli,
    parse_finess,
    parse_national_identifier,
    parse_nir,
    parse_rpps,
    parse_siren,
    parse_siret,
)


@pytest.mark.parametrize(
    ("parse", "typed", "number"),
    [
        (parse_rpps, "99900000011", "99900000011"),
        (parse_rpps, " 9990 0000 011 ", "99900000011"),
        (parse_rpps, "899900000011", "99900000011"),
        (parse_rpps, "99 900 000-011", "99900000011"),
        (parse_finess, "750712184", "750712184"),  # AP-HP, legal entity
        (parse_finess, "69 078 181 0", "690781810"),  # Hospices civils de Lyon, legal entity
        (parse_finess, "990000010", "990000010"),
        (parse_finess, "2a0000014", "2A0000014"),  # Corsica
        (parse_siren, "732 829 320", "732829320"),
        (parse_siren, "552.100.554", "552100554"),
        (parse_siret, "732 829 320 00074", "73282932000074"),
        (parse_siret, "35600000000048", "35600000000048"),  # La Poste, head office
        (parse_siret, "35600000049837", "35600000049837"),  # La Poste, a branch: sum divisible by 5
        (parse_adeli, "35 93 0012 3", "359300123"),
        (parse_adeli, "2a9300123", "2A9300123"),
        (parse_nir, "2 55 08 14 168 025 38", "255081416802538"),
        (parse_nir, "2.69.05.49.588.157.80", "269054958815780"),
    ],
)
def test_a_number_is_read_as_pasted(parse, typed, number):
    assert parse(typed) == number


@pytest.mark.parametrize(
    ("parse", "typed", "sentence"),
    [
        (parse_rpps, "99900000012", "La clé du numéro RPPS « 99900000012 » est fausse"),
        (parse_rpps, "9990000001", "doit compter 11 chiffres"),
        (parse_rpps, "9990000001A", "doit compter 11 chiffres"),
        (parse_rpps, "٩٩٩٠٠٠٠٠٠١١", "doit compter 11 chiffres"),
        (parse_finess, "750712185", "La clé du numéro FINESS"),
        (parse_finess, "7A07121", "9 caractères"),
        (parse_siren, "732829321", "La clé du numéro SIREN"),
        (parse_siret, "73282932000075", "La clé du numéro SIRET"),
        (parse_siret, "35600000049838", "La clé du numéro SIRET"),
        (parse_siret, "356", "14 chiffres"),
        (parse_adeli, "12", "9 caractères"),
        (parse_nir, "255081416802539", "n’est pas valable"),
        (parse_nir, "955081416802538", "n’est pas valable"),
        (parse_national_identifier, "", "un 8 suivi du RPPS"),
        (parse_national_identifier, "899900000012", "La clé du numéro RPPS"),
    ],
)
def test_a_wrong_number_is_refused_with_what_to_change(parse, typed, sentence):
    with pytest.raises(InvalidIdentifierError, match=sentence):
        parse(typed)


def test_the_national_identifier_says_its_register():
    assert parse_national_identifier("899900000011") == NationalIdentifier(
        IdentifierKind.RPPS, "99900000011"
    )
    assert parse_national_identifier("0359300123") == NationalIdentifier(
        IdentifierKind.ADELI, "359300123"
    )


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_one_key_in_ten_makes_an_rpps(body):
    keys = [key for key in "0123456789" if luhn_sum(body + key) % 10 == 0]
    assert len(keys) == 1
    assert parse_rpps(" ".join(body + keys[0])) == body + keys[0]


@given(st.from_regex(r"[0-9]{10}", fullmatch=True), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_always_breaks_the_key(body, place, shift):
    key = next(key for key in "0123456789" if luhn_sum(body + key) % 10 == 0)
    right = body + key
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    with pytest.raises(InvalidIdentifierError):
        parse_rpps(wrong)


@pytest.mark.parametrize(("department", "stands_for"), [("2A", "19"), ("2B", "18")])
def test_corsican_departments_stand_for_numbers_in_the_key(department, stands_for):
    body = f"18505{stands_for}006084"
    key = f"{97 - int(body) % 97:02}"
    assert is_nir(f"18505{department}006084{key}")
    assert not is_nir(f"18505{department}006084{(int(key) + 1) % 97:02}")
