"""One centre comes back from a backup while the others live on: not one of their octets moves."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from pupitre.accounts.models import User
from pupitre.centres.models import Centre, Membership
from pupitre.core import audit, records
from pupitre.core.actor import MACHINE
from pupitre.core.backup.archive import ArchiveError
from pupitre.core.jobs.models import Job
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.inbox.models import ActLink
from pupitre.people.models import Person
from pupitre.portability.opening import opened
from pupitre.portability.references import travelling
from pupitre.portability.restoring import STAYS, put_back
from pupitre.portability.services import export_noted
from tests.portability.archives import content
from tests.portability.filling import Filling, rows_of


def everything(centre: Centre) -> dict[Any, list[dict[str, Any]]]:
    with centre_scope(centre):
        return {model: rows_of(model) for model in travelling()}


@pytest.mark.django_db
def test_a_centre_returns_to_its_past_and_the_other_one_does_not_move(
    filled: Centre, exported: Path, centre_b: Centre, charlie: User, tmp_path: Path
) -> None:
    with centre_scope(centre_b):
        Filling(11, [charlie.pk]).fill()
    other, past = everything(centre_b), everything(filled)
    with centre_scope(filled):
        for model in reversed(travelling()):
            if model not in STAYS:
                model.objects.get_queryset()._raw_delete(model.objects.db)
        records.save(Person(last_name="Nouveau", first_name="Venu"), by=MACHINE)
    with opened(exported) as found:
        put_back(found, exported, filled.slug, by=MACHINE)
    assert everything(centre_b) == other
    now = everything(filled)
    for model in travelling():
        if model not in STAYS:
            files = {f.name for f in model._meta.concrete_fields if f.get_internal_type() == "FileField"}  # fmt: skip
            bare = [
                [{key: row[key] for key in row.keys() - files} for row in rows]
                for rows in (past[model], now[model])
            ]
            if model is ActLink:  # none was live when the centre came back: none is again
                assert all(row["revoked_at"] for row in bare[1])
                continue
            assert bare[0] == bare[1], model
    with centre_scope(filled):
        assert list(audit.verify()) == []
    again = export_noted(filled, tmp_path / "again.zip", by=MACHINE).file
    first, second = content(exported), content(again)
    assert now[AuditEvent][: len(past[AuditEvent])] == past[AuditEvent]
    assert {k: v for k, v in first.items() if k.startswith("fichiers/")} == {
        k: v for k, v in second.items() if k.startswith("fichiers/")
    }


@pytest.mark.django_db
def test_accesses_links_and_waiting_work_stay_as_they_are_today(
    filled: Centre, exported: Path, bob: User
) -> None:
    with centre_scope(filled):
        gone = Membership.objects.get(user=bob)
        records.remove(gone, by=MACHINE)
        live, dead = ActLink.objects.order_by("pk")[:2]
        ActLink.objects.filter(pk=dead.pk).update(revoked_at=timezone.now())
        ActLink.objects.filter(pk=live.pk).update(revoked_at=None)
    job = Job.objects.create(name="pupitre.mailing.jobs.deliver", centre=filled)
    with opened(exported) as found:
        put_back(found, exported, filled.slug, by=MACHINE)
    with centre_scope(filled):
        assert not Membership.objects.filter(user=bob).exists()
        assert ActLink.objects.get(pk=dead.pk).revoked_at
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED


@pytest.mark.django_db
def test_the_archive_of_another_centre_or_installation_does_not_come_back(
    filled: Centre, exported: Path, centre_b: Centre, settings: Any
) -> None:
    before = everything(centre_b)
    with opened(exported) as found:
        with pytest.raises(ArchiveError, match="n'est pas celle de cette structure"):
            put_back(found, exported, centre_b.slug, by=MACHINE)
        told = json.loads((found.folder / "installation/journal.json").read_text())
        told["tete"]["digest"] = "0" * 64
        (found.folder / "installation/journal.json").write_text(json.dumps(told))
        with pytest.raises(ArchiveError, match="n'est pas celle de cette structure"):
            put_back(found, exported, filled.slug, by=MACHINE)
        with pytest.raises(ArchiveError, match="Aucune structure"):
            put_back(found, exported, "nulle-part", by=MACHINE)
    assert everything(centre_b) == before


def pupitre(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    apart = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    apart |= {"PUPITRE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "pupitre.config.settings"} | more
    command = [sys.executable, "-m", "pupitre.cli", *words]
    return subprocess.run(command, env=apart, capture_output=True, text=True, check=False)


def tables(home: Path, centre: int) -> dict[str, list[Any]]:
    """Return every row of a centre, as the database file holds it."""
    with closing(sqlite3.connect(home / "pupitre.sqlite3")) as held:
        names = [name for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]  # fmt: skip
        owned = [name for name in names if "centre_id" in [one[1] for one in held.execute(f'PRAGMA table_info("{name}")')]]  # fmt: skip
        return {
            name: held.execute(f'SELECT * FROM "{name}" WHERE centre_id = ? ORDER BY id', [centre]).fetchall()
            for name in owned
        }  # fmt: skip


@pytest.mark.long
def test_one_of_two_centres_is_restored_from_a_backup_by_the_command(tmp_path: Path) -> None:
    home = tmp_path / "home"
    demo = {"PUPITRE_DEMO": "1"}
    seeded = pupitre(home, "seed", "--centres", "2", "--people", "4", "--seed", "5", **demo)
    assert seeded.returncode == 0, seeded.stderr
    saved = tmp_path / "copie.sauvegarde"
    assert pupitre(home, "backup", str(saved), **demo).returncode == 0
    past, other = tables(home, 1), tables(home, 2)
    with closing(sqlite3.connect(home / "pupitre.sqlite3")) as held, held:
        held.execute("UPDATE people_person SET last_name = 'Abîmé' WHERE centre_id = 1")
        held.execute("DELETE FROM tasks_task WHERE centre_id = 1")
    with closing(sqlite3.connect(home / "pupitre.sqlite3")) as held:
        slug = held.execute("SELECT slug FROM centres_centre WHERE id = 1").fetchone()[0]
    done = pupitre(home, "restore", str(saved), "--centre", slug, **demo)
    assert done.returncode == 0, done.stderr
    assert "lignes remises" in done.stdout
    assert tables(home, 2) == other
    now = tables(home, 1)
    for name in ("people_person", "tasks_task", "meetings_meeting", "books_entryline"):
        assert now[name] == past[name], name
    assert len(now["core_auditevent"]) == len(past["core_auditevent"]) + 1
    assert pupitre(home, "verify-audit", **demo).returncode == 0
    assert not list(home.glob(".retour-*"))
    wrong = pupitre(home, "restore", str(saved), "--centre", "ailleurs", **demo)
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr
