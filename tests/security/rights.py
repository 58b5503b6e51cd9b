"""The table of rights, kept apart from the code: who may open which page; the first row that names a page decides."""

import csv
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "rights.csv"
ROLES = ("coordinator", "manager", "professional", "secretary", "accountant")


@dataclass(frozen=True)
class Right:
    """One row: an object and an act in words, its pages, and the roles that may."""

    object: str
    pages: tuple[str, ...]
    roles: frozenset[str]


@lru_cache(maxsize=1)
def rights() -> tuple[Right, ...]:
    with TABLE.open(encoding="utf-8", newline="") as source:
        return tuple(
            Right(
                row["object"],
                tuple(row["pages"].split()),
                frozenset(role for role in ROLES if row[role] == "yes"),
            )
            for row in csv.DictReader(source)
        )


def right_of(name: str) -> Right | None:
    """Return the row of a page, None when nobody decided who may open it."""
    return next(
        (row for row in rights() if any(fnmatchcase(name, page) for page in row.pages)), None
    )


def may(name: str, role: str) -> bool:
    row = right_of(name)
    return row is not None and role in row.roles
