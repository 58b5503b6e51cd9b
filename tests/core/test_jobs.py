"""The job queue: leases, retries, keys, schedules, stop and progress, and a worker that is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from pupitre.centres.models import Centre, Site
from pupitre.core.jobs import Run, StoppedError, enqueue, worker
from pupitre.core.jobs.models import Job
from pupitre.core.registry import Schedule, registry

calls: list[Any] = []


def note(run: Run, word: str = "") -> None:
    calls.append(word or run.job.pk)


def fail(run: Run) -> None:
    calls.append(run.job.attempts)
    message = "pas aujourd'hui"
    raise RuntimeError(message)


def in_centre(run: Run) -> None:
    with run.scope():
        calls.extend(site.name for site in Site.objects.all())
    run.result(url="/fini/")


def stoppable(run: Run) -> None:
    for step in range(3):
        calls.append(step)
        run.progress(step, 3, "au travail")


@pytest.fixture(autouse=True)
def _no_calls() -> Iterator[None]:
    calls.clear()
    yield
    calls.clear()


def name_of(function: Callable[..., None]) -> str:
    return f"tests.core.test_jobs.{function.__name__}"


def test_a_job_runs_once_and_is_done(db: None) -> None:
    job = enqueue(name_of(note), payload={"word": "bonjour"})
    assert worker.run_due() == 1
    assert worker.run_due() == 0
    job.refresh_from_db()
    assert (calls, job.state, job.attempts) == (["bonjour"], Job.State.DONE, 1)


def test_the_same_key_is_one_job(db: None) -> None:
    first, second = enqueue(name_of(note), key="une fois"), enqueue(name_of(note), key="une fois")
    assert first.pk == second.pk
    worker.run_due()
    assert len(calls) == 1


def test_a_failing_job_is_tried_again_later_and_later_then_given_up(db: None) -> None:
    job = enqueue(name_of(fail))
    now, delays = timezone.now(), []
    for _ in range(job.max_attempts):
        worker.run_due(lambda: now)  # noqa: B023
        job.refresh_from_db()
        delays.append((job.run_after - timezone.now()).total_seconds())
        now = job.run_after
    assert calls == [1, 2, 3, 4, 5]
    assert delays[:4] == sorted(delays[:4])
    assert (job.state, job.error) == (Job.State.FAILED, "RuntimeError: pas aujourd'hui")


def test_a_job_works_inside_its_centre_and_keeps_its_result(
    centre_a: Centre, centre_b: Centre
) -> None:
    job = enqueue(name_of(in_centre), centre_id=centre_a.pk)
    worker.run_due()
    job.refresh_from_db()
    assert (calls, job.result) == (["Site principal"], {"url": "/fini/"})


def test_a_job_stops_where_it_reports_its_progress(db: None) -> None:
    job = enqueue(name_of(stoppable))
    Job.objects.filter(pk=job.pk).update(stop_asked=True)
    worker.run_due()
    job.refresh_from_db()
    assert (calls, job.state) == ([0], Job.State.STOPPED)


def test_stop_is_seen_as_an_exception_by_the_job(db: None) -> None:
    job = enqueue(name_of(stoppable))
    Job.objects.filter(pk=job.pk).update(stop_asked=True, state=Job.State.RUNNING)
    with pytest.raises(StoppedError):
        Run(job).progress(1, 3)


def test_a_job_whose_worker_died_is_taken_back_when_its_lease_is_over(db: None) -> None:
    job = enqueue(name_of(note))
    now = timezone.now()
    lost = worker.claim(now)
    assert lost is not None
    assert worker.claim(now + timedelta(seconds=30)) is None
    again = worker.claim(now + worker.LEASE + timedelta(seconds=1))
    assert again is not None
    assert (again.pk, again.attempts) == (job.pk, 2)


def test_a_schedule_is_one_job_per_interval_however_many_workers_plan(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "schedules", [Schedule(name_of(note), timedelta(hours=1))])
    now = timezone.now().replace(minute=5)
    for minutes in (0, 1, 20, 60):
        worker.plan(now + timedelta(minutes=minutes))
    assert Job.objects.filter(name=name_of(note)).count() == 2


def test_a_centre_sees_only_its_jobs(as_alice: Any, centre_a: Centre, centre_b: Centre) -> None:
    own = enqueue(name_of(note), title="Envoyer les convocations", centre_id=centre_a.pk)
    other = enqueue(name_of(note), centre_id=centre_b.pk)
    page = as_alice.get(f"/c/{centre_a.slug}/travaux/{own.pk}/")
    assert "Envoyer les convocations" in page.content.decode()
    assert as_alice.get(f"/c/{centre_a.slug}/travaux/{other.pk}/").status_code == 404
    as_alice.post(f"/c/{centre_a.slug}/travaux/{own.pk}/arreter/")
    own.refresh_from_db()
    assert own.stop_asked


START = "from pupitre.cli.setup import prepare_database, start_django; start_django(); "
ASK = (
    START
    + "prepare_database(); from pupitre.core.jobs import enqueue; enqueue('tests.core.slow_job.slow', payload={'file': FILE})"
)
LATER = (
    START
    + "from pupitre.core.jobs.models import Job; from django.utils import timezone; Job.objects.update(lease_until=timezone.now())"
)
END = (
    START
    + "from pupitre.core.jobs.models import Job; job = Job.objects.get(); print(job.state, job.attempts)"
)
WORK = [sys.executable, "-m", "pupitre.cli", "worker", "--once"]


def test_a_killed_worker_loses_no_job(tmp_path: Path) -> None:
    """A real worker is killed in the middle of a job; another one does it again, to its end."""
    log = tmp_path / "log"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "PUPITRE_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "pupitre.config.settings",
    }
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])

    def python(code: str) -> str:
        return subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)

    python(ASK.replace("FILE", repr(str(log))))
    killed = subprocess.Popen(WORK, env=environment)
    limit = time.monotonic() + 60
    while not log.exists() and time.monotonic() < limit:
        time.sleep(0.1)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    python(LATER)
    subprocess.run(WORK, env={**environment, "SLOW_JOB": "0"}, check=True)
    assert log.read_text().split() == ["begun", "begun", "ended"]
    assert python(END).split() == ["done", "2"]
