"""How one bank writes its CSV: columns, signs, dates; proposed from the file, confirmed once, kept per account."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pupitre.bank.rules.statement import StatementError, clean, decoded
from pupitre.people.rules.names import fold

DELIMITERS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
ENCODINGS = {"": "à reconnaître", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "iso-8859-15": "ISO-8859-15"}  # fmt: skip
DATE_FORMATS = {
    "%d/%m/%Y": "31/12/2026",
    "%d/%m/%y": "31/12/26",
    "%Y-%m-%d": "2026-12-31",
    "%d-%m-%Y": "31-12-2026",
    "%d.%m.%Y": "31.12.2026",
    "%Y%m%d": "20261231",
    "%m/%d/%Y": "12/31/2026",
}
AMOUNT_FORMATS = {"fr": "1 234,50", "en": "1,234.50"}
NONE = -1
SEARCHED_ROWS = 40
_TITLES = {
    "on": ("date", "date operation", "date de l operation", "date comptable", "date d operation", "date de comptabilisation"),
    "value_on": ("date valeur", "date de valeur"),
    "label": ("libelle", "libelle simplifie", "libelle operation", "nature de l operation", "description", "operation", "intitule"),
    "detail": ("detail", "libelle complementaire", "informations complementaires", "complement", "commentaire"),
    "amount": ("montant", "montant euros", "montant eur", "montant de l operation", "montant en euros"),
    "debit": ("debit", "debit euros", "debit eur", "montant debit"),
    "credit": ("credit", "credit euros", "credit eur", "montant credit"),
    "balance": ("solde", "solde euros", "solde eur"),
    "reference": ("reference", "numero", "numero d operation"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """Places are columns from 0, `NONE` when absent; `header` is the line of the titles from 1, 0 without titles."""

    delimiter: str = ";"
    encoding: str = ""
    header: int = 1
    titles: tuple[str, ...] = ()
    on: int = 0
    value_on: int = NONE
    label: int = 1
    detail: int = NONE
    reference: int = NONE
    amount: int = NONE
    debit: int = NONE
    credit: int = NONE
    balance: int = NONE
    date_format: str = "%d/%m/%Y"
    amount_format: str = "fr"

    def __post_init__(self) -> None:
        two = NONE not in (self.debit, self.credit)
        if two == (self.amount != NONE) or (not two and (self.debit, self.credit) != (NONE, NONE)):
            raise StatementError(
                "Indiquez soit la colonne du montant, soit les deux colonnes du débit et du crédit."
            )
        wrong = self.delimiter not in DELIMITERS or self.encoding not in ENCODINGS
        if wrong or self.date_format not in DATE_FORMATS or self.amount_format not in AMOUNT_FORMATS:  # fmt: skip
            raise StatementError("La description des colonnes est incomplète : refaites-la.")


def text_of(content: bytes, encoding: str) -> str:
    """Return the text of a CSV in the encoding kept for the account, or recognised."""
    if not encoding:
        return decoded(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise StatementError(
            f"Le fichier n’est pas en {ENCODINGS[encoding]} : changez l’encodage, ou laissez-le à reconnaître."
        ) from None


def rows_of(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, each with its line in the file; cells without outer spaces."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    found = []
    try:
        for cells in reader:
            tidy = [clean(cell, 1000) for cell in cells]
            if any(tidy):
                found.append((reader.line_num, tidy))
    except csv.Error:
        raise StatementError(
            "un guillemet n’est pas refermé, ou une cellule est démesurée.", reader.line_num
        ) from None
    return found


def guess_mapping(content: bytes) -> CsvMapping:
    """Return the mapping that the titles and first values suggest; raise StatementError when there is no telling."""
    text = decoded(content)
    best: tuple[int, CsvMapping] | None = None
    for delimiter in DELIMITERS:
        try:
            rows = rows_of(text, delimiter)
        except StatementError:
            continue
        for place, (line, cells) in enumerate(rows[:SEARCHED_ROWS]):
            columns = _columns(cells)
            if best and len(columns) <= best[0]:
                continue
            if {"on", "label"} <= set(columns) and ("amount" in columns or {"debit", "credit"} <= set(columns)):  # fmt: skip
                after = [row for _, row in rows[place + 1 :]]
                best = len(columns), _mapping(delimiter, line, cells, columns, after)
    if best is None:
        raise StatementError(
            "Les titres des colonnes ne sont pas reconnus : dites vous-même où sont la date, le libellé et le montant."
        )
    return best[1]


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for name, titles in _TITLES.items():
            if fold(cell) in titles:
                found.setdefault(name, place)
    return found


def _mapping(
    delimiter: str,
    line: int,
    titles: Sequence[str],
    columns: dict[str, int],
    rows: Sequence[Sequence[str]],
) -> CsvMapping:
    if {"debit", "credit"} <= set(columns):
        columns.pop("amount", None)
    else:
        columns = {key: value for key, value in columns.items() if key not in {"debit", "credit"}}
    days = [row[columns["on"]] for row in rows if len(row) > columns["on"]]
    figures = [
        row[columns[name]]
        for row in rows
        for name in ("amount", "debit", "credit")
        if name in columns and len(row) > columns[name]
    ]
    mapping = CsvMapping(
        delimiter=delimiter,
        header=line,
        titles=tuple(titles),
        amount=columns.get("amount", NONE),
        debit=columns.get("debit", NONE),
        credit=columns.get("credit", NONE),
        date_format=_date_format(days),
        amount_format="en" if any(re.search(r"\.\d{2}$", one) for one in figures) else "fr",
    )
    places = ("on", "value_on", "label", "detail", "reference", "balance")
    return replace(mapping, **{name: columns.get(name, NONE) for name in places})  # type: ignore[arg-type]


def _date_format(days: Sequence[str]) -> str:
    """Return the first way of writing dates that reads most of them; French ways come first."""

    def read(form: str) -> int:
        return sum(_reads(day, form) for day in days)

    return max(DATE_FORMATS, key=read)


def _reads(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  # a day, not a moment
    except ValueError:
        return False
    return True
