"""Writes about the accountant's packs."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.core.files import File
from django.db import transaction

from pupitre.books.models import ExportPack, FiscalYear
from pupitre.core import records
from pupitre.core.actor import Actor


@transaction.atomic
def keep_pack(year: FiscalYear, path: Path, *, missing: Sequence[str], by: Actor) -> ExportPack:
    """Keep a pack as it was made, with its fingerprint and the vouchers that could not be found."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        pack = ExportPack(year=year, sha256=digest, made_by=by.label[:200], missing=list(missing))
        pack.take_centre()
        pack.octets = path.stat().st_size
        content.seek(0)
        pack.file.save("dossier.zip", File(content), save=False)
    return records.save(pack, by=by, action="créer le dossier comptable")
