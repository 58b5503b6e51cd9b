"""The nightly backup and its proof: a backup counts only once it has been unpacked and checked whole."""

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from pupitre.core.backup.acts import take_backup, unpack

KEPT = 7
"""Backups kept in the home; older ones are deleted once a newer one is proven."""


def nightly(now: datetime) -> dict[str, Any]:
    """Take a backup in the home, prove it, note it, and drop the old ones; return what was noted."""
    passphrase = os.environ.get("PUPITRE_BACKUP_PASSPHRASE", "")
    folder = _folder()
    file = folder / f"pupitre-{now.astimezone(UTC):%Y%m%d-%H%M%S}.sauvegarde"
    taken = take_backup(file, passphrase=passphrase)
    facts = prove(file, passphrase=passphrase)
    noted = {
        "file": file.name,
        "proven_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "made_at": facts["made_at"],
        "size": taken.size,
        "files": taken.files,
    }
    _note().write_text(json.dumps(noted), encoding="utf-8")
    for old in sorted(folder.glob("pupitre-*.sauvegarde"))[:-KEPT]:
        old.unlink()
    return noted


def prove(file: Path, *, passphrase: str = "") -> dict[str, Any]:
    """Unpack a backup apart and check all of it, as a restoration would; ArchiveError when it would fail."""
    with tempfile.TemporaryDirectory(dir=_folder(), prefix=".preuve-") as scratch:
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
