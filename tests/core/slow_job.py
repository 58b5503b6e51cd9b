"""A job that a test kills."""

import os
import time
from pathlib import Path

from pupitre.core.jobs import Run


def slow(run: Run, file: str) -> None:
    with Path(file).open("a") as log:
        log.write("begun\n")
        log.flush()
        time.sleep(float(os.environ.get("SLOW_JOB", "30")))
        log.write("ended\n")
