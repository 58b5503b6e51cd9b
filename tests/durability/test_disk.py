"""A disk that fills up, or that the kernel has made read-only, under a real service on SQLite: told, nothing partial, over by itself."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.scale.servers import wait_for
from tests.serving import (
    OPEN,
    PUPITRE,
    Answer,
    Service,
    environment,
    request,
    run_script,
    serving,
    upload,
)

POINTS = int(os.environ.get("PUPITRE_WRITE_POINTS", "200"))
DISK, PAGE = 96 << 20, 4096
CENTRE = "/c/msp-du-pont/"
NO_ROOM = (
    "Le disque est plein : rien n’a été enregistré.",
    "Il n'y a pas assez de place sur le disque pour cette sauvegarde.",
)
STATE = """
import django; django.setup()
import hashlib, json
from pathlib import Path
from django.conf import settings
from django.db import connection
from pupitre.centres.models import Centre
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.tasks.models import Task
with centre_scope(Centre.objects.get()):
    titles = list(Task.objects.values_list("title", flat=True))
    documents = list(Document.objects.all())
whole = [hashlib.sha256(Path(one.file.path).read_bytes()).hexdigest() == one.sha256 for one in documents]
files = [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]
check = connection.cursor().execute("PRAGMA integrity_check").fetchone()[0]
print(json.dumps({"titles": titles, "documents": [one.original_name for one in documents], "whole": all(whole), "files": len(files), "check": check}))
"""
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk asks for root"),
]


@dataclass
class Person:
    """Somebody who writes and sends files, and what was answered to them."""

    port: int
    session: str
    kept: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    refused: int = 0

    def write(self, octets: int) -> Answer:
        title = f"Chose {len(self.kept) + self.refused}"
        answer = request(
            self.port, "POST", f"{CENTRE}decisions/ajouter/", self.session,
            title=title, kind="task", decided_on="2026-11-20", notes="x" * octets,
        )  # fmt: skip
        return self._noted(answer, title, self.kept)

    def send(self, octets: int) -> Answer:
        name = f"piece-{len(self.files) + self.refused}.pdf"
        content = b"%PDF-1.7\n" + os.urandom(octets)
        answer = upload(self.port, f"{CENTRE}documents/ajouter/", self.session, name, content)
        return self._noted(answer, name, self.files)

    def _noted(self, answer: Answer, what: str, told: list[str]) -> Answer:
        if answer.status == 302:
            told.append(what)
            return answer
        self.refused += 1
        assert answer.status == 503, answer.text
        assert "rien n’a été enregistré" in answer.text
        assert answer.retry_after
        return answer


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts no small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Fill a disk but for some octets."""
    filler = disk / "remplissage"
    filler.unlink(missing_ok=True)
    with filler.open("wb") as out:
        os.posix_fallocate(out.fileno(), 0, max(PAGE, shutil.disk_usage(disk).free - left))
    return filler


