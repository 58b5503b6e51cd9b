"""`kill -9` at random moments of writing: nothing that was acknowledged is lost, nothing is half done."""

import json
import logging
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path

import pytest

from tests.scale.servers import BINARIES, Server, make_server, wait_for
from tests.serving import OPEN, PUPITRE, Service, environment, free_port, request, run_script, start

log = logging.getLogger(__name__)
KILLS = int(os.environ.get("PUPITRE_KILLS", "500"))
LIST = "/c/msp-du-pont/decisions/"
STATE = """
import django; django.setup()
import json
from pupitre.centres.models import Centre
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.tasks.models import Task
with centre_scope(Centre.objects.get()):
    events = AuditEvent.objects.filter(object_type="tasks.task")
    print(json.dumps({
        "titles": list(Task.objects.values_list("title", flat=True)),
        "written": sorted(Task.objects.values_list("pk", flat=True)),
        "audited": sorted(events.values_list("object_id", flat=True)),
    }))
"""


@dataclass
class Writers:
    """People who write without a pause, and what was acknowledged to them."""

    port: int
    session: str
    acknowledged: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def write(self, name: str) -> None:
        for rank in count():
            if self.over.is_set():
                return
            title = f"Chose {name}{rank}"
            try:
                answer = request(
                    self.port,
                    "POST",
                    f"{LIST}ajouter/",
                    self.session,
                    title=title,
                    kind="task",
                    decided_on="2026-11-20",
                )
            except (OSError, HTTPException):
                time.sleep(0.05)
                continue
            assert answer.status in {302, 502, 503}, answer.text
            if answer.status == 302:
                self.acknowledged.append(title)


@contextmanager
def server_of(engine: str, folder: Path) -> Iterator[Server | None]:
    """Give a server of its own on PostgreSQL; on SQLite the file of the home is the database."""
    if engine == "sqlite":
        yield None
        return
    if not BINARIES:
        pytest.skip("install the package postgresql")
    server = Server(folder / "data")
    try:
        make_server(server)
        yield server
    finally:
        server.stop("immediate")


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_no_acknowledged_write_is_lost_to_a_kill(
    engine: str, tmp_path: Path, postgresql_folder: Path
) -> None:
    with server_of(engine, postgresql_folder) as server:
        given = environment(tmp_path / "home", **({"DATABASE_URL": server.url()} if server else {}))
        subprocess.run([*PUPITRE, "migrate"], env=given, check=True, capture_output=True)
        writers = Writers(free_port(), run_script(OPEN, given))
        threads = [threading.Thread(target=writers.write, args=(name,)) for name in "abcd"]
        killing = Killing(_serve(given, tmp_path, writers.port), given, tmp_path, server)
        for thread in threads:
            thread.start()
        try:
            killing.again_and_again(random.Random(1))
        finally:
            writers.over.set()
            for thread in threads:
                thread.join()
            killing.service.kill()
        log.info("%d writes acknowledged through %d kills", len(writers.acknowledged), KILLS)
        _check(writers, given)


def _serve(given: dict[str, str], folder: Path, port: int) -> Service:
    service = start([*PUPITRE, "serve"], given, folder / "journal", port)
    service.wait()
    return service


@dataclass
class Killing:
    """A service that is killed in its parts or whole, its server included, and started again where nothing else does it."""

    service: Service
    given: dict[str, str]
    folder: Path
    server: Server | None

    def again_and_again(self, rng: random.Random) -> None:
        """Kill a web process mostly, the background work often, everything and the database at times."""
        for rank in range(KILLS):
            time.sleep(rng.uniform(0.1, 0.9))
            if rank % 10 == 9:
                self.service.kill()
                self.service = _serve(self.given, self.folder, self.service.port)
            elif rank % 10 == 2 and self.server:
                self._kill_database(self.server)
            else:
                site, *workers = _children(self.service.process.pid)
                _kill(workers if rank % 10 in {4, 7} else rng.sample(_children(site), 1))

    def _kill_database(self, server: Server) -> None:
        """Kill the server; its memory may be held for a moment by what still ends."""
        lock = server.folder / "postmaster.pid"
        _kill([int(lock.read_text().split()[0])])
        wait_for(lambda: _started(server), 120)


def _started(server: Server) -> bool:
    try:
        server.start()
    except subprocess.CalledProcessError:
        return False
    return True


def _children(pid: int) -> list[int]:
    for _ in range(3000):
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if found:
            return [int(one) for one in found]
        time.sleep(0.1)
    raise AssertionError(pid)


def _kill(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def _check(writers: Writers, given: dict[str, str]) -> None:
    """Compare what was acknowledged with what is there: each write once, with its event, in a sound chain."""
    state = json.loads(run_script(STATE, given))
    assert writers.acknowledged
    assert not set(writers.acknowledged) - set(state["titles"])
    assert len(state["titles"]) == len(set(state["titles"]))
    assert state["written"] == state["audited"]
    subprocess.run([*PUPITRE, "verify-audit"], env=given, check=True, capture_output=True)
