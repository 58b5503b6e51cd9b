"""Taking a backup, proving it, restoring it."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from pupitre.core.backup import archive, database, sealing
from pupitre.core.backup.archive import ArchiveError

KEYS = ("secret_key", "audit_key")


@dataclass(frozen=True)
class Taken:
    """A backup made: where, how many files, its size in octets."""

    file: Path
    files: int
    size: int


def take_backup(destination: Path, *, passphrase: str = "") -> Taken:
    """Write the whole installation into one file, while it serves; ArchiveError when it cannot be written whole.

    The database is copied first, then the files: a file added meanwhile is one too many, never one missing.
    """
    if destination.exists():
        raise ArchiveError(f"{destination} existe déjà : donnez un autre nom.")
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".sauvegarde-") as scratch:
        folder = Path(scratch)
        copy = database.copy_database(folder)
        facts = {
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "engine": connection.vendor,
            "migrations": database.applied_migrations(),
        }
        clear = folder / "clear"
        manifest = archive.write(clear, [(copy.name, copy), *_kept()], facts)
        ready = folder / "ready"
        if passphrase:
            sealing.seal(clear, ready, passphrase)
        else:
            ready = clear
        os.chmod(ready, 0o600)
        _to_disk(ready)
        os.replace(ready, destination)
    return Taken(destination, len(manifest.entries), destination.stat().st_size)


def restore(source: Path, *, passphrase: str = "") -> archive.Manifest:
    """Put a backup back into an empty home; the database of PostgreSQL must be empty too.

    The archive is taken as hostile: unpacked apart, checked whole, moved only then.
    """
    home = Path(settings.PUPITRE_HOME)
    if (home / database.SQLITE.replace("database", "pupitre")).exists() or (
        home / "files"
    ).exists():
        raise ArchiveError(
            "Ce dossier contient déjà des données : restaurez dans un PUPITRE_HOME vide."
        )
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restauration-") as scratch:
        folder = Path(scratch) / "content"
        folder.mkdir()
        manifest = unpack(source, folder, passphrase=passphrase)
        if manifest.facts.get("engine") != connection.vendor:
            raise ArchiveError(
                "Cette sauvegarde vient d'un autre moteur de base de données que celui-ci."
            )
        _put_back(folder, home)
    return manifest


def unpack(source: Path, folder: Path, *, passphrase: str = "") -> archive.Manifest:
    """Unpack a backup into an empty folder and check all of it, its database included."""
    clear = source
    if not source.is_file():
        raise ArchiveError(f"{source} n'existe pas.")
    if sealing.is_sealed(source):
        if not passphrase:
            raise ArchiveError("Cette sauvegarde est chiffrée : donnez sa phrase secrète.")
        clear = folder.parent / "clear"
        sealing.unseal(source, clear, passphrase)
    manifest = archive.extract(clear, folder)
    held = folder / database.SQLITE
    if held.exists():
        _refuse_newer(held)
        database.check_sqlite(held, fresh_database(folder.parent))
    elif not (folder / database.DUMP).exists():
        raise ArchiveError("Cette sauvegarde n'a pas de base de données.")
    return manifest


def fresh_database(folder: Path) -> Path:
    """Return an empty SQLite database of this version, made in a folder by a process apart."""
    words = [sys.executable, "-m", "pupitre.cli", "migrate"]
    apart = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    made = subprocess.run(  # noqa: S603  # our own program
        words, env=apart | {"PUPITRE_HOME": str(folder / "fresh")}, capture_output=True, check=False
    )
    if made.returncode:
        raise ArchiveError("La base de comparaison n'a pas pu être préparée.")
    return folder / "fresh" / "pupitre.sqlite3"


def _refuse_newer(file: Path) -> None:
    """Refuse a database that has had migrations which this version does not know."""
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as held:
        try:
            had = {
                f"{app}.{name}"
                for app, name in held.execute("SELECT app, name FROM django_migrations")
            }
        except sqlite3.DatabaseError as error:
            raise ArchiveError("La base sauvegardée ne se lit pas.") from error
    if had - known:
        raise ArchiveError(
            "Cette sauvegarde vient d'une version plus récente de Pupitre : mettez celle-ci à jour."
        )


def _kept() -> Iterator[tuple[str, Path]]:
    """Yield the files that go with the database, under their names in the archive."""
    home = Path(settings.PUPITRE_HOME)
    for key in KEYS:
        if (home / key).exists():
            yield f"keys/{key}", home / key
    for anchor in sorted((home / "audit").glob("*")):
        if anchor.name.isdecimal():
            yield f"audit/{anchor.name}", anchor
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield f"files/{file.relative_to(root).as_posix()}", file


def _put_back(folder: Path, home: Path) -> None:
    for name in ("files", "audit"):
        if (folder / name).exists():
            os.replace(folder / name, home / name)
    for key in KEYS:
        if (folder / "keys" / key).exists():
            os.chmod(folder / "keys" / key, 0o600)
            os.replace(folder / "keys" / key, home / key)
    if (folder / database.DUMP).exists():
        database.load_dump(folder / database.DUMP)
    else:
        shutil.move(folder / database.SQLITE, home / "pupitre.sqlite3")


def _to_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())
