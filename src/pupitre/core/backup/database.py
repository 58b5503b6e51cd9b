"""The database in a backup: copied while it serves; when it comes back, read as a stranger's before it is trusted."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pupitre.core.backup.archive import ArchiveError

SQLITE, DUMP = "database.sqlite3", "database.dump"


def applied_migrations() -> list[str]:
    """Return `app.name` of every migration that the database has had, in order of name."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def copy_database(folder: Path) -> Path:
    """Copy the live database into a folder, as it is at one moment, while others read and write."""
    if connection.vendor == "postgresql":
        return _dump(folder / DUMP)
    target = folder / SQLITE
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy, pages=2000, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def check_sqlite(file: Path, like: Path) -> None:
    """Refuse a database file that is damaged, or that holds a trigger, a view or a table that ours has not.

    `like` is a fresh database of this version. Nothing of the file runs: it is opened read-only, and a trigger
    or a view planted in it is seen before any query could fire it.
    """
    ours = {(kind, name): statement for kind, name, statement in _schema(like)}
    for kind, name, statement in _schema(file):
        if kind in {"trigger", "view"} and ours.get((kind, name)) != statement:
            raise ArchiveError(
                f"La base sauvegardée contient un automatisme inconnu : « {name[:80]} »."
            )
        if statement.upper().startswith("CREATE VIRTUAL") and ours.get((kind, name)) != statement:
            raise ArchiveError(
                f"La base sauvegardée contient une table inconnue : « {name[:80]} »."
            )
    with _opened(file) as database:
        verdict = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        orphans = database.execute("PRAGMA foreign_key_check").fetchone()
    if verdict != "ok" or orphans:
        raise ArchiveError("La base sauvegardée est abîmée : elle n'est pas restaurée.")


def _schema(file: Path) -> list[tuple[str, str, str]]:
    with _opened(file) as database:
        rows = database.execute(
            "SELECT type, name, coalesce(sql, '') FROM sqlite_master"
        ).fetchall()
    return [(kind, name, " ".join(statement.split())) for kind, name, statement in rows]


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema=OFF")
            yield database
    except sqlite3.DatabaseError as error:
        raise ArchiveError("La base sauvegardée ne se lit pas.") from error


def _dump(target: Path) -> Path:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def load_dump(file: Path) -> None:
    """Load a dump into the empty PostgreSQL database of the settings; all or nothing."""
    _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
         f"--dbname={_settings()['NAME']}", str(file))  # fmt: skip


@contextmanager
def scratch_database(file: Path) -> Iterator[str]:
    """Load a dump into a PostgreSQL database of its own, give its address, and drop it afterwards."""
    name = f"pupitre_retour_{secrets.token_hex(4)}"
    _run("createdb", name)
    try:
        _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
             f"--dbname={name}", str(file))  # fmt: skip
        address = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        _run("dropdb", "--force", name)


def _run(program: str, *words: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise ArchiveError(f"Il manque le programme {program} (paquet postgresql-client).")
    done = subprocess.run(  # noqa: S603  # our own words
        [path, *words], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["sans raison donnée"])[-1]
        raise ArchiveError(f"{program} a échoué : {last}")


def _settings() -> dict[str, Any]:
    return dict(connection.settings_dict)


def _environment() -> dict[str, str]:
    """Return the environment of the PostgreSQL programs: the owner's address when given, never on a command line."""
    owner = os.environ.get("DATABASE_OWNER_URL")
    parts = _settings()
    told = {
        "HOST": parts["HOST"],
        "PORT": parts["PORT"],
        "USER": parts["USER"],
        "PASSWORD": parts["PASSWORD"],
    }
    if owner:
        address = urlsplit(owner)
        told |= {"USER": address.username or "", "PASSWORD": address.password or ""}
    return dict(os.environ) | {
        f"PG{name}": str(value)
        for name, value in (told | {"DATABASE": parts["NAME"]}).items()
        if value
    }
