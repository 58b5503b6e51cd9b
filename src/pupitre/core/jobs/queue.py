"""Asking for a job, and what the job's function receives."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from pupitre.core.jobs.models import Job
from pupitre.core.tenancy import Scope, centre_scope


class StoppedError(Exception):
    """Somebody asked this job to stop."""


class Run:
    """One execution of a job: its centre's scope, its progress, its result."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def scope(self) -> AbstractContextManager[Scope]:
        """Enter the job's centre; keep each scope short, progress is saved between them."""
        if self.job.centre is None:
            message = f"Job {self.job.name} has no centre."
            raise ValueError(message)
        return centre_scope(self.job.centre, user_id=self.job.user_id)

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Save how far the job is; raise StoppedError if somebody asked it to stop. Call it outside scopes."""
        mine = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING)
        mine.update(progress=done, total=total, message=message[:250])
        if Job.objects.filter(pk=self.job.pk, stop_asked=True).exists():
            raise StoppedError

    def result(self, **facts: Any) -> None:
        """Keep what the page that asked for the job will show; saved with the job's end."""
        self.job.result.update(facts)


def enqueue(
    name: str,
    *,
    title: str = "",
    payload: dict[str, Any] | None = None,
    centre_id: int | None = None,
    user_id: int | None = None,
    key: str | None = None,
    run_after: datetime | None = None,
    max_attempts: int = 5,
) -> Job:
    """Ask for `pupitre.<app>.jobs.<function>(run, **payload)`, in the caller's transaction; same key, same job."""
    values = {
        "title": title[:200],
        "payload": payload or {},
        "centre_id": centre_id,
        "user_id": user_id,
        "run_after": run_after or timezone.now(),
        "max_attempts": max_attempts,
    }
    if key is None:
        return Job.objects.create(name=name, **values)
    try:
        with transaction.atomic():
            return Job.objects.create(name=name, key=key, **values)
    except IntegrityError:
        return Job.objects.get(key=key)
