"""Writes about documents: keep, replace, rename, remove."""

import hashlib
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Any, TypeAlias

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from pupitre.core import french, records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import CentreModel
from pupitre.documents.models import Document
from pupitre.documents.queries import documents_about
from pupitre.documents.sniffing import DocumentError, content_type
from pupitre.people.events import PersonsMerged

Content: TypeAlias = "bytes | UploadedFile[Any]"

__all__ = ["DocumentError", "remove_document", "replace_file", "store_document"]


@transaction.atomic
def store_document(
    *,
    content: Content,
    name: str,
    title: str,
    by: Actor,
    about: CentreModel | None = None,
    purpose: str = "",
    permission: str = "documents.view",
    locked: bool = False,
    dated: date | None = None,
) -> Document:
    """Keep a file, tied to the object it proves; raise DocumentError when it is too big or of a refused type."""
    document = Document(
        title=(title.strip() or PurePath(name).stem)[:200],
        added_by=by.label[:200],
        dated=dated,
        object_type=about._meta.label_lower if about else "",
        object_id=about.pk if about else None,
        purpose=purpose,
        permission=permission,
        locked=locked,
    )
    _put(document, _octets(content, name), name)
    return records.save(document, by=by, action="ajouter le fichier")


@transaction.atomic
def replace_file(document: Document, *, content: Content, name: str, by: Actor) -> Document:
    """Put another file in place of a document's; raise DocumentError when it is locked or the file is refused."""
    _refuse_locked(document)
    octets = _octets(content, name)
    former = document.file.name
    _put(document, octets, name)
    records.save(document, by=by, action="remplacer le fichier")
    _delete_after_commit(document, former)
    return document


@transaction.atomic
def remove_document(document: Document, *, by: Actor) -> None:
    """Delete a document; its file goes once the deletion is certain. Raise DocumentError when it is locked."""
    _refuse_locked(document)
    name = document.file.name
    records.remove(document, by=by)
    _delete_after_commit(document, name)


def when_persons_merge(event: PersonsMerged) -> None:
    """Tie to the record that stays the documents of the one that goes; listens to the merge."""
    documents = list(documents_about(event.gone))
    for document in documents:
        document.object_id = event.kept.pk
    records.update_all(documents, ["object_id"], by=event.by, action="fusionner")


def _refuse_locked(document: Document) -> None:
    if document.locked:
        raise DocumentError(
            "Ce document est figé, il fait preuve : ajoutez un autre fichier à côté."
        )


def _octets(content: Content, name: str) -> bytes:
    """Return a file's content, refused before it is read when it is too big."""
    size = len(content) if isinstance(content, bytes) else content.size or 0
    if size > settings.DOCUMENT_MAX_OCTETS:
        most = french.file_size(settings.DOCUMENT_MAX_OCTETS)
        raise DocumentError(
            f"« {name} » pèse {french.file_size(size)} : la limite est de {most}. Réduisez-le ou découpez-le."
        )
    return content if isinstance(content, bytes) else content.read()


def _put(document: Document, octets: bytes, name: str) -> None:
    """Write a content under a random name; a rolled back transaction leaves at worst a file that nobody reads."""
    document.original_name = PurePath(name.replace("\\", "/")).name[:200]
    document.content_type = content_type(octets, document.original_name)
    _refuse_beyond_quota(len(octets), name)
    document.octets, document.sha256 = len(octets), hashlib.sha256(octets).hexdigest()
    document.take_centre()
    document.file.save(document.original_name, ContentFile(octets), save=False)


def _refuse_beyond_quota(more: int, name: str) -> None:
    """Refuse the file that would make the centre's documents larger than its share of the disk."""
    held = Document.objects.aggregate(octets=Sum("octets"))["octets"] or 0
    if held + more > settings.CENTRE_MAX_OCTETS:
        most = french.file_size(settings.CENTRE_MAX_OCTETS)
        raise DocumentError(
            f"« {name} » ne tient plus : les documents de la structure atteignent {most}. Supprimez-en, ou demandez plus de place."
        )


def _delete_after_commit(document: Document, name: str | None) -> None:
    if name:
        transaction.on_commit(partial(document.file.storage.delete, name))
