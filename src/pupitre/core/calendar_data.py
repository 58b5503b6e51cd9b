"""Loads the published school holidays; the dates rules receive them as data."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pupitre.core.dates import SchoolBreak, SchoolCalendar

DATA = Path(__file__).parent / "data"
SCHOOL_HOLIDAYS = DATA / "vacances_scolaires.csv"


@dataclass(frozen=True, slots=True)
class Place:
    """What a postcode tells of a calendar: school zone ("" outside A, B and C), territory of the holidays."""

    zone: str = ""
    territory: str = "metropole"


def place_of(postcode: str) -> Place:
    """Return the calendars of a postcode; the plain ones of the mainland, without zone, when unknown."""
    starts = (postcode[:length] for length in range(len(postcode), 1, -1))
    return next((place for start in starts if (place := _places().get(start))), Place())


@cache
def _places() -> dict[str, Place]:
    lines = (DATA / "academies.csv").read_text(encoding="utf-8").splitlines()
    return {row["debut"]: Place(row["zone"], row["territoire"]) for row in _rows(lines)}


@cache
def load_school_calendar(path: Path = SCHOOL_HOLIDAYS) -> SchoolCalendar:
    """Reads `zone;libelle;premier_jour;dernier_jour` under `# key: value` lines.

    `connu_du` and `connu_au` bound what is known. Raises KeyError or ValueError on a damaged file:
    it ships with the software and is checked by a test.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    notes = dict(line[1:].strip().split(": ", 1) for line in lines if line.startswith("#"))
    return SchoolCalendar(
        breaks=tuple(
            SchoolBreak(
                row["zone"],
                row["libelle"],
                date.fromisoformat(row["premier_jour"]),
                date.fromisoformat(row["dernier_jour"]),
            )
            for row in _rows(lines)
        ),
        known_from=date.fromisoformat(notes["connu_du"]),
        known_until=date.fromisoformat(notes["connu_au"]),
        source=notes["source"],
    )


def _rows(lines: list[str]) -> Iterator[dict[str, str]]:
    return csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
