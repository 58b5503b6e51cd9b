"""`kill -9` at random moments of writing: nothing that was acknowledged is lost, nothing is half done."""

import json
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
from uuid import uuid4

import psycopg
import pytest

from tests.serving import OPEN, PUPITRE, Service, environment, free_port, request, run_script, start

KILLS = int(os.environ.get("PUPITRE_KILLS", "500"))
WRITERS = 4
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
def database() -> Iterator[dict[str, str]]:
    """Give a database of its own on the server of these tests; on SQLite, the file of the home is one."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield {}
        return
    name = f"kill_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.long
def test_no_acknowledged_write_is_lost_to_a_kill(tmp_path: Path) -> None:
    with database() as url:
        given = environment(tmp_path / "home", **url)
        subprocess.run([*PUPITRE, "migrate"], env=given, check=True, capture_output=True)
        writers = Writers(free_port(), run_script(OPEN, given))
        threads = [threading.Thread(target=writers.write, args=(name,)) for name in "abcd"]
        assert len(threads) == WRITERS
        service = _serve(given, tmp_path, writers.port)
        for thread in threads:
            thread.start()
        try:
            service = _kill_again_and_again(service, given, tmp_path, random.Random(1))
        finally:
            writers.over.set()
            for thread in threads:
                thread.join()
            service.kill()
        _check(writers, given)


def _serve(given: dict[str, str], folder: Path, port: int) -> Service:
    service = start([*PUPITRE, "serve"], given, folder / "journal", port)
    service.wait()
    return service


def _kill_again_and_again(
    service: Service, given: dict[str, str], folder: Path, rng: random.Random
) -> Service:
    """Kill a web process mostly, the background work often, everything at times; return what serves at the end."""
    for rank in range(KILLS):
        time.sleep(rng.uniform(0.1, 0.9))
        site, *workers = _children(service.process.pid)
        if rank % 10 == 9:
            service.kill()
            service = _serve(given, folder, service.port)
        elif rank % 10 in {4, 7}:
            _kill(workers)
        else:
            _kill(rng.sample(_children(site), 1))
    return service


def _children(pid: int) -> list[int]:
    for _ in range(100):
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
