"""What a migration may not do while the code of the release before still runs, read from its operations alone."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.migrations import operations as ops
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

USED = "the release before still uses it: stop using it in one release, drop it in the next"
GONE = (ops.RemoveField, ops.DeleteModel, ops.RenameField, ops.RenameModel, ops.AlterModelTable)
SQL = (
    (r"\bDROP\s+(TABLE|COLUMN)|\bRENAME\b", f"drops or renames in SQL; {USED}"),
    (r"\bADD\s+COLUMN\b(?=[^;]*\bNOT\s+NULL\b)(?![^;]*\bDEFAULT\b)", "adds a column NOT NULL without DEFAULT"),
    (r"\bSET\s+NOT\s+NULL\b", "makes a column NOT NULL: the code before may leave it empty"),
    (r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)", "creates an index without CONCURRENTLY"),
)  # fmt: skip
ONLINE = "write CREATE INDEX CONCURRENTLY in a migration that is not atomic, for PostgreSQL"


def faults(migration: Migration, before: ProjectState) -> list[str]:
    """Return what a migration does that the code of the release `before` cannot bear, one sentence each."""
    where = f"{migration.app_label}.{migration.name}"
    return [
        f"{where}: {said}"
        for operation in migration.operations
        for said in _faults(operation, migration.app_label, before)
    ]


def _faults(operation: Any, app: str, before: ProjectState) -> Iterator[str]:
    if isinstance(operation, ops.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from _faults(inner, app, before)
    elif isinstance(operation, ops.RunPython):
        if not operation.reversible:
            yield "RunPython without reverse_code"
    elif isinstance(operation, ops.RunSQL):
        yield from _sql(operation)
    else:
        yield from _schema(operation, app, before)


def _sql(operation: ops.RunSQL) -> Iterator[str]:
    if not operation.reversible:
        yield "RunSQL without reverse_sql"
    for statement in _statements(operation.sql):
        for pattern, said in SQL:
            if re.search(pattern, statement, re.IGNORECASE):
                yield said


def _statements(sql: Any) -> Iterable[str]:
    written = [sql] if isinstance(sql, str) else sql
    return (one if isinstance(one, str) else one[0] for one in written)


def _schema(operation: Any, app: str, before: ProjectState) -> Iterator[str]:
    name = getattr(operation, "model_name", getattr(operation, "name", "")).lower()
    name = getattr(operation, "old_name_lower", name) if isinstance(operation, ops.RenameModel) else name  # fmt: skip
    known = before.models.get((app, name))
    if known is None:
        return  # a table that the release before does not know
    if isinstance(operation, GONE):
        yield from _gone(operation, name, known.fields)
    elif isinstance(operation, ops.AddField):
        yield from _added(f"{name}.{operation.name}", operation.field)
    elif isinstance(operation, ops.AlterField) and operation.name in known.fields:
        old = known.fields[operation.name]
        yield from _altered(f"{name}.{operation.name}", old, operation.field)
    else:
        yield from _indexed(operation, name)


def _gone(operation: Any, name: str, fields: Any) -> Iterator[str]:
    one = getattr(operation, "old_name", getattr(operation, "name", ""))
    if not isinstance(operation, ops.RemoveField | ops.RenameField):
        yield f"{name}: {USED}"
    elif one in fields:
        yield f"{name}.{one}: {USED}"


def _indexed(operation: Any, name: str) -> Iterator[str]:
    if isinstance(operation, ops.AddIndex | ops.AlterUniqueTogether):
        if type(operation).__name__ != "AddIndexConcurrently":
            yield f"{name}: an index made while everybody waits; {ONLINE}"
    elif isinstance(operation, ops.AddConstraint):
        if isinstance(operation.constraint, models.UniqueConstraint):
            yield f"{name}: a unique index made while everybody waits; {ONLINE}"
        else:
            yield f"{name}: a constraint that the code before may not keep"


def _added(where: str, field: Any) -> Iterator[str]:
    if not field.null and field.db_default is NOT_PROVIDED and not field.many_to_many:
        yield f"{where}: NOT NULL without db_default: the code before inserts rows without it"
    plain_key = field.remote_field and field.db_constraint
    if field.unique or (field.db_index and (plain_key or not field.remote_field)):
        yield f"{where}: an index made while everybody waits; {ONLINE}"


def _altered(where: str, old: Any, new: Any) -> Iterator[str]:
    if old.null and not new.null:
        yield f"{where}: becomes NOT NULL: the code before may leave it empty"
    if old.get_internal_type() != new.get_internal_type():
        yield f"{where}: changes its type, which rewrites the table; add another column"
    if (old.max_length or 0) > (new.max_length or old.max_length or 0):
        yield f"{where}: becomes shorter than what the code before writes"
    if (new.unique and not old.unique) or (new.db_index and not old.db_index):
        yield f"{where}: an index made while everybody waits; {ONLINE}"
