"""vCard and CSV: what is written is read back; what others write is read."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.people.professions import professions
from pupitre.people.rules.exchange import csv_of, parse_vcards, vcards_of
from pupitre.people.rules.spreadsheet import PersonRow, parse_block

TODAY = date(2026, 11, 22)
V3 = """BEGIN:VCARD
VERSION:3.0
N:EXEMPLE-MARTIN;Alice;;Dr;
FN:Dr Alice EXEMPLE-MARTIN
ORG:MSP Exemple;Médecine générale
TITLE:Médecin généraliste
TEL;TYPE=WORK,VOICE:+33199000001
EMAIL;TYPE=INTERNET;X-LABEL=MSSanté:alice@medecin.mssante.example
EMAIL;TYPE=INTERNET,WORK:alice@example.org
CATEGORIES:MSP,Associés
NOTE:RPPS 99900000011
END:VCARD
"""
V4 = """BEGIN:VCARD
VERSION:4.0
N:EXEMPLE-MARTIN;Alice;;Dr;
FN:Dr Alice EXEMPLE-MARTIN
TEL;VALUE=uri;TYPE="work,voice:x":tel:+33-1-99-00-00-01
item1.EMAIL;PREF=2:autre@example.org
item2.EMAIL;PREF=1:alice@exam
 ple.org
END:VCARD
"""


def read(text):
    return parse_vcards(text, professions(), TODAY)


def test_a_vcard_3_is_read():
    (row,) = read(V3).rows
    assert row == PersonRow(
        line=1,
        name="EXEMPLE-MARTIN",
        given_name="Alice",
        email="alice@example.org",
        phone="01 99 00 00 01",
        rpps="99900000011",
        profession="medecin_generaliste",
        site="Médecine générale",
        groups=("MSP", "Associés"),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_vcard_4_is_read(end):
    (row,) = read("\ufeff" + V4.replace("\n", end)).rows
    assert (row.name, row.email, row.phone) == (
        "EXEMPLE-MARTIN",
        "alice@example.org",
        "01 99 00 00 01",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Ligne 1 : le fichier ne contient aucune fiche"),
        ("bonjour", "Ligne 1 : cette ligne n’est pas une ligne de vCard"),
        ("FN:Alice", "Ligne 1 : cette ligne est hors d’une fiche"),
        ("BEGIN:VCARD\nN:a;b", "Ligne 1 : la fiche n’est pas terminée"),
        (V3.replace("3.0", "2.1"), "Ligne 2 : la version 2.1 de vCard n’est pas lue"),
        (V4 + V3.replace("N:EXEMPLE-MARTIN;Alice;;Dr;", "N:;;;;").replace("NOTE", "X"), "Ligne 10 : indiquez le nom"),
        (V3.replace("0011", "0012"), "Ligne 1 : La clé du numéro RPPS"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_line(text, sentence):
    assert str(read(text).errors[0]).startswith(sentence)


plain = st.text(
    st.sampled_from("aàéœÉ -’\"'=+@.:\\🙂x"), min_size=1, max_size=60
).map(str.strip).filter(lambda text: text.strip("'") == text != "")  # fmt: skip
words = plain | st.sampled_from(["Le Goff", "d’Artagnan", "=SOMME(A1)", "a;b", "x\\;y", "é" * 80])
rows = st.builds(
    PersonRow,
    line=st.just(1),
    name=words,
    given_name=words,
    email=st.sampled_from(["", "alice@exemple.fr"]),
    phone=st.sampled_from(["", "06 12 34 56 78", "+3221234567"]),
    rpps=st.sampled_from(["", "99900000011"]),
    profession=st.sampled_from(["", *(profession.key for profession in professions())]),
    site=words | st.just(""),
    groups=st.lists(plain, max_size=3).map(tuple),
)


@given(st.lists(rows, min_size=1, max_size=4), st.sampled_from(["3.0", "4.0"]))
def test_a_written_vcard_is_read_back(people, version):
    text = vcards_of(people, professions(), "MSP; des, Deux\nVallées", version)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    parsed = read(text)
    assert parsed.errors == ()
    assert [replace(row, line=1) for row in parsed.rows] == people


@given(st.lists(rows, min_size=1, max_size=4), st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_a_written_table_is_read_back(people, day):
    people = [replace(row, associate_since=day, statuses=("Associé", "Gérant")) for row in people]
    text = csv_of(people, professions())
    assert text.startswith("\ufeffNom;Prénom;E-mail")
    parsed = parse_block(text, professions(), TODAY)
    assert parsed.errors == ()
    assert [replace(row, line=1) for row in parsed.rows] == people


def test_no_cell_of_a_table_is_computed_by_the_spreadsheet():
    text = csv_of([PersonRow(1, name="=SOMME(A1)", given_name="@b", phone="+3221234567")], ())
    assert "\r\n'=SOMME(A1);'@b;;'+3221234567;" in text


@given(st.text(max_size=300))
def test_any_text_gives_rows_or_sentences(text):
    parsed = read(text)
    assert parsed.rows or parsed.errors
