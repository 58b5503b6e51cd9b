"""The sweep takes what a killed process left, and nothing else."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.jobs import enqueue, worker
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.documents.services import store_document

pytestmark = pytest.mark.django_db


def aged(path: Path) -> Path:
    two_days_ago = time.time() - 2 * 86_400
    os.utime(path, (two_days_ago, two_days_ago))
    return path


def test_the_sweep_takes_old_files_without_a_row_and_scratch_folders(
    centre_a: Centre, centre_b: Centre, actor: Actor, settings: Any, tmp_path: Path
) -> None:
    settings.PUPITRE_HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    kept = []
    for centre in (centre_a, centre_b):
        with centre_scope(centre):
            content = b"%PDF-1.7 " + centre.slug.encode()
            document = store_document(content=content, name="pv.pdf", title="", by=actor)
            kept.append(aged(Path(document.file.path)))
    folder = kept[0].parent
    lost, fresh = folder / "lost", folder / "fresh"
    for one in (lost, fresh):
        one.write_bytes(b"orphan")
    for name in ("dossier-x", "backups/.preuve-y", "comptes-z"):
        (tmp_path / name).mkdir(parents=True)
    aged(lost)
    aged(tmp_path / "dossier-x")
    aged(tmp_path / "backups" / ".preuve-y")
    job = enqueue("pupitre.documents.jobs.sweep")
    assert worker.run_due() == 1
    job.refresh_from_db()
    assert job.result == {"files": 1, "folders": 2}
    assert all(one.exists() for one in (*kept, fresh, tmp_path / "comptes-z"))
    assert not lost.exists()
    with centre_scope(centre_a):
        assert Document.objects.count() == 1
