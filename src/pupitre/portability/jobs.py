"""The export asked from the page, and the sweep of the archives that nobody needs any more."""

from typing import Any

from django.utils import timezone

from pupitre.core.jobs import Run
from pupitre.core.links import centre_url
from pupitre.portability.exporting import export_centre
from pupitre.portability.shelf import shelf
from pupitre.portability.shelf import sweep as sweep_shelves


def export(run: Run, name: str) -> None:
    """Write the centre's archive; a second run finds the one that the first has finished."""
    centre: Any = run.job.centre
    with run.scope():
        target, page = shelf() / name, centre_url("portability:export")
    if not target.exists():
        run.progress(0, 0, "Lecture des données")
        export_centre(centre, target, say=run.progress)
    run.result(url=page)


def sweep(run: Run) -> None:
    run.result(deleted=sweep_shelves(timezone.now()))
