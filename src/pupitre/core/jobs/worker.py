"""The worker: claims jobs under a lease, runs them, and takes back those of a worker that died."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from pupitre.core.jobs.models import Job
from pupitre.core.jobs.queue import Run, StoppedError, enqueue
from pupitre.core.registry import registry
from pupitre.core.storage import forget_saved, undo_saved

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
HEARTBEAT = 15.0
IDLE = 1.0
AWAY = 3.0
"""Seconds between two tries while the database is away."""


def claim(now: datetime) -> Job | None:
    """Take the next job that is due, or whose worker's lease has run out; None when there is none."""
    with transaction.atomic():
        due = Job.objects.filter(state=Job.State.WAITING, run_after__lte=now)
        lost = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
        job: Job | None = _lock(due | lost).order_by("run_after", "pk").first()
        if job is None:
            return None
        job.state, job.attempts, job.lease_until = Job.State.RUNNING, job.attempts + 1, now + LEASE
        job.save(update_fields=["state", "attempts", "lease_until"])
    return job


def _lock(rows: Any) -> Any:
    return rows.select_for_update(skip_locked=True) if connection.vendor == "postgresql" else rows


def execute(job: Job) -> None:
    """Run a claimed job to its end: done, stopped, or to be tried again later."""
    forget_saved()
    run = Run(job)
    beat = Heartbeat(job)
    beat.start()
    try:
        if job.attempts > job.max_attempts:
            message = "Le travail s'est interrompu trop de fois."
            raise RuntimeError(message)
        import_string(job.name)(run, **job.payload)
    except StoppedError:
        _end(job, Job.State.STOPPED)
    except Exception as error:  # whatever a job raises, the worker goes on
        undo_saved()
        log.exception("job %s (%s) failed, attempt %s", job.pk, job.name, job.attempts)
        _fail(job, error)
    else:
        _end(job, Job.State.DONE)
    finally:
        beat.stop()


def _end(job: Job, state: str, error: str = "") -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state, ended_at=timezone.now(), lease_until=None, error=error, result=job.result
    )


def _fail(job: Job, error: Exception) -> None:
    """Put a failed job back with a growing delay, or give it up after its last attempt."""
    reason = f"{type(error).__name__}: {error}"[:2000]
    if job.attempts >= job.max_attempts:
        _end(job, Job.State.FAILED, reason)
        return
    later = timezone.now() + timedelta(seconds=10 * 3**job.attempts)
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.WAITING, run_after=later, lease_until=None, error=reason
    )


class Heartbeat(threading.Thread):
    """Renews the lease of a running job until it is stopped."""

    def __init__(self, job: Job) -> None:
        super().__init__(daemon=True)
        self.job_id = job.pk
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(HEARTBEAT):
            with suppress(Error):  # a database that is away: the next beat finds it back
                self._renew()
            connection.close()

    def _renew(self) -> None:
        Job.objects.filter(pk=self.job_id, state=Job.State.RUNNING).update(
            lease_until=timezone.now() + LEASE
        )

    def stop(self) -> None:
        self.over.set()
        self.join(timeout=5)


def plan(now: datetime) -> None:
    """Ask for each scheduled job once per interval, however many workers run."""
    for schedule in registry.schedules:
        slot = int(now.timestamp() // schedule.every.total_seconds())
        key = f"{schedule.job}@{slot}"
        if not Job.objects.filter(key=key).exists():
            enqueue(schedule.job, key=key)


def run_due(now: Callable[[], datetime] = timezone.now) -> int:
    """Run every job that is due, then return how many ran; for tests and `worker --once`."""
    count = 0
    while (job := claim(now())) is not None:
        execute(job)
        count += 1
    return count


def forever(stop: threading.Event) -> None:
    """Plan and run jobs until asked to stop; wait for a database that is away, or a disk that is full."""
    wait = IDLE
    while not stop.is_set():
        close_old_connections()
        try:
            plan(timezone.now())
            wait = 0.0 if run_due() else IDLE
        except Error as error:
            if wait != AWAY:
                log.warning("the database does not answer, waiting: %s", error)
            connection.close()
            wait = AWAY
        stop.wait(wait)
