"""What fails is the machine: one French sentence, nothing partial, and it goes on by itself."""

import errno
import io
import logging
import random
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django.test import Client
from django.test.client import ClientHandler
from psycopg_pool import PoolTimeout

from pupitre.accounts.models import UserSession
from pupitre.accounts.sessions import SessionStore
from pupitre.centres.models import Centre
from pupitre.cli.__main__ import main
from pupitre.config import wsgi
from pupitre.core import outages, storage
from pupitre.core.jobs import worker
from pupitre.core.outages import outage_of
from pupitre.core.storage import DurableStorage
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from tests.serving import BOUNDARY, CSRF, multipart

PDF = b"%PDF-1.7\n" + b"Proces-verbal " * 20_000


def sqlite_error(name: str) -> OperationalError:
    cause = sqlite3.OperationalError(name)
    cause.sqlite_errorname = name
    error = OperationalError(name)
    error.__cause__ = cause
    return error


def postgresql_error(cause: Exception) -> OperationalError:
    error = OperationalError("perdu")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), outages.FULL),
        (OSError(errno.EROFS, "Read-only file system"), outages.UNWRITABLE),
        (OSError(errno.ENOENT, "No such file"), None),
        (sqlite_error("SQLITE_FULL"), outages.FULL),
        (sqlite_error("SQLITE_READONLY_DBMOVED"), outages.UNWRITABLE),
        (sqlite_error("SQLITE_IOERR_WRITE"), outages.UNWRITABLE),
        (sqlite_error("SQLITE_BUSY"), outages.BUSY),
        (sqlite_error("SQLITE_CONSTRAINT_UNIQUE"), None),
        (postgresql_error(psycopg.OperationalError("connection refused")), outages.AWAY),
        (postgresql_error(psycopg.InterfaceError("the connection is closed")), outages.AWAY),
        (postgresql_error(PoolTimeout("no connection")), outages.AWAY),
        (postgresql_error(psycopg.errors.AdminShutdown("terminating")), outages.AWAY),
        (postgresql_error(psycopg.errors.DiskFull("no space")), outages.FULL),
        (postgresql_error(psycopg.errors.TooManyConnections("full")), outages.BUSY),
        (postgresql_error(psycopg.errors.DeadlockDetected("deadlock")), None),
        (postgresql_error(psycopg.errors.SyntaxError("SELEC")), None),
        (ValueError("autre chose"), None),
        (None, None),
    ],
)
def test_an_outage_is_told_from_a_fault_of_pupitre(
    error: Exception | None, outage: outages.Outage | None
) -> None:
    assert outage_of(error) is outage


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file can be brought to the disk any more."""

    def refuse(_file: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage, "_to_disk", refuse)


def posted(client: Client, centre: Centre) -> Any:
    client.raise_request_exception = False
    file = ContentFile(PDF, name="pv.pdf")
    answer = client.post(f"/c/{centre.slug}/documents/ajouter/", {"file": file})
    transaction.set_rollback(False)  # the page undid its writes; the test's transaction goes on
    return answer


def files_in(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_full_disk_answers_503_in_french_and_keeps_nothing(
    as_alice: Client, centre_a: Centre, full_disk: None, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    answer = posted(as_alice, centre_a)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert "Le disque est plein : rien n’a été enregistré." in page
    assert "dans quelques minutes" in page
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert files_in(tmp_path) == []
    with centre_scope(centre_a):
        assert not Document.objects.exists()


def test_the_file_of_a_page_that_fails_afterwards_goes_with_its_row(
    as_alice: Client, centre_a: Centre, monkeypatch: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path

    def refuse(*_: object, **__: object) -> None:
        raise sqlite_error("SQLITE_FULL")

    monkeypatch.setattr("pupitre.core.audit.append", refuse)
    assert posted(as_alice, centre_a).status_code == 503
    assert files_in(tmp_path) == []


@pytest.mark.django_db(transaction=True)
def test_the_file_of_a_committed_row_stays_whatever_comes_next(
    settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    storage.forget_saved()
    with transaction.atomic():
        DurableStorage().save("centres/1/ab/committed", ContentFile(b"1"))
    with transaction.atomic():
        DurableStorage().save("centres/1/ab/undone", ContentFile(b"2"))
        transaction.set_rollback(True)
    storage.undo_saved()
    assert [one.name for one in files_in(tmp_path)] == ["committed"]


def test_any_other_error_is_still_pupitre_s(
    as_alice: Client, centre_a: Centre, monkeypatch: Any
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pupitre.core.audit.append", fail)
    answer = posted(as_alice, centre_a)
    assert answer.status_code == 500
    assert "C’est une erreur de Pupitre" in answer.content.decode()
    assert "Retry-After" not in answer


def test_a_session_that_cannot_be_noted_does_not_undo_the_page(
    as_alice: Client, centre_a: Centre, monkeypatch: Any
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sqlite_error("SQLITE_FULL")

    session = as_alice.session
    session["seen"] = int(time.time()) - 120  # noted once a minute: this page will
    session.save()
    monkeypatch.setattr(UserSession, "save", refuse)
    assert as_alice.get(f"/c/{centre_a.slug}/annuaire/").status_code == 200
    with pytest.raises(OperationalError):
        SessionStore().save(must_create=True)


def test_the_worker_waits_for_the_database_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, turns = threading.Event(), iter(range(5))

    def run_due() -> int:
        turn = next(turns)
        if turn < 3:
            raise postgresql_error(psycopg.OperationalError("connection refused"))
        stop.set()
        return turn

    for name, value in (("AWAY", 0.01), ("plan", lambda _now: None), ("run_due", run_due)):
        monkeypatch.setattr(worker, name, value)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    with caplog.at_level(logging.WARNING, logger=worker.__name__):
        worker.forever(stop)
    assert next(turns) == 4
    assert len(caplog.records) == 1  # the outage is told once, not at each try


def test_a_command_says_in_french_that_the_disk_is_full(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pupitre.core.backup.proof.take_backup", refuse)
    assert main(["backup", str(tmp_path / "copie")]) == 1
    assert (
        capsys.readouterr().err
        == "pupitre backup : Le disque est plein : rien n’a été enregistré.\n"
    )


def test_a_form_cut_anywhere_keeps_nothing(
    as_alice: Client, centre_a: Centre, settings: Any, tmp_path: Path
) -> None:
    """The server gives what came of a body cut short as if it were whole: twenty uploads, then the whole one."""
    dice, whole = random.Random(4), multipart("pv.pdf", PDF)
    lengths = [len(whole) - 1, len(whole) - len(BOUNDARY), 0]
    lengths += [dice.randrange(len(whole)) for _ in range(17)]
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = str(tmp_path), 1000
    statuses = {sent(as_alice, centre_a, whole[:length], len(whole)) for length in lengths}
    assert statuses == {400}
    assert files_in(tmp_path) == []
    with centre_scope(centre_a):
        assert not Document.objects.exists()
    assert sent(as_alice, centre_a, whole, len(whole)) == 302


def test_an_answer_given_before_the_end_of_a_body_waits_for_it() -> None:
    stream = io.BytesIO(PDF)
    served: Any = wsgi.whole(lambda _environ, _start: [b"non"])
    environ = {"CONTENT_LENGTH": str(len(PDF)), "wsgi.input": stream}
    assert served(environ, None) == [b"non"]
    assert stream.read() == b""
    served(environ | {"CONTENT_LENGTH": str(2 * len(PDF))}, None)  # the rest never comes


def sent(client: Client, centre: Centre, body: bytes, announced: int) -> int:
    """Give a request to the application as gunicorn does; return the status of its answer."""
    handler = ClientHandler(enforce_csrf_checks=True)
    served: Any = wsgi.whole(lambda environ, _start: handler(environ))
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": f"/c/{centre.slug}/documents/ajouter/", "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(announced),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "HTTP_X_CSRFTOKEN": CSRF,
        "HTTP_COOKIE": f"session={client.cookies['session'].value}; csrf={CSRF}",
    }  # fmt: skip
    return int(served(environ, None).status_code)
