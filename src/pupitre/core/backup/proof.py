"""The nightly backup and its proof: a backup counts only once it has been unpacked and checked whole."""

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from pupitre.core.backup.acts import Taken, take_backup, unpack

KEPT = 7
"""Backups kept in the home; older ones are deleted once a newer one is proven."""


def nightly(now: datetime) -> dict[str, Any]:
    """Take a backup in the home, prove it, note it, and drop the old ones; return what was noted."""
    passphrase = os.environ.get("PUPITRE_BACKUP_PASSPHRASE", "")
    folder = _folder()
    file = folder / f"pupitre-{now.astimezone(UTC):%Y%m%d-%H%M%S}.sauvegarde"
    taken, facts = take_proven(file, passphrase=passphrase)
    noted = {
        "file": file.name,
        "proven_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "made_at": facts["made_at"],
        "size": taken.size,
        "files": taken.files,
    }
    fresh = folder / "proof.new"
    fresh.write_text(json.dumps(noted), encoding="utf-8")
    os.replace(fresh, _note())
    for old in sorted(folder.glob("pupitre-*.sauvegarde"))[:-KEPT]:
        old.unlink()
    return noted


def take_proven(file: Path, *, passphrase: str = "") -> tuple[Taken, dict[str, Any]]:
    """Take a backup and prove it, return it and its facts; one that cannot be proven is not kept."""
    taken = take_backup(file, passphrase=passphrase)
    try:
        return taken, prove(file, passphrase=passphrase)
    except Exception:
        file.unlink()
        raise


def prove(file: Path, *, passphrase: str = "") -> dict[str, Any]:
    """Unpack a backup beside itself and check all of it, as a restoration would; ArchiveError when it would fail."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".preuve-") as scratch:
        content = Path(scratch) / "content"
        content.mkdir()
        return dict(unpack(file, content, passphrase=passphrase).facts)


def last_proof() -> dict[str, Any] | None:
    """Return what the last proven backup noted, None when there has been none."""
    try:
        noted: dict[str, Any] = json.loads(_note().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return noted


def _folder() -> Path:
    folder = Path(settings.PUPITRE_HOME) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _note() -> Path:
    return Path(settings.PUPITRE_HOME) / "backups" / "proof.json"
