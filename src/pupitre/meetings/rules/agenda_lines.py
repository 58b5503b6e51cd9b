"""An agenda typed as lines: « Tour de table, 10 »."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

USUAL_MINUTES = 10
LONGEST = 480
TITLE_LENGTH = 200
_MINUTES = re.compile(
    r"^(?P<title>.*?[^\s,;:(–-]|)[\s,;:(–-]+(?P<minutes>\d{1,4})\s*(?:min\.?|minutes?|mn|['’])?\)?$",
    re.IGNORECASE,
)


class AgendaLineError(ValueError):
    """A line that cannot be an agenda item; its text is a French sentence with the line."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item and the minutes it is given."""

    title: str
    minutes: int


def read_agenda(text: str) -> tuple[AgendaLine, ...]:
    """The items in the order typed, a line each; 10 minutes where none are written.

    Raises AgendaLineError.
    """
    lines = enumerate(text.splitlines(), start=1)
    return tuple(_read(line.strip(" -•\t"), number) for number, line in lines if line.strip())


def write_agenda(items: Iterable[AgendaLine]) -> str:
    """The lines that `read_agenda` reads back."""
    return "\n".join(f"{item.title}, {item.minutes} min" for item in items)


def _read(line: str, number: int) -> AgendaLine:
    found = _MINUTES.match(line)
    title = found["title"].strip() if found else line
    minutes = int(found["minutes"]) if found else USUAL_MINUTES
    if not title:
        raise AgendaLineError(f"Ligne {number} : donnez un nom au point, avant ses minutes.")
    if len(title) > TITLE_LENGTH:
        raise AgendaLineError(
            f"Ligne {number} : {len(title)} caractères, gardez-en {TITLE_LENGTH} au plus."
        )
    if not 0 < minutes <= LONGEST:
        raise AgendaLineError(
            f"Ligne {number} : {minutes} minutes, écrivez un nombre entre 1 et {LONGEST}."
        )
    return AgendaLine(title, minutes)
