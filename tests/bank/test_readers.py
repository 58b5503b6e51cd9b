"""Statements of every format: read right, or refused with the line; spoiled files never pass half."""

from datetime import date

import pytest

from pupitre.bank.rules.csv_file import read_csv
from pupitre.bank.rules.csv_mapping import CsvMapping, guess_mapping
from pupitre.bank.rules.reading import kind_of, read_file, same_account, statement_for
from pupitre.bank.rules.statement import AccountMark, StatementError, decoded
from tests.bank.statements import (
    IBAN,
    MOVEMENTS,
    NAMES,
    OTHER_IBAN,
    facts,
    mapping_for,
    outcomes,
    sample,
)


def read(content, mapping=None, iban=IBAN):
    return statement_for(iban, read_file(content, mapping))


@pytest.mark.parametrize("name", NAMES)
def test_each_format_tells_the_same_three_movements(name):
    statement = read(sample(name), mapping_for(name))
    assert facts(statement) == MOVEMENTS
    if not name.endswith(".csv"):
        assert (statement.opening.cents, statement.closing.cents) == (1_825_040, 5_708_750)


def test_cfonb_reads_without_line_breaks_and_completes_with_05():
    whole = sample("cfonb120.txt").replace(b"\r\n", b"")
    statement = read(whole)
    assert facts(statement) == MOVEMENTS
    assert statement.movements[0].detail == "ACI AVANCE 2025 MSP EXEMPLE"


def test_cfonb_reads_trimmed_lines():
    lines = b"\n".join(line.rstrip() for line in sample("cfonb120.txt").splitlines())
    assert facts(read(lines)) == MOVEMENTS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "utf-16"])
def test_csv_reads_french_encodings(encoding):
    text = decoded(sample("releve.csv")).replace("COTISATION PRO", "PRÉLÈVEMENT 12 € CŒUR")
    content = text.encode(encoding)
    statement = read(content, guess_mapping(content))
    assert facts(statement) == MOVEMENTS
    assert statement.movements[2].label == "FRAIS ; PRÉLÈVEMENT 12 € CŒUR"


def test_csv_finds_titles_after_address_lines_one_signed_column_and_running_balance():
    content = (
        "MSP EXEMPLE;;;\n1 rue du Port;;;\n\nDate;Libellé;Montant;Solde\n"
        "31/05/25;COTISATION PRO;-12,90;57 087,50\n05/05/25;LOYER;-2 450,00;57 100,40\n"
        "15/04/25;ACI;+41 300,00;59 550,40\n;Total;;\n"
    ).encode("cp1252")
    mapping = guess_mapping(content)
    statement = read(content, mapping)
    assert (mapping.header, mapping.date_format) == (4, "%d/%m/%y")
    assert facts(statement) == MOVEMENTS
    assert (statement.opening.cents, statement.left_out) == (1_825_040, 1)


def test_csv_reads_negative_and_positive_debits_alike_and_points():
    content = b"date,description,debit,credit\n2025-05-05,RENT,2450.00,\n2025-05-31,FEE,-12.90,\n"
    assert facts(read(content, guess_mapping(content))) == MOVEMENTS[1:]


def test_csv_reads_rows_whose_last_empty_cells_are_left_out():
    content = b"Date;Libell\xe9;Cr\xe9dit;D\xe9bit\n15/04/2025;ACI;41300,00\n05/05/2025;LOYER;;2450,00\n31/05/2025;FRAIS;12,90\n"
    assert len(read(content, guess_mapping(content)).movements) == 3


BAD = {
    "date": (b"05/05/2025;05", b"31/02/2025;05", "Ligne 3 : « 31/02/2025 » n’est pas une date"),
    "amount": (b"-2450,00", b"2450,0,0", "Ligne 3 : « 2450,0,0 » n’est pas un montant"),
    "both": (b"-2450,00;", b"-2450,00;5,00", "Ligne 3 : un débit et un crédit"),
    "none": (b"-2450,00;", b";", "Ligne 3 : ni débit, ni crédit."),
    "quote": (b'"FRAIS ; COTISATION PRO"', b'"FRAIS', "un guillemet n’est pas refermé"),
    "titles": ("Débit".encode(), b"Debit HT", "Ligne 1 : les titres ne sont plus ceux"),
    "cells": (b"41 300,00", b"41 300,00;5", "Ligne 2 : il y a plus de cellules que de titres."),
    "cut": (b"-12,90;\r\n", b"-12,9", "Ligne 4 : la dernière ligne n’est pas complète"),
}


@pytest.mark.parametrize("case", BAD)
def test_csv_refuses_with_the_line(case):
    before, after, sentence = BAD[case]
    content = sample("releve.csv")
    mapping = guess_mapping(content)
    assert before in content
    with pytest.raises(StatementError, match=sentence):
        read_csv(content.replace(before, after, 1), mapping)