def empty_log(installed: "Installation") -> None:
    """Bring the log into the database: the room that it has is used again, and would hide a full disk."""
    with closing(sqlite3.connect(installed.disk / "home" / "pupitre.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@dataclass
class Installation:
    """A service on a small disk, its scratch folder included, and a person at work."""

    disk: Path
    given: dict[str, str]
    service: Service
    person: Person


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installation]:
    with small_disk(tmp_path / "disk") as disk:
        (disk / "tmp").mkdir()
        given = environment(disk / "home", TMPDIR=str(disk / "tmp"))
        subprocess.run([*PUPITRE, "migrate"], env=given, check=True, capture_output=True)
        session = run_script(OPEN, given)
        with serving([*PUPITRE, "serve"], given, tmp_path / "journal") as service:
            yield Installation(disk, given, service, Person(service.port, session))


def scratch_in(home: Path) -> list[Path]:
    return [one for one in home.rglob("*") if one.name.startswith((".sauvegarde", ".preuve"))]


def check(installed: Installation) -> None:
    """Everything acknowledged is there, nothing refused is, no file is partial or left over."""
    state, person = json.loads(run_script(STATE, installed.given)), installed.person
    assert sorted(state["titles"]) == sorted(person.kept)
    assert sorted(state["documents"]) == sorted(person.files)
    assert state["whole"]
    assert state["files"] == len(person.files)
    assert state["check"] == "ok"
    assert list((installed.disk / "tmp").iterdir()) == []
    wait_for(lambda: scratch_in(installed.disk / "home") == [], 300)  # the nightly backup is made
    assert (
        subprocess.run([*PUPITRE, "verify-audit"], env=installed.given, check=False).returncode == 0
    )


def test_a_disk_that_fills_up_anywhere_in_a_write_loses_and_keeps_nothing(
    installed: Installation,
) -> None:
    dice, person = random.Random(18), installed.person
    assert person.write(10).status == 302
    for point in range(POINTS):
        empty_log(installed)
        filler = fill(installed.disk, dice.randrange(0, 60) * PAGE)
        full = len(person.kept), len(person.files)
        for _ in range(20):
            size = dice.choice([10, 3_000, 20_000])
            answer = person.send(size * 200) if point % 4 == 3 else person.write(size)
            if answer.status == 503:
                break
        assert "Le disque" in answer.text, (full, answer)
        assert request(person.port, "GET", f"{CENTRE}decisions/", person.session).status == 200
        filler.unlink()
        assert person.write(10).status == 302
    assert person.refused >= POINTS
    check(installed)


def test_a_backup_on_a_full_disk_leaves_nothing_and_says_so(installed: Installation) -> None:
    for octets in (400_000, 2_000_000):
        assert installed.person.send(octets).status == 302
    for left in (0, 100_000, 1_000_000, 3_000_000):
        filler = fill(installed.disk, left)
        target = installed.disk / "copie.sauvegarde"
        told = failing("backup", str(target), given=installed.given)
        assert told in {f"pupitre backup : {sentence}\n" for sentence in NO_ROOM}
        assert not target.exists()
        assert {one.name for one in installed.disk.iterdir()} == {"home", "tmp", filler.name}
        filler.unlink()
    subprocess.run([*PUPITRE, "backup", str(target)], env=installed.given, check=True)
    check(installed)


@pytest.mark.skipif(not shutil.which("strace"), reason="install the package strace")
def test_a_disk_made_read_only_by_the_kernel_is_told_and_reading_goes_on(
    installed: Installation,
) -> None:
    """After a fault of the disk the kernel refuses each write with EROFS, until it is mended."""
    person = installed.person
    assert person.write(10).status == 302
    with refusing_writes(installed.service):
        for _ in range(5):
            for answer in (person.write(10), person.send(3_000)):
                assert answer.status == 503
                assert "Le disque ne se laisse plus écrire" in answer.text
            assert request(person.port, "GET", f"{CENTRE}decisions/", person.session).status == 200
    assert person.write(10).status == 302
    assert person.send(3_000).status == 302
    check(installed)


def failing(*words: str, given: dict[str, str]) -> str:
    """Run a command that must fail; return what it says."""
    command = [*PUPITRE, *words]
    done = subprocess.run(command, env=given, check=False, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout
    return done.stderr


@contextmanager
def refusing_writes(service: Service) -> Iterator[None]:
    """Have the kernel refuse to write in files of every process of a service."""
    group = subprocess.check_output(["pgrep", "-g", str(service.process.pid)], text=True).split()
    words = [word for pid in group for word in ("-p", pid)]
    inject = "inject=pwrite64,ftruncate,fsync,fdatasync:error=EROFS"
    tracing = subprocess.Popen(
        ["strace", "-f", "-q", "-o", "/dev/null", "-e", inject, *words],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for(lambda: all("strace" in _tracer_of(pid) for pid in group))
    try:
        yield
    finally:
        tracing.terminate()
        tracing.wait(timeout=60)


def _tracer_of(pid: str) -> str:
    status = Path(f"/proc/{pid}/status").read_text()
    tracer = next(line.split()[1] for line in status.splitlines() if line.startswith("TracerPid"))
    return Path(f"/proc/{tracer}/comm").read_text() if tracer != "0" else ""


def test_a_read_only_disk_at_the_start_is_told_in_one_line(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        given = environment(disk / "home")
        subprocess.run([*PUPITRE, "migrate"], env=given, check=True, capture_output=True)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        told = failing("serve", "--port", "1", given=given)
        assert told == (
            "pupitre serve : Le disque ne se laisse plus écrire : rien n’a été enregistré.\n"
        )
