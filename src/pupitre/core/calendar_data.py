"""Loads the published school holidays; the dates rules receive them as data."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from pupitre.core.dates import SchoolBreak, SchoolCalendar

SCHOOL_HOLIDAYS = Path(__file__).parent / "data" / "vacances_scolaires.csv"


@cache
def load_school_calendar(path: Path = SCHOOL_HOLIDAYS) -> SchoolCalendar:
    """Reads `zone;libelle;premier_jour;dernier_jour` under `# key: value` lines.

    `connu_du` and `connu_au` bound what is known. Raises KeyError or ValueError on a damaged file:
    it ships with the software and is checked by a test.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    notes = dict(line[1:].strip().split(": ", 1) for line in lines if line.startswith("#"))
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
    return SchoolCalendar(
        breaks=tuple(
            SchoolBreak(
                row["zone"],
                row["libelle"],
                date.fromisoformat(row["premier_jour"]),
                date.fromisoformat(row["dernier_jour"]),
            )
            for row in rows
        ),
        known_from=date.fromisoformat(notes["connu_du"]),
        known_until=date.fromisoformat(notes["connu_au"]),
        source=notes["source"],
    )
