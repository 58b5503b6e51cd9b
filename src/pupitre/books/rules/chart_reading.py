"""Reads a chart of accounts that the accountant sends: a table whose columns are the number and the name, or a FEC."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pupitre.books.rules.chart import NUMBER_SHAPE
from pupitre.people.rules.names import fold

MOST_ACCOUNTS, MOST_TOLD, LONGEST_LABEL = 3_000, 10, 120
TITLES = {
    "compte": "number", "comptes": "number", "numero": "number", "numero de compte": "number",
    "n de compte": "number", "no de compte": "number", "comptenum": "number",
    "libelle": "label", "intitule": "label", "libelle du compte": "label",
    "intitule du compte": "label", "comptelib": "label",
}  # fmt: skip


class ChartFileError(ValueError):
    """A chart that is refused whole; `sentences` say what to change, each with its line."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True)
class ChartRow:
    """An account as the file writes it, and the line where it does."""

    line: int
    number: str
    label: str


@dataclass
class _Sheet:
    rows: dict[str, ChartRow] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_chart(text: str) -> tuple[ChartRow, ...]:
    """Return each account once, in the order of the numbers; raise ChartFileError when one line is wrong."""
    table = list(_table(text))
    if not table:
        raise ChartFileError(["Le fichier est vide."])
    line, titles = table[0]
    columns = _columns(titles)
    if set(columns) != {"number", "label"}:
        raise ChartFileError(
            [
                f"Ligne {line} : on attend les titres « compte » et « libellé » au-dessus des comptes."
            ]
        )
    sheet = _Sheet()
    for line, cells in table[1:]:
        _read(line, cells, columns, len(titles), sheet)
    if sheet.faults:
        rest = len(sheet.faults) - MOST_TOLD
        more = [f"Et {rest} autres lignes à corriger."] if rest > 0 else []
        raise ChartFileError([*sheet.faults[:MOST_TOLD], *more])
    if not sheet.rows:
        raise ChartFileError(["Le fichier n’a aucun compte sous ses titres."])
    if len(sheet.rows) > MOST_ACCOUNTS:
        raise ChartFileError([f"Le fichier compte plus de {MOST_ACCOUNTS} comptes."])
    return tuple(sorted(sheet.rows.values(), key=lambda row: row.number))


def _table(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, with their line; a tabbed file is read without quotes, as a FEC is."""
    lines = re.split(r"\r\n|\r|\n", text)
    first = next((line for line in lines if line.strip()), "")
    sign = max("\t|;,", key=first.count)
    plain = sign in "\t|"
    rows = (f"{line}\n" for line in lines)
    reader = (
        csv.reader(rows, delimiter=sign, quoting=csv.QUOTE_NONE)
        if plain
        else csv.reader(rows, delimiter=sign, strict=True)
    )
    try:
        for cells in reader:
            tidy = [" ".join(cell.split()) for cell in cells]
            if any(tidy):
                yield reader.line_num, tidy
    except csv.Error:
        raise ChartFileError(
            [
                f"Ligne {reader.line_num} : un guillemet n’est pas refermé, ou une cellule est démesurée."
            ]
        ) from None


def _columns(titles: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for place, title in enumerate(titles):
        name = TITLES.get(fold(title))
        if name:
            found.setdefault(name, place)
    return found


def _read(
    line: int, cells: Sequence[str], columns: Mapping[str, int], width: int, sheet: _Sheet
) -> None:
    if len(cells) != width:
        sheet.faults.append(f"Ligne {line} : {len(cells)} cellules au lieu de {width}.")
        return
    number = re.sub(r"[ .]", "", cells[columns["number"]]).upper()
    label = cells[columns["label"]]
    known = sheet.rows.setdefault(number, ChartRow(line, number, label))
    fault = _fault(number, label, known)
    if fault:
        sheet.faults.append(f"Ligne {line} : {fault}")


def _fault(number: str, label: str, known: ChartRow) -> str:
    if not re.fullmatch(NUMBER_SHAPE, number, re.ASCII):
        return (
            f"« {number[:20]} » n’est pas un compte ; il commence par trois chiffres, classe 1 à 8."
        )
    if not label or not label.isprintable():
        return f"le compte {number} n’a pas d’intitulé lisible."
    if len(label) > LONGEST_LABEL:
        return f"l’intitulé du compte {number} dépasse {LONGEST_LABEL} caractères."
    if known.label != label:
        return f"le compte {number} s’appelle déjà « {known.label} » ligne {known.line}."
    return ""


def nearest(number: str, known: Iterable[str]) -> str:
    """Return the known account that shares the most first digits, three at least; empty when none does."""
    shared = {one: _common(number, one) for one in known}
    best = max(sorted(shared), key=shared.__getitem__, default="")
    return best if best and shared[best] >= 3 else ""


def _common(one: str, other: str) -> int:
    pairs = list(zip(one, other, strict=False))
    return next((place for place, (a, b) in enumerate(pairs) if a != b), len(pairs))
