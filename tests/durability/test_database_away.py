"""PostgreSQL goes away for a minute under a real service: each page says so at once, and nobody has to mend anything."""

import logging
import os
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scale.servers import BINARIES, Server, make_server, wait_for
from tests.serving import OPEN, PUPITRE, Answer, Service, environment, request, run_script, serving

log = logging.getLogger(__name__)
AWAY = float(os.environ.get("PUPITRE_AWAY_SECONDS", "60"))
CENTRE = "/c/msp-du-pont/"
JOB = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from pupitre.core.jobs import enqueue
enqueue("tests.core.slow_job.slow", payload={{"file": {file!r}}}, run_after=timezone.now() + timedelta(seconds={after}))
"""
JOBS = """
import django; django.setup()
from pupitre.core.jobs.models import Job
print(*Job.objects.filter(name="tests.core.slow_job.slow").order_by("pk").values_list("state", flat=True))
"""
TITLES = """
import django; django.setup()
from pupitre.centres.models import Centre
from pupitre.core.tenancy import centre_scope
from pupitre.tasks.models import Task
with centre_scope(Centre.objects.get()):
    print(*sorted(Task.objects.values_list("title", flat=True)))
"""
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not BINARIES, reason="install the package postgresql"),
]


@dataclass
class Installation:
    """A service on a server of its own, and the session of who coordinates its centre."""

    server: Server
    given: dict[str, str]
    service: Service
    session: str

    def read(self, path: str = "decisions/") -> Answer:
        return request(self.service.port, "GET", CENTRE + path, self.session)

    def write(self, title: str) -> Answer:
        told = {"title": title, "kind": "task", "decided_on": "2026-11-20"}
        return request(
            self.service.port, "POST", f"{CENTRE}decisions/ajouter/", self.session, **told
        )


@pytest.fixture
def installed(tmp_path: Path, postgresql_folder: Path) -> Iterator[Installation]:
    server = Server(postgresql_folder / "data")
    try:
        make_server(server)
        root = str(Path(__file__).parents[2])
        given = environment(
            tmp_path / "home", DATABASE_URL=server.url(), SLOW_JOB=str(AWAY / 2), PYTHONPATH=root
        )
        subprocess.run([*PUPITRE, "migrate"], env=given, check=True, capture_output=True)
        session = run_script(OPEN, given)
        with serving([*PUPITRE, "serve"], given, tmp_path / "journal") as service:
            yield Installation(server, given, service, session)
    finally:
        server.stop("immediate")


def processes(service: Service) -> set[str]:
    group = ["pgrep", "-g", str(service.process.pid)]
    return set(subprocess.check_output(group, text=True).split())


def test_a_database_away_for_a_minute_is_told_and_comes_back_alone(
    installed: Installation, tmp_path: Path
) -> None:
    logs = [tmp_path / "running", tmp_path / "due"]
    run_script(JOB.format(file=str(logs[0]), after=0), installed.given)
    run_script(JOB.format(file=str(logs[1]), after=AWAY / 2), installed.given)
    assert installed.write("Avant").status == 302
    wait_for(logs[0].exists, 600)
    served_by = processes(installed.service)

    installed.server.stop("immediate")
    waits = _ask_while_away(installed)
    installed.server.start()
    back = time.monotonic()

    wait_for(lambda: installed.write("Retour").status == 302, 120)
    half = statistics.median(waits)
    log.info("%d pages while away, half in %.1f s, all in %.1f s", len(waits), half, max(waits))
    assert half < 10  # three seconds of waiting for a connection, and the machine's own slowness
    log.info("written again %.1f s after the return", time.monotonic() - back)
    wait_for(lambda: run_script(JOBS, installed.given) == "done done", 900)
    assert [log.read_text().split().count("ended") for log in logs] == [2, 1]
    assert processes(installed.service) == served_by  # nothing had to be started again
    assert run_script(TITLES, installed.given) == "Avant Retour"
    subprocess.run([*PUPITRE, "verify-audit"], env=installed.given, check=True)


def _ask_while_away(installed: Installation) -> list[float]:
    """Ask for pages and write while the database is away; return the seconds that each answer took."""
    end = time.monotonic() + AWAY
    waits: list[float] = []
    while time.monotonic() < end:
        begun = time.monotonic()
        answer = installed.write("Perdu") if len(waits) % 2 else installed.read()
        waits.append(time.monotonic() - begun)
        assert (answer.status, answer.retry_after) == (503, "15"), answer.text
        assert "La base de données ne répond pas : rien n’a été enregistré." in answer.text
        assert "Traceback" not in answer.text
        assert request(installed.service.port, "GET", "/healthz").status == 200
        time.sleep(0.5)
    return waits
