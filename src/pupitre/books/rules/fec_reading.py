"""Reads the cells of a FEC: every fault is told with its line, nothing is guessed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pupitre.books.rules.fec import CASH_COLUMNS, COLUMNS, FecLine

AMOUNT = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d+)(?:,(?P<decimals>\d{1,2}))?(?P<after>[+-]?)")
MAY_BE_BLANK = {
    "CompAuxNum", "CompAuxLib", "EcritureLet", "DateLet", "Montantdevise", "Idevise", "NatOp", "IdClient",
}  # fmt: skip
DATES = {"EcritureDate", "PieceDate", "DateLet", "ValidDate", "DateRglt"}
SIGNED = tuple({"Debit": "Montant", "Credit": "Sens"}.get(name, name) for name in COLUMNS)
SIGNED_CASH = (*SIGNED, *CASH_COLUMNS[18:])
SHAPES = (COLUMNS, CASH_COLUMNS, SIGNED, SIGNED_CASH)
DEBIT, CREDIT = {"D", "+1", "1", "+"}, {"C", "-1", "-"}


@dataclass(frozen=True)
class Finding:
    """A fault, or a remark that does not refuse the file; line 0 is the file as a whole."""

    line: int
    text: str
    blocking: bool = True


@dataclass
class Sheet:
    """What was read: the good lines with their number, and the findings."""

    columns: int = 0
    lines: list[tuple[int, FecLine]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, line: int, text: str) -> None:
        self.findings.append(Finding(line, text))

    def remark(self, line: int, text: str) -> None:
        self.findings.append(Finding(line, text, blocking=False))


def decode(octets: bytes, sheet: Sheet) -> str:
    """Return the text: UTF-8, or else ISO 8859-15; refuse a mark of order of octets and null characters."""
    if octets.startswith(b"\xef\xbb\xbf"):
        sheet.refuse(
            1,
            "le fichier commence par une marque invisible (BOM) : enregistrez-le en UTF-8 sans BOM.",
        )
        octets = octets[3:]
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        text = octets.decode("iso8859-15")
    if "\x00" in text:
        sheet.refuse(
            text[: text.index("\x00")].count("\n") + 1, "la ligne contient un caractère nul."
        )
    return text


def read_sheet(text: str, sheet: Sheet) -> None:
    """Read header and lines into the sheet."""
    rows = re.split(r"\r\n|\r|\n", text)
    if rows and not rows[-1]:
        rows.pop()
    if not rows:
        sheet.refuse(0, "le fichier est vide.")
        return
    separator = "\t" if "\t" in rows[0] else "|"
    shape = _shape(rows[0].split(separator), sheet)
    if not shape:
        return
    sheet.columns = len(shape)
    for place, row in enumerate(rows[1:], start=2):
        _read_row(place, row.split(separator), shape, sheet)
    if len(rows) == 1:
        sheet.refuse(1, "le fichier n’a aucune écriture après l’en-tête.")


def _shape(header: Sequence[str], sheet: Sheet) -> tuple[str, ...]:
    """Return the columns of a known header, empty after a refusal."""
    typed = [name.strip().lower() for name in header]
    for shape in SHAPES:
        if typed == [name.lower() for name in shape]:
            return shape
    if len(header) not in {18, 22}:
        sheet.refuse(
            1, f"l’en-tête a {len(header)} colonnes : il en faut 18, ou 22 en recettes-dépenses."
        )
        return ()
    expected = CASH_COLUMNS if len(header) == 22 else COLUMNS
    for place, (name, wanted) in enumerate(zip(header, expected, strict=True), start=1):
        if name.strip().lower() != wanted.lower():
            sheet.refuse(
                1, f"la colonne {place} s’appelle « {name} » : elle doit s’appeler « {wanted} »."
            )
            break
    return ()


def _read_row(place: int, cells: Sequence[str], shape: tuple[str, ...], sheet: Sheet) -> None:
    if not any(cell.strip() for cell in cells):
        sheet.refuse(place, "la ligne est vide : supprimez-la.")
        return
    if len(cells) != len(shape):
        end = (
            " Un séparateur en trop termine la ligne."
            if len(cells) == len(shape) + 1 and not cells[-1]
            else ""
        )
        sheet.refuse(place, f"la ligne a {len(cells)} cellules au lieu de {len(shape)}.{end}")
        return
    values = {name: cell.strip() for name, cell in zip(shape, cells, strict=True)}
    faults = list(_cell_faults(values))
    for fault in faults:
        sheet.refuse(place, fault)
    if not faults:
        sheet.lines.append((place, _line(values)))


def _cell_faults(values: Mapping[str, str]) -> Iterator[str]:
    for name, value in values.items():
        if not value:
            if name not in MAY_BE_BLANK:
                yield f"« {name} » est vide : la cellule est obligatoire{_hint(name)}."
        elif value.startswith('"'):
            yield f"« {name} » est entre guillemets : enlevez-les."
        elif name in DATES and fec_date(value) is None:
            yield f"« {name} » vaut « {value} » : une date s’écrit AAAAMMJJ."
        elif name in {"Debit", "Credit", "Montant", "Montantdevise"} and cents_of(value) is None:
            yield f"« {name} » vaut « {value} » : un montant s’écrit 1234,50, avec une virgule et sans espace."
        elif name == "CompteNum" and not re.match(r"[1-8]\d\d", value):
            yield f"« CompteNum » vaut « {value} » : ses trois premiers caractères sont des chiffres du plan comptable."
        elif name == "Sens" and value not in DEBIT | CREDIT:
            yield f"« Sens » vaut « {value} » : écrivez D ou C."
    if cents_of(values.get("Debit", "")) and cents_of(values.get("Credit", "")):
        yield "la ligne a un débit et un crédit : gardez l’un des deux."


def _hint(name: str) -> str:
    return " (un montant nul s’écrit 0,00)" if name in {"Debit", "Credit"} else ""


def fec_date(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def cents_of(text: str) -> int | None:
    """Return the cents of an amount, its sign first or last; None when it is none."""
    found = AMOUNT.fullmatch(text)
    if not found or not text.isascii() or (found["sign"] and found["after"]):
        return None
    cents = int(found["whole"]) * 100 + int((found["decimals"] or "").ljust(2, "0"))
    return -cents if "-" in (found["sign"], found["after"]) else cents


def _line(values: Mapping[str, str]) -> FecLine:
    debit, credit = _sides(values)
    return FecLine(
        journal=values["JournalCode"],
        journal_label=values["JournalLib"],
        number=values["EcritureNum"],
        day=_day(values["EcritureDate"]),
        account=values["CompteNum"],
        account_label=values["CompteLib"],
        auxiliary=values["CompAuxNum"],
        auxiliary_label=values["CompAuxLib"],
        piece=values["PieceRef"],
        piece_day=_day(values["PieceDate"]),
        label=values["EcritureLib"],
        debit=debit,
        credit=credit,
        lettering=values["EcritureLet"],
        lettered_on=fec_date(values["DateLet"]),
        validated_on=_day(values["ValidDate"]),
        settled_on=fec_date(values.get("DateRglt", "")),
        settled_by=values.get("ModeRglt", ""),
        nature=values.get("NatOp", ""),
        client=values.get("IdClient", ""),
    )


def _day(text: str) -> date:
    day = fec_date(text)
    if day is None:  # checked before
        raise ValueError(text)
    return day


def _sides(values: Mapping[str, str]) -> tuple[int, int]:
    if "Sens" in values:
        cents = cents_of(values["Montant"]) or 0
        return (cents, 0) if values["Sens"] in DEBIT else (0, cents)
    return cents_of(values["Debit"]) or 0, cents_of(values["Credit"]) or 0
