"""The FEC: written as the law says, controlled with the line of each fault."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pupitre.books.rules.fec import CASH_COLUMNS, COLUMNS, FecLine, describe, fec_name, write_fec
from pupitre.books.rules.fec_control import control
from pupitre.books.rules.fec_reading import cents_of

DATA = Path(__file__).parent / "data"
SAMPLE = DATA / "999000011FEC20251231.txt"
CASH_SAMPLE = DATA / "999000011FEC20251231_1.txt"
DAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("file", "columns", "entries", "cents"),
    [(SAMPLE, 18, 6, 6822540), (CASH_SAMPLE, 22, 1, 4130000)],
)
def test_a_sample_passes_without_a_remark(
    file: Path, columns: int, entries: int, cents: int
) -> None:
    report = control(file.read_bytes(), name=file.name)
    assert report.findings == ()
    assert (report.columns, report.entries) == (columns, entries)
    assert report.debit == report.credit == cents


def rows(change: Callable[[list[list[str]]], None]) -> bytes:
    """Return the sample with some cells changed; row 1 is the header, as people count."""
    table = [[], *(line.split("\t") for line in SAMPLE.read_text(encoding="utf-8").splitlines())]
    change(table)
    return "".join("\t".join(row) + "\r\n" for row in table[1:]).encode()


def cell(line: int, column: str, value: str) -> Callable[[list[list[str]]], None]:
    def change(table: list[list[str]]) -> None:
        table[line][COLUMNS.index(column)] = value

    return change


def drop(*lines: int) -> Callable[[list[list[str]]], None]:
    def change(table: list[list[str]]) -> None:
        for line in sorted(lines, reverse=True):
            del table[line]

    return change


def extra(line: int) -> Callable[[list[list[str]]], None]:
    return lambda table: table[line].append("")


def blank(line: int) -> Callable[[list[list[str]]], None]:
    return lambda table: table.insert(line, [""])


FAULTS = [
    (cell(5, "Debit", "41300.00"), 5, "une virgule"),
    (cell(5, "Debit", "41 300,00"), 5, "sans espace"),
    (cell(5, "Debit", "41300,001"), 5, "un montant"),
    (cell(5, "Debit", "٤١٣٠٠"), 5, "un montant"),
    (cell(5, "Debit", "41300,01"), 5, "pas équilibrée : écart de 0,01"),
    (cell(5, "Credit", ""), 5, "un montant nul s’écrit 0,00"),
    (cell(5, "Credit", "1,00"), 5, "un débit et un crédit"),
    (cell(7, "CompteNum", "61"), 7, "trois premiers caractères"),
    (cell(7, "CompteNum", "X13200"), 7, "trois premiers caractères"),
    (cell(7, "EcritureDate", "2025-05-02"), 7, "AAAAMMJJ"),
    (cell(7, "EcritureDate", "20250230"), 7, "AAAAMMJJ"),
    (cell(8, "EcritureDate", "20250503"), 8, "deux dates"),
    (cell(7, "ValidDate", ""), 7, "« ValidDate » est vide"),
    (cell(7, "PieceRef", " "), 7, "« PieceRef » est vide"),
    (cell(7, "EcritureLib", '"Loyer"'), 7, "guillemets"),
    (cell(1, "EcritureNum", "Numero"), 1, "« Numero » : elle doit s’appeler « EcritureNum »"),
    (extra(9), 9, "19 cellules au lieu de 18. Un séparateur en trop"),
    (extra(1), 1, "19 colonnes"),
    (blank(6), 6, "la ligne est vide"),
    (drop(9), 7, "pas équilibrée"),
    (drop(*range(2, 21)), 1, "aucune écriture"),
]


@pytest.mark.parametrize(("change", "line", "words"), FAULTS)
def test_a_fault_is_refused_with_its_line(
    change: Callable[[list[list[str]]], None], line: int, words: str
) -> None:
    report = control(rows(change), name=SAMPLE.name)
    assert not report.passes
    told = [(finding.line, finding.text) for finding in report.findings]
    assert any(place == line and words in text for place, text in told), told


def test_a_hole_in_the_numbers_is_refused() -> None:
    def renumber(table: list[list[str]]) -> None:
        for row in table[12:16]:
            row[2] = "AC0003"

    report = control(rows(renumber), name=SAMPLE.name)
    faults = [finding.text for finding in report.faults]
    assert (
        "la numérotation du journal AC est interrompue avant AC0003 : il manque AC0002." in faults
    )


def test_a_series_that_does_not_start_at_one_is_remarked_on() -> None:
    report = control(rows(drop(7, 8, 9)), name=SAMPLE.name)
    assert [(one.line, one.text) for one in report.remarks] == [
        (9, "la série du journal AC commence à AC0002.")
    ]


def test_numbers_that_run_through_the_whole_file_are_right() -> None:
    def renumber(table: list[list[str]]) -> None:
        order: dict[str, str] = {}
        for row in table[2:]:
            row[2] = order.setdefault(row[2], str(len(order) + 1))

    assert control(rows(renumber), name=SAMPLE.name).passes


def test_a_number_used_twice_is_refused() -> None:
    report = control(
        rows(lambda table: table.extend([list(row) for row in table[5:7]])), name=SAMPLE.name
    )
    assert "le numéro BQ0001 du journal BQ sert déjà ligne 5." in [
        one.text for one in report.faults
    ]


def test_an_entry_out_of_the_year_or_out_of_order_is_refused() -> None:
    late = control(SAMPLE.read_bytes(), starts_on=date(2025, 1, 1), ends_on=date(2025, 5, 30))
    assert {finding.line for finding in late.faults} == set(range(12, 21))
    disordered = control(rows(cell(10, "ValidDate", "20250101")), name=SAMPLE.name)
    assert any("ordre de validation" in one.text for one in disordered.faults)


def test_a_mark_of_octets_null_and_empty_files_are_refused() -> None:
    assert "BOM" in control(b"\xef\xbb\xbf" + SAMPLE.read_bytes()).faults[0].text
    assert "vide" in control(b"").faults[0].text
    assert control(b"\x00\x00").faults[0].line == 1


@pytest.mark.parametrize("encoding", ["utf-8", "iso8859-15"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separator", ["\t", "|"])
def test_encodings_line_ends_and_separators_are_read(
    encoding: str, end: str, separator: str
) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("\t", separator)
    octets = end.join(text.splitlines()).encode(encoding)
    report = control(octets, name=SAMPLE.name)
    assert report.findings == ()
    assert report.lines[1].account_label == "Capital souscrit appelé versé"


def test_an_amount_with_its_side_is_read() -> None:
    def signed(table: list[list[str]]) -> None:
        table[1][11:13] = ["Montant", "Sens"]
        for row in table[2:]:
            row[11:13] = [row[11], "D"] if row[12] == "0,00" else [row[12], "-1"]

    report = control(rows(signed), name=SAMPLE.name)
    assert report.passes
    assert report.debit == report.credit == 6822540


def test_a_strange_name_is_a_remark_and_the_name_is_that_of_the_law() -> None:
    report = control(SAMPLE.read_bytes(), name="export.txt")
    assert report.passes
    assert "SirenFECAAAAMMJJ" in report.remarks[0].text
    assert fec_name("732829320", date(2026, 12, 31)) == "732829320FEC20261231.txt"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0,00", 0),
        ("12", 1200),
        ("-12,5", -1250),
        ("12,50-", -1250),
        ("+1,00", 100),
        ("-1,00-", None),
        ("1.0", None),
    ],
)
def test_an_amount_is_read_as_the_law_writes_it(text: str, cents: int | None) -> None:
    assert cents_of(text) == cents


texts = st.text(min_size=1, max_size=30).filter(lambda text: bool("".join(text.split())))
amounts = st.integers(min_value=1, max_value=10**11)


@st.composite
def books(draw: st.DrawFn) -> list[FecLine]:
    """Return lines of balanced entries numbered 1, 2, 3… in one journal."""
    lines: list[FecLine] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        parts = draw(st.lists(amounts, min_size=1, max_size=4))
        label = f"x{draw(texts)}"
        common = ("BQ", "Banque", f"BQ{number:04}", DAY)
        tail = ("", None, DAY)
        for cents in parts:
            lines.append(
                FecLine(*common, "606400", label, "", "", "P1", DAY, label, cents, 0, *tail)
            )
        lines.append(
            FecLine(*common, "512000", label, "F1", label, "P1", DAY, label, 0, sum(parts), *tail)
        )
    return lines


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_what_is_written_is_read_back_to_the_cent_whatever_the_labels(lines: list[FecLine]) -> None:
    report = control(write_fec(lines, cash=False).encode(), name="732829320FEC20261231.txt")
    assert report.faults == ()
    assert [(one.debit, one.credit, one.day) for one in report.lines] == [
        (one.debit, one.credit, one.day) for one in lines
    ]
    again = control(write_fec(report.lines, cash=False).encode())
    assert again.lines == report.lines


def test_the_cash_file_has_22_columns_and_a_description() -> None:
    line = FecLine(
        "BQ", "Banque", "BQ0001", DAY, "512000", "Banque", "", "", "R1", DAY, "ACI", 100, 0, "", None, DAY, DAY, "VIR",
    )  # fmt: skip
    text = write_fec([line], cash=True)
    assert [row.count("\t") for row in text.splitlines()] == [21, 21]
    told = describe("x.txt", entity="SISA", journals=[("BQ", "Banque")], lines=1, cash=True)
    assert all(f". {column} : " in told for column in CASH_COLUMNS)
    assert "- BQ : Banque" in told
