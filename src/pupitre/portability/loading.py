"""Writing an archive's rows into the centre in scope: all numbers moved together, relations that wait set at the end."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import models

from pupitre.core import audit, search
from pupitre.core.backup.archive import ArchiveError
from pupitre.core.models import AuditEvent
from pupitre.core.registry import registry
from pupitre.core.tenancy import current_scope
from pupitre.portability.naming import blobs
from pupitre.portability.opening import Opened, rows_of
from pupitre.portability.references import Model, former_keys, later, references

BATCH = 900
"""Values in one INSERT."""


@dataclass
class Arriving:
    """What is being written: the archive, the keys that its rows take; so far, the files in place and the seals of redacted acts."""

    archive: Opened
    keys: dict[str, list[int]]
    placed: list[str] = field(default_factory=list)
    seals: dict[str, str] = field(default_factory=dict)

    def number(self, label: str, number: int) -> int:
        """Return the key that a number of the archive takes; a number that the archive does not list is refused."""
        if not 0 < number <= len(self.keys[label]):
            raise ArchiveError("Cette archive renvoie à une ligne qu'elle ne contient pas.")
        return self.keys[label][number - 1]

    def moved(self, label: str, had: int) -> int | None:
        """Return the key that a row takes here from the one that it had where it comes from; None when it did not travel."""
        return dict(zip(self.archive.keys[label], self.keys[label], strict=True)).get(had)


def load(arriving: Arriving, loaded: Iterable[Model]) -> int:
    """Write the rows of some models, each after those that its rows need; return how many."""
    waiting: list[tuple[Model, str, int, int]] = []
    count = 0
    for model in loaded:
        for batch in _batches(_objects(arriving, model, waiting), model):
            if model is AuditEvent:
                _seal(batch, arriving.seals)
            insert(model, batch)
            count += len(batch)
    for model, column, key, value in waiting:
        model.objects.filter(pk=key).update(**{column: value})
    return count


def _objects(
    arriving: Arriving, model: Any, waiting: list[tuple[Model, str, int, int]]
) -> Iterator[Any]:
    """Yield a table's rows as objects of the centre in scope."""
    late, moved = later(model), references(model)
    for row in rows_of(arriving.archive, model):
        key = arriving.number(model._meta.label, row.pop("n"))
        values = {
            name: moved[name].translate(value, row, arriving.number) if name in moved else value
            for name, value in row.items()
        }
        for column in late:
            if values[column] is not None:
                waiting.append((model, column, key, values[column]))
                values[column] = None
        for each in blobs(model):
            values[each.attname] = _place(arriving, model, each, values[each.attname])
        for each in former_keys(model):
            values[each.attname] = None if values[each.attname] == key else values[each.attname]
        yield model(pk=key, centre_id=current_scope().centre_id, **values)


def _place(arriving: Arriving, model: Any, each: Any, name: str) -> Any:
    """Put a file of the archive in its place under a new name, and return that; octets go back into the database."""
    binary = isinstance(each, models.BinaryField)
    if not name:
        return b"" if binary else ""
    missing = name in arriving.archive.manifest.facts["missing"]
    if not name.startswith(f"fichiers/{model._meta.label}/") or not (
        missing or name in arriving.archive.files
    ):
        raise ArchiveError("Cette archive renvoie à un fichier qu'elle ne contient pas.")
    source = arriving.archive.folder / name
    if binary:
        return source.read_bytes()
    stored = each.generate_filename(model(centre_id=current_scope().centre_id), source.name)
    if not missing:
        target = Path(default_storage.path(stored))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        arriving.placed.append(stored)
        shutil.copyfile(source, target)
        os.chmod(target, 0o600)
    return stored


def _batches(objects: Iterator[Any], model: Model) -> Iterator[list[Any]]:
    size = max(1, BATCH // len(model._meta.local_concrete_fields))
    while batch := list(islice(objects, size)):
        yield batch


def insert(model: Any, objects: list[Any]) -> None:
    """Insert rows exactly as they are: no moment or default of today takes the place of what they hold."""
    fields = model._meta.local_concrete_fields
    model.objects.get_queryset()._insert(objects, fields=fields, using=model.objects.db, raw=True)


def _seal(events: list[AuditEvent], seals: dict[str, str]) -> None:
    """Seal the acts of before under this installation's key, in one chain without a hole."""
    head = audit.take_turn()
    for place, event in enumerate(events, start=head.number + 1):
        if event.number != place:
            raise ArchiveError("Il manque un acte dans le journal de cette archive.")
    audit.adopt(events, head, seals)
    audit.settle(head)


def reindex(loaded: Iterable[Model]) -> None:
    """Put into the search what the rows say."""
    for model in loaded:
        if model in registry.searchables:
            found = model.objects.order_by("pk").iterator(chunk_size=500)
            while batch := list(islice(found, 500)):
                search.index_all(batch)
