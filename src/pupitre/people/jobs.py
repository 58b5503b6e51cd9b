"""Long and daily work about persons."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core import dates, french
from pupitre.core.actor import MACHINE
from pupitre.core.jobs.queue import Run
from pupitre.core.links import centre_url
from pupitre.core.tenancy import centre_scope
from pupitre.people.models import DirectoryReading
from pupitre.people.rpps_file import read_directory
from pupitre.people.rules.extraction import DirectoryFileError
from pupitre.people.services import stop_rights_due
from pupitre.people.services.directory import selection_from
from pupitre.people.services.readings import end_reading, refuse_reading


def read_directory_file(run: Run, *, reading_id: int, path: str) -> None:
    """Read a file outside any transaction, then keep whom it offers, or why it is refused."""
    with run.scope():
        reading = DirectoryReading.objects.get(pk=reading_id)
        run.result(url=centre_url("people:reading", reading.pk))
    if reading.state != DirectoryReading.State.READING:
        return
    source = Path(path)

    def told(lines: int) -> None:
        run.progress(lines, 0, f"{french.number(lines)} lignes lues")

    try:
        read = read_directory(source, selection_from(reading.selection), told)
    except DirectoryFileError as refusal:
        with run.scope():
            refuse_reading(reading, str(refusal), by=MACHINE)
    else:
        with run.scope():
            end_reading(reading, read, by=MACHINE)
    if source.parent == Path(settings.PUPITRE_HOME) / "incoming":
        source.unlink(missing_ok=True)


def stop_rights_of_the_day(run: Run) -> None:
    """Stop, in every centre, the rights of those whose departure has come."""
    for centre in Centre.objects.all():
        with centre_scope(centre):
            stop_rights_due(dates.today(timezone.now()))
