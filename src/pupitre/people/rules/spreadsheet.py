"""A block pasted from a spreadsheet: what the directory does not know (e-mail, associate…)."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest
from typing import TypeVar

from pupitre.core.dates import DateError, parse_date
from pupitre.people.rules.comparison import KnownPerson
from pupitre.people.rules.identifiers import InvalidIdentifierError, parse_rpps
from pupitre.people.rules.names import fold, same_name
from pupitre.people.rules.professions import Profession, profession_named

T = TypeVar("T")

_EMAIL = re.compile(r"[^\s@,;<>()]{1,64}@(?:[\w\-]{1,63}\.){1,8}[a-zA-Z]{2,24}")
_PHONE = re.compile(r"(?:(?:\+|00)33(?:\(0\))?|0)([1-9][0-9]{8})", re.ASCII)
_FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)

_UNTITLED = (
    "une cellule n’a pas de titre de colonne ; "
    "ajoutez la ligne de titres ou retirez les cellules en trop."
)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("nom", "nom d’exercice", "nom de famille", "nom d’usage"),
    "given_name": ("prénom", "prénoms", "prénom d’exercice"),
    "email": ("e-mail", "email", "mail", "courriel", "adresse e-mail", "adresse mail", "mèl"),
    "phone": ("téléphone", "tél", "portable", "mobile", "tél portable", "téléphone portable"),
    "rpps": ("rpps", "numéro rpps", "n° rpps", "no rpps"),
    "profession": ("profession", "métier", "fonction", "spécialité"),
    "statuses": ("statut", "statuts", "qualité"),
    "associate_since": ("associé depuis", "associée depuis", "associé le", "date d’entrée sisa"),
    "signatory_since": ("signataire depuis", "signataire aci depuis", "signataire le"),
    "site": ("site", "lieu", "lieu d’exercice", "cabinet"),
    "groups": ("groupe", "groupes", "groupe de travail", "groupes de travail"),
}
DEFAULT_ORDER = ("name", "given_name", "email", "phone", "rpps", "profession")
_FIELDS = {fold(title): name for name, titles in COLUMNS.items() for title in titles}


class CellError(ValueError):
    """A cell that cannot be read; its text says what to change."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as typed elsewhere; what was not given is empty. `line` counts from 1."""

    line: int
    name: str = ""
    given_name: str = ""
    email: str = ""
    phone: str = ""
    rpps: str = ""
    profession: str = ""
    statuses: tuple[str, ...] = ()
    associate_since: date | None = None
    signatory_since: date | None = None
    site: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineError:
    """What to change, and where."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Ligne {self.line} : {self.sentence}"


@dataclass(frozen=True, slots=True)
class Parsed:
    """The rows read, and the errors; with an error, nothing should be applied."""

    rows: tuple[PersonRow, ...]
    errors: tuple[LineError, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Each row with the known person it is about, or None for somebody new; and the errors."""

    pairs: tuple[tuple[PersonRow, KnownPerson | None], ...]
    errors: tuple[LineError, ...]


@dataclass(slots=True)
class RowReader:
    """Reads the cells of one person, keeping the errors instead of stopping at the first."""

    line: int
    professions: Sequence[Profession]
    today: date
    errors: list[LineError] = field(default_factory=list)

    def read(self, cells: Mapping[str, str]) -> PersonRow:
        """The row of these cells, keyed as COLUMNS is; a wrong cell is left empty and reported."""
        row = PersonRow(
            line=self.line,
            name=cells.get("name", ""),
            given_name=cells.get("given_name", ""),
            email=self._try(parse_email, cells.get("email", "")) or "",
            phone=self._try(parse_phone, cells.get("phone", "")) or "",
            rpps=self._try(parse_rpps, cells.get("rpps", "")) or "",
            profession=self._try(self._profession, cells.get("profession", "")) or "",
            statuses=several(cells.get("statuses", "")),
            associate_since=self._try(self._date, cells.get("associate_since", "")),
            signatory_since=self._try(self._date, cells.get("signatory_since", "")),
            site=cells.get("site", ""),
            groups=several(cells.get("groups", "")),
        )
        if self.errors:  # a refused cell says nothing: neither today's date nor a second complaint
            row = replace(row, statuses=(), associate_since=None, signatory_since=None)
        if not cells.get("rpps") and not (row.name and row.given_name):
            self._report("indiquez le nom et le prénom, ou le numéro RPPS.")
        return row

    def _try(self, parse: Callable[[str], T], text: str) -> T | None:
        if not text:
            return None
        try:
            return parse(text)
        except (InvalidIdentifierError, DateError, CellError) as error:
            self._report(str(error))
            return None

    def _report(self, sentence: str) -> None:
        self.errors.append(LineError(self.line, sentence))

    def _date(self, text: str) -> date:
        return parse_date(text, self.today)

    def _profession(self, text: str) -> str:
        profession = profession_named(text, self.professions)
        if profession is None:
            raise CellError(
                f"la profession « {text} » est inconnue ; écrivez par exemple « infirmière » "
                "ou « masseur-kinésithérapeute »."
            )
        return profession.key


