"""Taking rows and values away for good: their files go too, and the audit does not keep what they said."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import models, transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import CentreModel
from pupitre.privacy.queries.purging import EMPTIED, blank_value, can_blank


def delete_row(row: CentreModel, *, by: Actor, action: str = "purger") -> None:
    """Delete a row and, once that is certain, its files; ProtectedError when another row needs it."""
    names = _files(row)
    records.remove(row, by=by, action=action, told=False)
    _drop(names)


def blank_rows(
    rows: Sequence[Any], names: Sequence[str], *, by: Actor, action: str = "purger"
) -> None:
    """Empty some fields of rows of one table, with the files that they hold."""
    if not rows:
        return
    fields = [rows[0]._meta.get_field(name) for name in names]
    blanked = [field for field in fields if can_blank(field)]
    for row in rows:
        _drop(_files(row, [field.name for field in blanked]))
        for field in blanked:
            setattr(row, field.attname, _blank(field))
    if blanked:
        records.update_all(
            rows, [field.name for field in blanked], by=by, action=action, told=False
        )


def _blank(field: models.Field[Any, Any]) -> Any:
    empty = blank_value(field)
    if empty is None and not field.null:
        return b"" if isinstance(field, models.BinaryField) else EMPTIED
    return empty


def replace_values(
    model: type[CentreModel], found: Mapping[int, Mapping[str, Any]], *, by: Actor
) -> None:
    """Give rows of one table other texts, cut at their fields' length: {key: {field: value}}."""
    rows = list(model.objects.filter(pk__in=list(found)))
    changed = sorted({name for values in found.values() for name in values})
    for row in rows:
        for name, value in found[row.pk].items():
            longest = model._meta.get_field(name).max_length  # type: ignore[union-attr]
            setattr(row, name, value[:longest] if isinstance(value, str) and longest else value)
    records.update_all(rows, changed, by=by, action="effacer un nom", told=False)


def _files(row: Any, names: Sequence[str] | None = None) -> list[tuple[Any, str]]:
    return [
        (field.storage, file.name)
        for field in row._meta.local_fields
        if isinstance(field, models.FileField) and (names is None or field.name in names)
        if (file := getattr(row, field.name))
    ]


def _drop(files: Sequence[tuple[Any, str]]) -> None:
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
