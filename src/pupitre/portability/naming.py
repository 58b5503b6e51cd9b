"""The names inside a centre's archive: readable by people, and the only ones that it may hold."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.text import slugify

from pupitre.core.backup.archive import Kind
from pupitre.portability.references import Model, columns, travelling
from pupitre.portability.words import table_name

PAPERS = ("LISEZMOI.txt", "dictionnaire.csv", "structure.json", "comptes.json")
KEPT = ("installation/numeros.json", "installation/journal.json")
_SLUG = r"[A-Za-z0-9][\w-]{0,119}"
ARCHIVE = Kind(
    "archive",
    re.compile(
        "|".join(map(re.escape, (*PAPERS, *KEPT)))
        + rf"|donnees/[a-z]\w{{0,40}}\.[A-Z]\w{{0,60}}\.jsonl|tableaux/[a-z]\w{{0,40}}\.{_SLUG}\.csv"
        + rf"|fichiers/[a-z]\w{{0,40}}\.[A-Z]\w{{0,60}}/{_SLUG}(?:\.[a-z0-9]{{1,8}})?",
        re.ASCII,
    ),
    swells=100,
)
NAMES = ("original_name", "title", "name", "file_name")
"""Columns that name a row's file, the best first."""


def members() -> Iterator[str]:
    """Yield the names that every archive of this version holds, in the order in which people read them."""
    yield from PAPERS
    for model in travelling():
        yield f"tableaux/{table_file(model)}"
        yield f"donnees/{model._meta.label}.jsonl"
    yield from KEPT


@cache
def blobs(model: Model) -> tuple[Any, ...]:
    """Return the fields of a model that hold files."""
    kinds = (models.FileField, models.BinaryField)
    return tuple(field for field in columns(model) if isinstance(field, kinds))


def table_file(model: Model) -> str:
    """Return the name of a model's CSV: « people.Person-professionnel.csv »."""
    return f"{model._meta.label}-{slugify(table_name(model))[:60]}.csv"


def blob_name(model: Model, field: Any, row: dict[str, Any], number: int) -> str:
    """Return where a row's file goes: its number, the name that people gave it, the name's extension."""
    given = next((row[name] for name in NAMES if row.get(name)), str(field.verbose_name))
    path = PurePath(given.replace("\\", "/"))
    stem, end = slugify(path.stem)[:80] or "fichier", path.suffix.lower()
    if not re.fullmatch(r"\.[a-z0-9]{1,8}", end, re.ASCII):
        end = ""
    which = f"{slugify(field.name)}-" if len(blobs(model)) > 1 else ""
    return f"fichiers/{model._meta.label}/{number:05d}-{which}{stem}{end}"