def parse_block(text: str, professions: Sequence[Profession], today: date) -> Parsed:
    """Reads a pasted block: tab, semicolon or comma; with a header, or in DEFAULT_ORDER without."""
    try:
        table = _table(text.removeprefix("\ufeff").splitlines(keepends=True))
    except csv.Error:
        sentence = "un guillemet ouvert n’est pas refermé ; retirez les guillemets du tableau."
        return Parsed((), (LineError(1, sentence),))
    if not table:
        return Parsed((), (LineError(1, "collez au moins une ligne du tableau."),))
    columns = _header(table[0][1])
    if columns is None:
        return _rows(table, DEFAULT_ORDER, professions, today)
    problem = _header_error(table[0][1], columns)
    if not problem and len(table) == 1:
        problem = "il n’y a que les titres ; ajoutez au moins une ligne au-dessous."
    if problem:
        return Parsed((), (LineError(table[0][0], problem),))
    return _rows(table[1:], columns, professions, today)


def parse_email(text: str) -> str:
    """The address in small letters; the form « Nom <adresse> » is accepted."""
    address = re.sub(r".*<([^<>]*)>\s*", r"\1", text).strip().removeprefix("mailto:")
    if not _EMAIL.fullmatch(address) or ".." in address:
        raise CellError(
            f"l’adresse e-mail « {text} » est incomplète ; écrivez par exemple nom@exemple.fr."
        )
    return address.lower()


def parse_phone(text: str) -> str:
    """A French number in pairs, « 06 12 34 56 78 »; a foreign one with its + and digits."""
    digits = re.sub(r"[\s.\-/\u200b\u2010-\u2015]", "", text.removeprefix("tel:"))
    if french := _PHONE.fullmatch(digits.replace("(0)", "", 1) if "+" in digits else digits):
        number = f"0{french[1]}"
        return " ".join(number[i : i + 2] for i in range(0, 10, 2))
    if _FOREIGN.fullmatch(digits):
        return digits
    raise CellError(
        f"le téléphone « {text} » doit compter 10 chiffres, par exemple 06 12 34 56 78."
    )


def several(text: str) -> tuple[str, ...]:
    """The values of a cell that holds several, between commas, slashes, semicolons or bars."""
    return tuple(part.strip() for part in re.split(r"[,;/|\n]", text) if part.strip())


def match_rows(rows: Iterable[PersonRow], known: Sequence[KnownPerson]) -> Matched:
    """Finds whom each row is about: by RPPS, else by name and given name."""
    by_rpps = {person.rpps: person for person in known if person.rpps}
    pairs: list[tuple[PersonRow, KnownPerson | None]] = []
    errors: list[LineError] = []
    taken: dict[str, int] = {}
    for row in rows:
        found = _candidates(row, known, by_rpps)
        problem = _match_error(row, found)
        if not problem and found:
            earlier = taken.setdefault(found[0].key, row.line)
            if earlier != row.line:
                problem = f"cette personne figure déjà ligne {earlier} ; gardez une seule ligne."
        if problem:
            errors.append(LineError(row.line, problem))
        else:
            pairs.append((row, found[0] if found else None))
    return Matched(tuple(pairs), tuple(errors))


def _candidates(
    row: PersonRow, known: Sequence[KnownPerson], by_rpps: Mapping[str, KnownPerson]
) -> list[KnownPerson]:
    if row.rpps in by_rpps:
        return [by_rpps[row.rpps]]
    names = row.name, row.given_name
    return [
        person
        for person in known
        if same_name(names, (person.name, person.given_name)) and not (row.rpps and person.rpps)
    ]


def _match_error(row: PersonRow, found: Sequence[KnownPerson]) -> str:
    if len(found) > 1:
        return (
            f"{len(found)} personnes s’appellent {row.given_name} {row.name} ; "
            "ajoutez le numéro RPPS pour dire laquelle."
        )
    if not found and not (row.name and row.given_name):
        return f"le RPPS {row.rpps} n’est pas dans l’équipe ; ajoutez le nom et le prénom."
    return ""


def _table(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=_delimiter(lines), strict=True)
    rows = ((reader.line_num, [typed_cell(cell) for cell in cells]) for cells in reader)
    return [(line, cells) for line, cells in rows if any(cells)]


def typed_cell(cell: str) -> str:
    """What was meant: no outer spaces, nor the apostrophe that keeps a spreadsheet from computing."""
    return re.sub(r"^'(?=[=+\-@])", "", cell.strip())


def _delimiter(lines: Sequence[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    return max("\t;,", key=first.count)


def _header(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The columns' names; "" for an unknown title; None when the line is somebody, not titles."""
    columns = tuple(_FIELDS.get(fold(cell), "") for cell in cells)
    known = sum(map(bool, columns))
    return columns if known >= 2 or (known == 1 and len(cells) == 1) else None


def _header_error(titles: Sequence[str], columns: Sequence[str]) -> str:
    for place, column in enumerate(columns):
        if titles[place] and not column:
            return (
                f"la colonne « {titles[place]} » n’est pas connue ; renommez-la "
                "(nom, prénom, e-mail, téléphone, RPPS, profession, statuts, associé depuis, "
                "signataire depuis, site, groupes) ou retirez-la."
            )
        if column and column in columns[:place]:
            return f"la colonne « {titles[place]} » figure deux fois ; n’en gardez qu’une."
    return ""


def _rows(
    table: Sequence[tuple[int, list[str]]],
    columns: Sequence[str],
    professions: Sequence[Profession],
    today: date,
) -> Parsed:
    rows, errors = [], []
    for line, cells in table:
        reader = RowReader(line, professions, today)
        if any(cell and not column for cell, column in zip_longest(cells, columns)):
            errors.append(LineError(line, _UNTITLED))
            continue
        rows.append(reader.read(dict(zip(columns, cells, strict=False))))
        errors.extend(reader.errors)
    return Parsed(tuple(rows), tuple(errors))
