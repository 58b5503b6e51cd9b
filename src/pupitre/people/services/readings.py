"""One reading of the national directory, from the file to the persons."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import get_random_string

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.jobs.models import Job
from pupitre.core.jobs.queue import enqueue
from pupitre.core.tenancy import current_scope
from pupitre.people.models import DirectoryReading
from pupitre.people.rpps_file import Reading
from pupitre.people.rules.comparison import Preview
from pupitre.people.rules.directory import Selection
from pupitre.people.services.directory import (
    Choices,
    ImportReport,
    apply_directory_import,
    found_from,
    found_json,
    preview_directory_import,
    selection_from,
    selection_json,
)
from pupitre.people.services.persons import PersonError

LARGEST = 1024**3


class ChangedMeanwhileError(ValueError):
    """The persons are no longer those that the preview was made for."""

    def __str__(self) -> str:
        return "L'annuaire de la MSP a changé depuis cet aperçu : vérifiez-le de nouveau."


def dropbox() -> Path:
    """Return the folder of the server where a huge extraction may be left, to be chosen from the page."""
    return Path(settings.PUPITRE_HOME) / "import"


def left_files() -> list[str]:
    """Return the names of the files left on the server, the latest first."""
    if not dropbox().is_dir():
        return []
    found = [path for path in dropbox().iterdir() if path.suffix.lower() in {".txt", ".zip"}]
    return [path.name for path in sorted(found, key=lambda path: -path.stat().st_mtime)]


def keep_upload(file: UploadedFile[bytes]) -> Path:
    """Put an upload on disk, piece by piece, until the job has read it."""
    folder = Path(settings.PUPITRE_HOME) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / get_random_string(24)
    with target.open("xb") as out:
        for chunk in file.chunks(1024**2):
            out.write(chunk)
    return target


@transaction.atomic
def start_reading(
    *, path: Path, file_name: str, selection: Selection, by: Actor
) -> tuple[DirectoryReading, Job]:
    """Ask for a file to be read; it is deleted afterwards if it was uploaded.

    PersonError: nobody is asked for, which would bring in the whole country.
    """
    if selection.is_empty:
        raise PersonError(
            "Dites qui chercher : un numéro FINESS ou SIRET, des numéros RPPS, des noms ou un code postal."
        )
    reading = DirectoryReading(file_name=file_name[:200], selection=selection_json(selection))
    records.save(reading, by=by)
    job = enqueue(
        "pupitre.people.jobs.read_directory_file",
        title="Lecture de l'annuaire national",
        payload={"reading_id": reading.pk, "path": str(path)},
        centre_id=current_scope().centre_id,
        user_id=by.user_id,
        key=f"people.reading.{reading.pk}",
    )
    return reading, job


def end_reading(reading: DirectoryReading, read: Reading, *, by: Actor) -> None:
    reading.found = found_json(read.people)
    reading.counts = {"read_lines": read.read_lines, "found": len(read.people)}
    reading.state = DirectoryReading.State.READY
    records.save(reading, by=by, action="lire l'annuaire national")


def refuse_reading(reading: DirectoryReading, sentence: str, *, by: Actor) -> None:
    reading.refusal, reading.state = sentence[:300], DirectoryReading.State.REFUSED
    records.save(reading, by=by, action="refuser le fichier")


def preview_of(reading: DirectoryReading) -> Preview:
    """Return what applying the reading would do now."""
    return preview_directory_import(found_from(reading.found), selection_from(reading.selection))


def fingerprint(preview: Preview) -> str:
    """Return what tells two previews apart."""
    content = json.dumps(asdict(preview), default=sorted, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@transaction.atomic
def apply_reading(
    reading: DirectoryReading, *, seen: str, choices: Choices, by: Actor
) -> ImportReport:
    """Apply a reading as its preview was seen; ChangedMeanwhileError when it would now do something else."""
    preview = preview_of(reading)
    if reading.state != DirectoryReading.State.READY or fingerprint(preview) != seen:
        raise ChangedMeanwhileError
    report = apply_directory_import(preview, by=by, choices=choices)
    reading.state, reading.found = DirectoryReading.State.APPLIED, []
    reading.counts = {**reading.counts, **asdict(report)}
    records.save(reading, by=by, action="appliquer l'annuaire national")
    return report


def drop_reading(reading: DirectoryReading, *, by: Actor) -> None:
    reading.state, reading.found = DirectoryReading.State.DROPPED, []
    records.save(reading, by=by, action="abandonner")
