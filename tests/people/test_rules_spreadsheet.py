"""Blocks pasted from a spreadsheet: shapes, titles, errors with lines, whom a row is about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.people.professions import professions
from pupitre.people.rules.comparison import KnownPerson
from pupitre.people.rules.spreadsheet import (
    CellError,
    PersonRow,
    match_rows,
    parse_block,
    parse_email,
    parse_phone,
)

TODAY = date(2026, 11, 22)
ALICE = KnownPerson("1", "Exemple-Martin", "Alice", rpps="99900000011")
BRUNO = KnownPerson("2", "Le Goff", "Bruno")
OTHER_BRUNO = KnownPerson("3", "LE GOFF", "bruno")


def parse(text):
    return parse_block(text, professions(), TODAY)


def errors(parsed):
    """The sentences, their no-break spaces made ordinary."""
    return [str(error).replace("\u00a0", " ") for error in parsed.errors]


FULL = PersonRow(
    line=2,
    name="Exemple-Martin",
    given_name="Alice",
    email="alice@exemple.fr",
    phone="06 12 34 56 78",
    rpps="99900000011",
    profession="medecin_generaliste",
    statuses=("Associée", "Gérante"),
    associate_since=date(2026, 2, 1),
    signatory_since=date(2025, 3, 3),
    site="Bédée",
    groups=("Plaies", "Asthme"),
)
TITLES = [
    "NOM", "Prénom", "Courriel", "Portable", "N° RPPS", "Métier", "Statut(s)".replace("(s)", "s"),
    "Associé depuis", "Signataire depuis", "Site", "Groupe",
]  # fmt: skip
CELLS = [
    "Exemple-Martin", "Alice", "Alice@Exemple.fr", "0612345678", "999 0000 0011",
    "médecin généraliste", "Associée / Gérante", "01/02/2026", "3 mars 2025", "Bédée",
    "Plaies / Asthme",
]  # fmt: skip


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_a_block_with_titles_is_read(separator):
    parsed = parse(f"{separator.join(TITLES)}\r\n{separator.join(CELLS)}\r\n\r\n")
    assert parsed.errors == ()
    assert parsed.rows == (FULL,)


def test_columns_may_come_in_any_order_and_be_few():
    parsed = parse("e-mail;prénom;nom\nbruno@exemple.fr;Bruno;Le Goff")
    assert parsed.rows == (
        PersonRow(2, name="Le Goff", given_name="Bruno", email="bruno@exemple.fr"),
    )


def test_a_block_without_titles_is_read_in_the_usual_order():
    parsed = parse("\nLe Goff\tBruno\tbruno@exemple.fr\t02 99 00 00 01\t\tkiné\n")
    assert parsed.rows == (
        PersonRow(
            2,
            name="Le Goff",
            given_name="Bruno",
            email="bruno@exemple.fr",
            phone="02 99 00 00 01",
            profession="masseur_kinesitherapeute",
        ),
    )


def test_a_single_column_of_numbers_needs_its_title_only():
    assert parse("RPPS\n99900000011").rows == (PersonRow(2, rpps="99900000011"),)


def test_a_cell_may_hold_several_lines():
    parsed = parse('nom\tprénom\tgroupes\nLe Goff\tBruno\t"Plaies\nAsthme"\nFictive\tChloé\t\n')
    assert parsed.rows[0].groups == ("Plaies", "Asthme")
    assert (parsed.rows[1].name, parsed.rows[1].line) == ("Fictive", 4)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Le Goff;Bruno;bruno@exemple;;;;", "Ligne 2 : l’adresse e-mail « bruno@exemple » est inc"),
        ("Le Goff;Bruno;;02 99;;;", "Ligne 2 : le téléphone « 02 99 » doit compter 10 chiffres"),
        ("Le Goff;Bruno;;;99900000012;;", "Ligne 2 : La clé du numéro RPPS « 99900000012 »"),
        ("Le Goff;Bruno;;;;astronaute;", "Ligne 2 : la profession « astronaute » est inconnue"),
        ("Le Goff;Bruno;;;;;31/02/2026", "Ligne 2 : « 31/02/2026 » n"),
        ("Le Goff;Bruno;;;;;un jour", "Ligne 2 : « un jour » n"),
        ("Le Goff;;;;;;", "Ligne 2 : indiquez le nom et le prénom, ou le numéro RPPS."),
        ("Le Goff;Bruno;;;;;;perdu", "Ligne 2 : une cellule n’a pas de titre de colonne"),
    ],
)
def test_a_wrong_cell_is_an_error_with_its_line(line, sentence):
    parsed = parse(f"nom;prénom;mail;tél;RPPS;profession;associé depuis\n{line}")
    (error,) = errors(parsed)
    assert error.startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Ligne 1 : collez au moins une ligne du tableau."),
        (" \n\t\n", "Ligne 1 : collez au moins une ligne du tableau."),
        ("nom;prénom\n;\n", "Ligne 1 : il n’y a que les titres"),
        ("nom;prénom;couleur\na;b;c", "Ligne 1 : la colonne « couleur » n’est pas connue"),
        ("nom;prénom;mail;e-mail\na;b;c;d", "Ligne 1 : la colonne « e-mail » figure deux fois"),
        ('nom;prénom\n"a;b', "Ligne 1 : un guillemet ouvert n’est pas refermé"),
        ("nom;prénom;\na;b;perdu", "Ligne 2 : une cellule n’a pas de titre de colonne"),
    ],
)
def test_a_wrong_block_is_refused(text, sentence):
    parsed = parse(text)
    assert parsed.rows == ()
    assert errors(parsed)[0].startswith(sentence)


def test_every_error_is_told_at_once():
    assert len(parse("nom;prénom;mail;rpps\na;b;c;1\n;;d;2").errors) == 4


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("A.B+c@Exemple.FR", "a.b+c@exemple.fr"),
        ("Alice Martin <alice@exemple.fr>", "alice@exemple.fr"),
        ("mailto:alice@exemple.fr", "alice@exemple.fr"),
    ],
)
def test_an_address_is_read(typed, address):
    assert parse_email(typed) == address


@pytest.mark.parametrize("typed", ["alice", "alice@", "a@b", "a..b@exemple.fr", "a b@exemple.fr", "a@b.fr, c@d.fr"])  # fmt: skip
def test_a_wrong_address_is_refused(typed):
    with pytest.raises(CellError):
        parse_email(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("0033612345678", "06 12 34 56 78"),
        ("tel:+33-1-99-00-00-01", "01 99 00 00 01"),
        ("+32 2 123 45 67", "+3221234567"),
    ],
)
def test_a_phone_is_read(typed, number):
    assert parse_phone(typed) == number


@pytest.mark.parametrize("typed", ["612345678", "06 12 34 56", "poste 12", "+0612"])
def test_a_wrong_phone_is_refused(typed):
    with pytest.raises(CellError):
        parse_phone(typed)


def test_a_row_finds_its_person_by_number_then_by_name():
    rows = [PersonRow(1, rpps="99900000011"), PersonRow(2, name="le goff", given_name="BRUNO")]
    assert match_rows(rows, [ALICE, BRUNO]).pairs == ((rows[0], ALICE), (rows[1], BRUNO))


def test_a_number_completes_someone_known_by_name():
    row = PersonRow(1, name="Le Goff", given_name="Bruno", rpps="99900000029")
    assert match_rows([row], [ALICE, BRUNO]).pairs == ((row, BRUNO),)


def test_a_namesake_with_another_number_is_somebody_new():
    row = PersonRow(1, name="Exemple Martin", given_name="Alice", rpps="99900000029")
    assert match_rows([row], [ALICE]).pairs == ((row, None),)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [PersonRow(4, name="Le Goff", given_name="Bruno")],
            "Ligne 4 : 2 personnes s’appellent Bruno Le Goff ; ajoutez le numéro RPPS",
        ),
        ([PersonRow(4, rpps="99900000037")], "Ligne 4 : le RPPS 99900000037 n’est pas dans l’équi"),
        (
            [PersonRow(4, rpps="99900000011"), PersonRow(9, rpps="99900000011")],
            "Ligne 9 : cette personne figure déjà ligne 4",
        ),
    ],
)
def test_an_ambiguous_row_is_an_error(rows, sentence):
    (error,) = errors(match_rows(rows, [ALICE, BRUNO, OTHER_BRUNO]))
    assert error.startswith(sentence)


@given(st.text(max_size=300))
def test_any_text_gives_rows_or_sentences(text):
    parsed = parse(text)
    assert parsed.rows or parsed.errors
