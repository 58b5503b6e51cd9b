"""A decision or a task typed in one line: « Rédiger la fiche @garnier 8/12 »."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pupitre.core.dates import DateError, parse_date
from pupitre.people.rules.names import fold

_MONTH = (
    "janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec"  # how each month begins
)
_DATE = rf"\d{{1,2}}(?:[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|(?:er)?\s(?:{_MONTH})[a-zéû]*\.?(?:\s\d{{4}})?)"
_OWNER = re.compile(rf"(?:^|\s)@(?P<who>[\w.'’-]+)(?:\s+(?:pour le |le )?(?P<due>{_DATE})(?!\w))?")
_UNTIL = re.compile(
    rf"(?<![\s,])[\s,]+(?:pour|avant|d[’']ici) le\s(?P<due>{_DATE})\.?\s*$", re.IGNORECASE
)


class LineError(ValueError):
    """A line that names nobody, or several people; its text is a French sentence for the user."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be named."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """What the line says once the person and the date are taken out."""

    text: str
    owner: int | None = None
    due: date | None = None


def read_line(line: str, people: Sequence[Candidate], today: date) -> Line:
    """Takes « @name » with a date after it, or « pour le 8/12 » at the end, out of the line.

    A name is the beginning of a word of the person's name, or several joined by dots
    (« @anne.martin »). Raises LineError when it points to nobody or to several people, when the
    date does not exist, or when nothing is left.
    """
    owner: int | None = None
    due: date | None = None
    if found := _OWNER.search(line):
        owner = _person(found["who"], people)
        due = _day(found["due"], today)
        line = line[: found.start()] + line[found.end() :]
    if found := _UNTIL.search(line):
        due = _day(found["due"], today)
        line = line[: found.start()]
    text = " ".join(line.split())
    if not text:
        raise LineError("Écrivez la décision ou la tâche avant d’appuyer sur Entrée.")
    return Line(text, owner, due)


def _day(text: str | None, today: date) -> date | None:
    try:
        return parse_date(text, today) if text else None
    except DateError as error:
        raise LineError(str(error)) from error


def _person(word: str, people: Sequence[Candidate]) -> int:
    matching = [person for person in people if _named(word, person.name)]
    exact = [
        person for person in matching if set(fold(word).split()) <= set(fold(person.name).split())
    ]
    chosen = exact or matching
    if not chosen:
        raise LineError(f"Personne ne s’appelle « {word} » ici : vérifiez le nom après @.")
    if len(chosen) > 1:
        names = " ou ".join(person.name for person in chosen[:3])
        raise LineError(
            f"« @{word} » peut être {names} : ajoutez le prénom, par exemple"
            f" @{'.'.join(fold(chosen[0].name).split())}."
        )
    return chosen[0].key


def _named(word: str, name: str) -> bool:
    words = fold(name).split()
    joined = "".join(words)
    return all(
        any(part.startswith(asked) for part in words) or asked in joined
        for asked in fold(word).split()
    )