WRONG = {
    "releve.ofx": [
        (b"<TRNAMT>-2450.00", b"<TRNAMT>-2450.0O", "Ligne 50 : « -2450.0O » n’est pas un montant"),
        (b"<DTPOSTED>20250505", b"<DTPOSTED>20250532", "Ligne 49 : la date « 20250532 » n’existe pas"),
        (b"<DTPOSTED>20250505\r\n", b"", "Ligne 47 : la balise <DTPOSTED> manque"),
        (b"</OFX>", b"", "coupé"),
        (b"</STMTTRN>", b"", "<STMTTRN> est ouverte ou fermée deux fois"),
        (b"<CURDEF>EUR", b"<CURDEF>USD", "Ligne 30 : le compte est en USD"),
        (b"</STMTTRN>\r\n<STMTTRN>", b"", "Ligne 47 : <TRNTYPE> est deux fois dans une opération"),
    ],
    "cfonb120.txt": [
        (b"0000000024500}", b"0000000024500*", "Ligne 4 : « 0000000024500\\* » n’est pas un montant"),
        (b"0000000024500}", b"0000000024600}", "Ligne 6 : le solde de départ et les opérations donnent"),
        (b"06050525", b"06320525", "Ligne 4 : la date « 320525 » n’existe pas"),
        (b"\r\n0799999", b"\r\n0999999", "Ligne 6 : « 09 » en début de ligne"),
        (b"0199999", b"0599999", "Ligne 1 : « 05 » en début de ligne : on attend une ligne 01"),
    ],
    "camt.053.001.08.xml": [
        (b">2450.00<", b">2450.01<", "le solde de départ et les opérations donnent"),
        (b"<BookgDt><Dt>2025-05-05", b"<BookgDt><Dt>2025-05-99", "Ligne 13 : la date « 2025-05-99 » n’existe pas"),
        (b">DBIT<", b">DEBT<", "Ligne 13 : le montant ou son sens"),
        (b"<Cd>BOOK</Cd>", b"<Cd>BOOX</Cd>", "Ligne 11 : l’état « BOOX »"),
        (b"</Document>", b"", "le fichier XML est abîmé"),
        (b"camt.053", b"camt.054", "n’est pas un relevé CAMT.053"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "before", "after", "sentence"),
    [(name, *case) for name, cases in WRONG.items() for case in cases],
)
def test_a_spoiled_file_is_refused_with_its_line(name, before, after, sentence):
    content = sample(name)
    assert before in content
    with pytest.raises(StatementError, match=sentence):
        read_file(content.replace(before, after, 1), None)


def test_camt_never_expands_entities_nor_reads_files():
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        b'<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&b;&f;</d>'
    )
    for content in (bomb, bomb.replace(b"<d>", b'<Document xmlns="urn:x">')):
        with pytest.raises(StatementError):
            read_file(content, None)
    inside = sample("camt.053.001.08.xml").replace(
        b"<Document", b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><Document', 1
    )
    with pytest.raises(StatementError, match="DOCTYPE"):
        read_file(inside.replace(b"CPAM EXEMPLE", b"&f;"), None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"PK\x03\x04zip", "archive"),
        (b"\x1f\x8bgzip", "archive"),
        (b"%PDF-1.7", "PDF"),
        (b"a" * (8 * 1024**2 + 1), "8 Mo"),
    ],
)
def test_what_is_no_statement_is_refused(content, sentence):
    with pytest.raises(StatementError, match=sentence):
        kind_of(content)


def test_the_file_must_be_that_of_the_account():
    for name in NAMES[1:]:
        with pytest.raises(StatementError, match="Ce relevé est celui du compte"):
            read(sample(name), iban=OTHER_IBAN)


@pytest.mark.parametrize(
    ("mark", "same"),
    [
        (AccountMark(iban="FR76 9999 9000 0100 0000 0000 115"), True),
        (AccountMark(bank="99999", branch="00001", number="1"), True),
        (AccountMark(bank="99999", number="0000000000115"), True),
        (AccountMark(number="99999000010000000000115"), True),
        (AccountMark(number="FR7699999000010000000000115"), True),
        (AccountMark(bank="12345", branch="00001", number="00000000001"), False),
        (AccountMark(bank="99999", branch="00001", number="00000000011"), False),
    ],
)
def test_an_account_is_recognised_however_it_is_cut(mark, same):
    assert same_account(mark, IBAN) is same


def test_daily_cfonb_statements_are_put_end_to_end_or_refused():
    day = sample("cfonb120.txt")
    follower = b"\r\n".join(
        (
            b"0199999    00001EUR2 00000000001  310525".ljust(90) + b"0000000570875{",
            b"0499999    00001EUR2 0000000000106010625  010625EDF".ljust(90) + b"0000000001000}",
            b"0799999    00001EUR2 00000000001  010625".ljust(90) + b"0000000569875{",
        )
    )
    statement = read(day + follower)
    assert len(statement.movements) == 4
    assert statement.closing.on == date(2025, 6, 1)
    with pytest.raises(StatementError, match="il en manque un"):
        read(day + follower.replace(b"570875{", b"570975{").replace(b"569875{", b"569975{"))


def test_the_ofx_balance_of_another_day_says_nothing_of_the_period():
    content = sample("releve.ofx").replace(b"<DTASOF>20250531", b"<DTASOF>20250615")
    statement = read(content)
    assert (statement.opening, statement.closing) == (None, None)
    assert facts(statement) == MOVEMENTS


def test_a_mapping_needs_one_amount_or_two_columns():
    with pytest.raises(StatementError, match="soit la colonne du montant"):
        CsvMapping(amount=2, debit=3, credit=4)


@pytest.mark.parametrize("name", NAMES)
def test_spoiled_files_are_read_whole_or_refused(name):
    accepted, refused = outcomes(name, range(150))
    assert refused > accepted * (0.3 if name.endswith(".csv") else 0.5)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_many_spoiled_files_are_read_whole_or_refused(name, record_property):
    accepted, refused = outcomes(name, range(1_000, 11_000))
    record_property("accepted", accepted)
    record_property("refused", refused)
    assert accepted + refused == 10_000
