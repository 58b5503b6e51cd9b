"""The grid that puts figures in the order of an outside form, whose order nobody published."""

from collections.abc import Collection
from dataclasses import dataclass


class GridError(ValueError):
    """A line of a grid that cannot be read; its text is a French sentence with the line's number."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the form; `code` is empty for a title, or for what Pupitre does not count."""

    label: str
    code: str


def read_grid(text: str, codes: Collection[str]) -> tuple[Heading, ...]:
    """Read « Rubrique du formulaire = code » line by line; without « = », a title. Raises GridError."""
    return tuple(
        _heading(line.strip(), number, codes)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    )


def _heading(line: str, number: int, codes: Collection[str]) -> Heading:
    label, equals, code = (part.strip() for part in line.rpartition("="))
    if not equals:
        return Heading(line, "")
    if code not in codes:
        raise GridError(
            f"Ligne {number} : le code « {code} » n’existe pas ; prenez-en un dans la liste."
        )
    if not label:
        raise GridError(f"Ligne {number} : écrivez la rubrique du formulaire avant « = ».")
    return Heading(label, code)
