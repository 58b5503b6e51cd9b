"""Patients counted doctor by doctor: what adds up, and a pasted table of them."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pupitre.people.rules.names import fold
from pupitre.people.rules.spreadsheet import LineError

_NUMBER = re.compile(r"\d{1,6}")
_BLANKS = re.compile(r"[\s\u00a0\u202f.]")
LABELS = (
    "patientèle",
    "ALD de moins de 75 ans",
    "75 ans et plus sans ALD",
    "75 ans et plus avec ALD",
)


@dataclass(frozen=True, slots=True)
class Count:
    """A doctor's patients (declared « médecin traitant »), and three parts of them that do not overlap."""

    patients: int
    ald_under_75: int = 0
    over_75_non_ald: int = 0
    over_75_ald: int = 0

    @property
    def error(self) -> str:
        """What does not add up, in one sentence; empty when all is well."""
        parts = self.ald_under_75 + self.over_75_non_ald + self.over_75_ald
        if parts > self.patients:
            return (
                f"les trois parts font {parts} patients, plus que la patientèle ({self.patients})."
            )
        return ""


def parse_counts(
    text: str, doctors: Mapping[str, str]
) -> tuple[dict[str, Count], tuple[LineError, ...]]:
    """Read « doctor, patients, three parts » line by line; `doctors` gives each key its name.

    A doctor is written by RPPS, by name or by name and given name; a first line of titles is passed over.
    """
    found: dict[str, Count] = {}
    errors: list[LineError] = []
    for number, cells in enumerate(_table(text), 1):
        if not any(cells) or (number == 1 and not any(map(_is_number, cells[1:]))):
            continue
        try:
            key = _doctor(cells[0], doctors)
            if key in found:
                raise ValueError("ce médecin figure déjà plus haut ; gardez une seule ligne.")
            found[key] = _count(cells[1:])
        except ValueError as error:
            errors.append(LineError(number, str(error)))
    if not found and not errors:
        errors.append(
            LineError(1, "collez au moins une ligne : le nom du médecin, puis ses nombres.")
        )
    return found, tuple(errors)


def _table(text: str) -> list[list[str]]:
    lines = text.removeprefix("\ufeff").splitlines()
    sign = max("\t;,", key=text.count)
    return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=sign)]


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(_BLANKS.sub("", cell)))


def _doctor(cell: str, doctors: Mapping[str, str]) -> str:
    sought = set(fold(cell).split()) - {"dr", "docteur"}
    fitting = [key for key, name in doctors.items() if sought and sought <= set(fold(name).split())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise ValueError(f"plusieurs médecins s’appellent « {cell} » ; ajoutez le prénom.")
    raise ValueError(f"« {cell} » n’est pas un médecin associé de la MSP à cette date.")


def _count(cells: Sequence[str]) -> Count:
    numbers = []
    for place, cell in enumerate(cells[:4]):
        if cell and not _is_number(cell):
            raise ValueError(f"« {cell} » n’est pas un nombre de patients ({LABELS[place]}).")
        numbers.append(int(_BLANKS.sub("", cell) or 0))
    if not cells or not cells[0]:
        raise ValueError("il manque le nombre de patients.")
    count = Count(*numbers)
    if count.error:
        raise ValueError(count.error)
    return count
