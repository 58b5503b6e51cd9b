"""Writes of the ACI: the settings of an exercise, the facts declared and their proofs."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pupitre.aci.models import Exercise, TypedFact
from pupitre.aci.rules.declared import Declared
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.documents.models import Document
from pupitre.documents.services import remove_document, store_document


@transaction.atomic
def declare_fact(
    exercise: Exercise,
    declared: Declared,
    *,
    value: str,
    note: str = "",
    covers_all: bool = False,
    document: Document | None = None,
    files: Sequence[UploadedFile[bytes]] = (),
    expected_version: int | None = None,
    by: Actor,
) -> TypedFact:
    """Keep the value of a fact and its proofs, all or nothing.

    `value` is the text that `declared.read` reads. Raises DocumentError for a refused file, and
    ConflictError when somebody else saved the fact meanwhile.
    """
    kept = kept_exercise(exercise, by=by)
    fact = kept.facts.filter(name=declared.name).first() or TypedFact(
        exercise=kept, name=declared.name
    )
    fact.value, fact.note, fact.covers_all, fact.document = value, note, covers_all, document
    records.save(fact, by=by, action="déclarer", expected_version=expected_version)
    for file in files:
        store_document(
            content=file,
            name=file.name or "justificatif",
            title="",
            by=by,
            about=fact,
            purpose=f"ACI {kept.year}",
            permission="aci.view",
        )
    return fact


@transaction.atomic
def withdraw_proof(fact: TypedFact, document: Document, *, by: Actor) -> None:
    """Take a proof away from a fact: a document added for it is deleted, a chosen one stays in its place.

    Raises DocumentError when the document is locked.
    """
    if fact.document_id == document.pk:
        fact.document = None
        records.save(fact, by=by, action="retirer le justificatif")
    else:
        remove_document(document, by=by)


def kept_exercise(exercise: Exercise, *, by: Actor) -> Exercise:
    """Return the exercise, written when it is only the one taken over from the year before."""
    return exercise if exercise.pk else records.save(exercise, by=by)
