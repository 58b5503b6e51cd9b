"""The nightly backup as a job."""

from django.conf import settings
from django.utils import timezone

from pupitre.core.backup.proof import nightly as back_up
from pupitre.core.jobs import Run


def nightly(run: Run) -> None:
    """Back the installation up into its home, and prove it; a demonstration has nothing to keep."""
    run.result(**({} if settings.DEMO else back_up(timezone.now())))
