"""Writes of the ACI: the frozen dossiers, the declaration."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pupitre.aci.models import Dossier, Exercise
from pupitre.aci.queries.cockpit import Cockpit
from pupitre.aci.queries.dossier import dossiers_of, frozen_snapshot, snapshot_of
from pupitre.aci.rules.dossier import as_json, differences, digest_of
from pupitre.core import jobs, records
from pupitre.core.actor import Actor
from pupitre.core.jobs.models import Job
from pupitre.documents.services import store_document


def kept_exercise(exercise: Exercise, *, by: Actor) -> Exercise:
    """Return the exercise, written when it is only the one taken over from the year before."""
    return exercise if exercise.pk else records.save(exercise, by=by)


class DossierError(ValueError):
    """What keeps a dossier from being frozen or declared; its text is a French sentence."""


@transaction.atomic
def freeze_dossier(seen: Cockpit, *, by: Actor, now: datetime) -> Dossier:
    """Freeze the evidence of an exercise as a new version; `ask_for_files` then makes its files.

    Raises DossierError when nothing changed since the last version.
    """
    exercise = records.locked(kept_exercise(seen.sourced.exercise, by=by))
    snapshot, last = snapshot_of(seen), dossiers_of(exercise).first()
    if last and not differences(frozen_snapshot(last), snapshot):
        raise DossierError(
            f"Rien n'a changé depuis la version {last.number} : elle tient toujours."
        )
    data = as_json(snapshot)
    dossier = Dossier(
        exercise=exercise,
        number=last.number + 1 if last else 1,
        frozen_at=now,
        frozen_by=by.label[:200],
        snapshot=data,
        digest=digest_of(data),
    )
    return records.save(dossier, by=by, action="figer")


def ask_for_files(dossier: Dossier, *, by: Actor) -> Job:
    """Ask for the PDF and the archive of a frozen version, once while it is being done."""
    return jobs.enqueue(
        "pupitre.aci.jobs.make_dossier",
        title=str(dossier),
        payload={"dossier": dossier.pk},
        centre_id=dossier.centre_id,
        user_id=by.user_id,
    )


def keep_files(
    dossier: Dossier, pdf: Path, archive: Path, problems: list[str], *, by: Actor
) -> None:
    """Store the files made for a frozen version, with their fingerprints."""
    for field, path in ((dossier.pdf, pdf), (dossier.archive, archive)):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            field.save(path.name, File(file), save=False)
        setattr(dossier, f"{field.field.name}_sha256", digest)
    dossier.problems = problems
    records.save(dossier, by=by, action="créer les fichiers")


@transaction.atomic
def declare_dossier(
    dossier: Dossier, *, on: date, receipt: UploadedFile[bytes] | None = None, by: Actor
) -> Dossier:
    """Note that a frozen version was handed in that day, with the receipt of the CPAM.

    Raises DocumentError for a refused file.
    """
    dossier.declared_on = dossier.exercise.declared_on = on
    records.save(dossier.exercise, by=by, action="déclarer l'ACI")
    records.save(dossier, by=by, action="déclarer")
    if receipt is not None:
        store_document(
            content=receipt,
            name=receipt.name or "accusé",
            title=f"Accusé de la déclaration ACI {dossier.exercise.year}",
            by=by,
            about=dossier,
            purpose=f"ACI {dossier.exercise.year}",
            permission="aci.view",
            dated=on,
        )
    return dossier
