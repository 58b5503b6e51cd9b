"""Long work: enqueue by dotted name, run with a lease, retry, exactly-once key, progress and stop."""

from pupitre.core.jobs.queue import Run, StoppedError, enqueue

__all__ = ["Run", "StoppedError", "enqueue"]
