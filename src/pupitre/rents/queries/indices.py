"""Published indices: the file that comes with Pupitre, completed or corrected by what the centre types."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from pupitre.rents.models import IndexValue
from pupitre.rents.rules.revision import Quarter

FILE = Path(__file__).parent.parent / "data" / "indices.csv"


@dataclass(frozen=True, slots=True)
class Published:
    """A value of an index for a quarter, and where it was read."""

    index: str
    quarter: Quarter
    value: Decimal
    source: str


def published(index: str, quarter: Quarter) -> Published | None:
    """Return the value of a quarter: what the centre typed first, else the file's; None when unknown."""
    typed = IndexValue.objects.filter(
        index=index, year=quarter.year, quarter=quarter.quarter
    ).first()
    if typed is not None:
        return Published(index, quarter, typed.value, typed.source)
    return shipped().get((index, quarter))


@cache
def shipped() -> dict[tuple[str, Quarter], Published]:
    """Return the values of the file, by index and quarter."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = [_row(row) for row in csv.DictReader(lines, delimiter=";")]
    return {(one.index, one.quarter): one for one in rows}


def _row(row: dict[str, str]) -> Published:
    year, _, quarter = row["trimestre"].partition("T")
    return Published(row["indice"], Quarter(int(year), int(quarter)), Decimal(row["valeur"]), row["source"])  # fmt: skip
