"""Writing lines of rows: COPY on PostgreSQL, as the owner of the tables; plain inserts on SQLite."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import psycopg
from django.db import connection, models, transaction
from psycopg import sql

from pupitre.demo.bulk.marking import NULL

SEALS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_centre_insert'"
ESCAPED = re.compile(r"\\[\\tnr]")
UNESCAPED = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}

Model = type[models.Model]


class NotOwnerError(RuntimeError):
    """The role may not load the rows of many centres at once."""

    def __str__(self) -> str:
        return "au-delà de 50 MSP, donnez DATABASE_OWNER_URL : la base, sous le rôle qui possède les tables."


class Writer(Protocol):
    """Where copies go."""

    def reserve(self, model: Model, count: int) -> int:
        """Keep `count` numbers for rows; return the one before the first."""

    def write(self, model: Model, columns: Sequence[str], lines: str) -> None:
        """Write rows, given as lines of COPY."""


@contextmanager
def writing(tables: Sequence[Model]) -> Iterator[Writer]:
    """Open one transaction to write in these tables; all or nothing."""
    if connection.vendor != "postgresql":
        with transaction.atomic(), _without_triggers():
            yield SqliteWriter()
        return
    with _owner() as owner, owner.transaction():
        lifted = [model for model in tables if _is_bound(owner, model)]
        _force(owner, lifted, "NO FORCE")
        yield PostgresWriter(owner)
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _force(owner, lifted, "FORCE")


def _owner() -> "psycopg.Connection[Any]":
    url = os.environ.get("DATABASE_OWNER_URL")
    if url:
        return psycopg.connect(url)
    held = connection.settings_dict
    given: dict[str, Any] = {
        name: held[name.upper()] or None for name in ("host", "port", "user", "password")
    }
    return psycopg.connect(dbname=held["NAME"], **given)


def _is_bound(owner: "psycopg.Connection[Any]", model: Model) -> bool:
    """Say whether a row policy binds this role on a table: COPY would be refused."""
    query = "SELECT row_security_active(%s::regclass)"
    found = owner.execute(query, [model._meta.db_table]).fetchone()
    return bool(found and found[0])


def _force(owner: "psycopg.Connection[Any]", tables: Sequence[Model], word: str) -> None:
    """Bind the owner itself to the policies, or not; until the end of the transaction the table is its own."""
    try:
        for model in tables:
            words = sql.SQL(f"ALTER TABLE {{}} {word} ROW LEVEL SECURITY")
            owner.execute(words.format(sql.Identifier(model._meta.db_table)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotOwnerError from error


class PostgresWriter:
    """COPY, as the owner of the tables."""

    def __init__(self, owner: "psycopg.Connection[Any]") -> None:
        self.owner = owner

    def reserve(self, model: Model, count: int) -> int:
        query = "SELECT setval(s, nextval(s) + %s) FROM pg_get_serial_sequence(%s, 'id') AS s"
        found = self.owner.execute(query, [count, model._meta.db_table]).fetchone()
        assert found  # noqa: S101  # every table of ours has a sequence
        return int(found[0]) - count

    def write(self, model: Model, columns: Sequence[str], lines: str) -> None:
        words = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self.owner.cursor().copy(words) as copy:
            copy.write(lines)


class SqliteWriter:
    """Plain inserts; the columns give the texts their type."""

    def reserve(self, model: Model, count: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {_table(model)}")  # noqa: S608
            return int(cursor.fetchone()[0])

    def write(self, model: Model, columns: Sequence[str], lines: str) -> None:
        names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
        query = f"INSERT INTO {_table(model)} ({names}) VALUES ({places})"  # noqa: S608
        rows = [[_value(cell) for cell in line.split("\t")] for line in lines.split("\n")[:-1]]
        with connection.cursor() as cursor:
            cursor.executemany(query, rows)


def _table(model: Model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _value(cell: str) -> str | None:
    if cell == NULL:
        return None
    return ESCAPED.sub(lambda found: UNESCAPED[found[0]], cell) if "\\" in cell else cell


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Lift the triggers that look for the other row of each relation: a copy has them all, in any order."""
    with connection.cursor() as cursor:
        triggers = cursor.execute(SEALS).fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, statement in triggers:
            cursor.execute(statement)
