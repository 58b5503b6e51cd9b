"""What a killed process leaves on the disk: files that no row names, scratch folders that nobody will empty."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import FileField

from pupitre.centres.models import Centre
from pupitre.core.jobs import Run
from pupitre.core.tenancy import CentreModel, centre_scope

KEPT = 86_400
"""Seconds during which a file may still wait for its row, or a folder for the work that fills it."""
SCRATCH = ("dossier-*", "comptes-*", "backups/.sauvegarde-*", "backups/.preuve-*")


def sweep(run: Run) -> None:
    """Delete what is a day old and belongs to nothing."""
    limit = time.time() - KEPT
    files = sum(_sweep_files(centre, limit) for centre in Centre.objects.order_by("pk"))
    folders = [
        folder for pattern in SCRATCH for folder in Path(settings.PUPITRE_HOME).glob(pattern)
        if folder.is_dir() and folder.stat().st_mtime < limit
    ]  # fmt: skip
    for folder in folders:
        shutil.rmtree(folder)
    run.result(files=files, folders=len(folders))


def _sweep_files(centre: Centre, limit: float) -> int:
    """Delete a centre's old files that none of its rows names; return how many."""
    root = Path(settings.MEDIA_ROOT)
    found = (root / "centres" / str(centre.pk)).rglob("*")
    old = {
        file.relative_to(root).as_posix()
        for file in found
        if file.is_file() and file.stat().st_mtime < limit
    }
    if not old:
        return 0
    with centre_scope(centre):
        lost = old.difference(_named())
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def _named() -> Iterator[str]:
    """Yield the files that the rows of the centre in scope name."""
    for model in apps.get_models():
        if issubclass(model, CentreModel):
            for field in model._meta.concrete_fields:
                if isinstance(field, FileField):
                    yield from model.objects.values_list(field.name, flat=True)
