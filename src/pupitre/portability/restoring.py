"""One centre of many brought back from a backup of the whole installation; the others are not touched."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction

from pupitre.centres.models import Centre, Membership
from pupitre.core import audit
from pupitre.core.actor import Actor
from pupitre.core.backup import acts, database
from pupitre.core.backup.archive import ArchiveError
from pupitre.core.jobs.models import Job
from pupitre.core.models import AuditEvent, SearchEntry
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.portability.importing import (
    files_undone,
    identity_of,
    is_past_of,
    origin,
    same_accounts,
)
from pupitre.portability.loading import Arriving, load, reindex
from pupitre.portability.naming import blobs
from pupitre.portability.opening import Opened, opened
from pupitre.portability.references import USERS, travelling
from pupitre.portability.services import note

STAYS: tuple[Any, ...] = (AuditEvent, Membership)
"""What a return to the past leaves as it is today: the journal only grows, and who lost an access does not get it back."""


def restore_centre(source: Path, slug: str, *, by: Actor, passphrase: str = "") -> int:
    """Put one centre back as a backup of this installation holds it, in one transaction; return how many rows.

    ArchiveError when the backup is not this installation's, or when the centre is not there any more.
    """
    home = Path(settings.PUPITRE_HOME)
    with tempfile.TemporaryDirectory(dir=home, prefix=".retour-") as scratch:
        exported = centre_in_backup(source, slug, Path(scratch), passphrase=passphrase)
        with opened(exported) as found:
            return put_back(found, exported, slug, by=by)


def put_back(found: Opened, source: Path, slug: str, *, by: Actor) -> int:
    """Replace a centre's rows by those of an archive of itself."""
    centre = Centre.objects.filter(slug=slug).first()
    if centre is None:
        raise ArchiveError(f"Aucune structure n'a l'adresse « {slug} » ici : importez-la plutôt.")
    moved = [model for model in travelling() if model not in STAYS]
    arriving = Arriving(found, dict(found.keys))
    with files_undone(arriving), transaction.atomic(), centre_scope(centre), ExitStack() as stack:
        audit.take_turn()
        _refuse_stranger(found, centre)
        for returning in registry.contributed("centre.returns"):
            stack.enter_context(returning)
        forgotten = list(registry.contributed("centre.forgets"))
        former = [name for model in moved for name in _stored(model)]
        for model in (*reversed(moved), SearchEntry):
            model.objects.get_queryset()._raw_delete(model.objects.db)  # type: ignore[attr-defined]
        arriving.keys[USERS] = same_accounts(found)
        rows = load(arriving, moved)
        Centre.objects.filter(pk=centre.pk).update(**identity_of(found) | {"slug": slug})
        reindex(travelling())
        for again in forgotten:
            again(lambda _label, number: number, by)
        Job.objects.filter(centre=centre, state=Job.State.WAITING).update(state=Job.State.STOPPED)
        note("remettre la structure depuis une sauvegarde", centre, by=by, **origin(source, found))
        for name in former:
            transaction.on_commit(partial(default_storage.delete, name))
    return rows


def _stored(model: Any) -> Iterator[str]:
    """Yield where the files of a table lie."""
    for field in blobs(model):
        if field.get_internal_type() == "FileField":
            yield from model.objects.exclude(**{field.name: ""}).values_list(field.name, flat=True)


def _refuse_stranger(found: Opened, centre: Centre) -> None:
    if not is_past_of(centre, found):
        raise ArchiveError(
            "Cette sauvegarde n'est pas celle de cette structure ici : importez-la sous une autre adresse."
        )


def centre_in_backup(source: Path, slug: str, scratch: Path, *, passphrase: str = "") -> Path:
    """Open a backup apart, bring it up to this version, and export one centre of it."""
    content, exported = scratch / "content", scratch / "structure.zip"
    content.mkdir()
    manifest = acts.unpack(source, content, passphrase=passphrase)
    if manifest.facts.get("engine") != connection.vendor:
        raise ArchiveError("Cette sauvegarde vient d'un autre moteur de base de données que celui-ci.")  # fmt: skip
    environment = dict(os.environ) | {"PUPITRE_HOME": str(content)}
    with _database_apart(content) as address:
        environment |= {"DATABASE_URL": address, "DATABASE_OWNER_URL": address} if address else {}
        _pupitre(environment, "migrate")
        _pupitre(environment, "export-centre", slug, str(exported))
    return exported


@contextmanager
def _database_apart(content: Path) -> Iterator[str]:
    """Give the address of a database made from the backup's, for the time of reading it; empty for SQLite's file."""
    if (content / database.SQLITE).exists():
        for key in acts.KEYS:
            if (content / "keys" / key).exists():
                os.replace(content / "keys" / key, content / key)
        os.replace(content / database.SQLITE, content / "pupitre.sqlite3")
        yield ""
        return
    with database.scratch_database(content / database.DUMP) as address:
        yield address


def _pupitre(environment: dict[str, str], *words: str) -> None:
    """Run one of our commands on the installation that the backup holds; what it says is what went wrong."""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "pupitre.cli", *words],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["sans raison donnée"])[-1]
        raise ArchiveError(f"La structure n'a pas pu être lue dans la sauvegarde : {last}")
