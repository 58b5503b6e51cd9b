import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import Scope
from pupitre.documents.models import Document
from pupitre.documents.queries import documents_about, seen_by
from pupitre.documents.services import (
    DocumentError,
    remove_document,
    replace_file,
    store_document,
)
from pupitre.documents.sniffing import content_type
from pupitre.people.models import Group, Person
from pupitre.people.services.merge import merge_persons
from tests.documents import samples


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (samples.PDF, "Bail.PDF", "application/pdf"),
        (samples.PNG, "scan.png", "image/png"),
        (samples.JPEG, "photo.jpeg", "image/jpeg"),
        (samples.DOCX, "cr.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (samples.ODT, "cr.odt", "application/vnd.oasis.opendocument.text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "vieux.doc", "application/msword"),
        ("nom;ville\nÉlise;Brest\n".encode("cp1252"), "liste.csv", "text/csv"),
        (b"<?xml version='1.0'?><Document/>", "virements.xml", "application/xml"),
    ],
)  # fmt: skip
def test_content_type_accepts_office_files(content: bytes, name: str, expected: str) -> None:
    assert content_type(content, name) == expected


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (samples.PROGRAM, "outil.exe", "pas d’un type accepté"),
        (samples.PAGE, "page.html", "pas d’un type accepté"),
        (samples.DRAWING, "logo.svg", "pas d’un type accepté"),
        (samples.PROGRAM, "facture.pdf", "ne correspond pas à son nom"),
        (samples.PAGE, "notes.txt", "ne correspond pas à son nom"),
        (samples.DRAWING, "logo.png", "ne correspond pas à son nom"),
        (samples.DOCM, "macro.docx", "ne correspond pas à son nom"),
        (samples.DOCX, "cr.xlsx", "ne correspond pas à son nom"),
        (samples.PDF[:0], "vide.pdf", "est vide"),
        (b"PK\x03\x04 not a zip", "cr.docx", "ne correspond pas à son nom"),
        (samples.DRAWING, "dessin.xml", "ne correspond pas à son nom"),
        (b"<?xml version='1.0'?>" + samples.DRAWING, "dessin.xml", "ne correspond pas"),
        (samples.PDF, "sans-extension", "pas d’un type accepté"),
    ],
)
def test_content_type_refuses_with_a_sentence(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(DocumentError, match=sentence):
        content_type(content, name)


@given(st.binary(max_size=400), st.sampled_from(["pdf", "png", "docx", "odt", "txt", "heic"]))
def test_content_type_answers_or_refuses_whatever_the_octets(content: bytes, end: str) -> None:
    with suppress(DocumentError):
        assert content_type(content, f"x.{end}")


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_store_document_keeps_the_file_under_a_random_name(
    in_a: Any, actor: Actor, files: Path
) -> None:
    group = Group.objects.create(name="Plaies")
    upload = SimpleUploadedFile("../../Réf. é.pdf", samples.PDF)
    document = store_document(
        content=upload, name="../../Réf. é.pdf", title="", by=actor, about=group, purpose="mandat"
    )
    assert document.original_name == "Réf. é.pdf"
    assert document.title == "Réf. é"
    assert document.sha256 == hashlib.sha256(samples.PDF).hexdigest()
    assert document.octets == len(samples.PDF)
    (kept,) = _kept(files)
    assert kept.read_bytes() == samples.PDF
    assert "pdf" not in kept.name
    assert list(documents_about(group)) == [document]
    assert AuditEvent.objects.get(object_type="documents.document").who == actor.label


def test_store_document_refuses_what_is_too_big(
    in_a: Any, actor: Actor, files: Path, settings: Any
) -> None:
    settings.DOCUMENT_MAX_OCTETS = 10
    with pytest.raises(DocumentError, match="la limite est de"):
        store_document(content=samples.PDF, name="gros.pdf", title="Gros", by=actor)
    assert not _kept(files)
    assert not Document.objects.exists()


def test_replace_file_keeps_the_document_and_deletes_the_old_file(
    in_a: Any, actor: Actor, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = store_document(content=samples.PDF, name="a.pdf", title="Bail", by=actor)
    with django_capture_on_commit_callbacks(execute=True):
        replace_file(document, content=samples.PNG, name="b.png", by=actor)
    (kept,) = _kept(files)
    assert kept.read_bytes() == samples.PNG
    document.refresh_from_db()
    assert (document.title, document.content_type) == ("Bail", "image/png")
    assert AuditEvent.objects.filter(action="remplacer le fichier").count() == 1


def test_remove_document_deletes_its_file_after_commit_only(
    in_a: Any, actor: Actor, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = store_document(content=samples.PDF, name="a.pdf", title="Bail", by=actor)
    with django_capture_on_commit_callbacks() as callbacks:
        remove_document(document, by=actor)
        assert _kept(files)
    for callback in callbacks:
        callback()
    assert not _kept(files)
    assert not Document.objects.exists()


def test_locked_document_is_neither_replaced_nor_removed(
    in_a: Any, actor: Actor, files: Path
) -> None:
    document = store_document(content=samples.PDF, name="cr.pdf", title="CR", by=actor, locked=True)
    with pytest.raises(DocumentError, match="figé"):
        replace_file(document, content=samples.PNG, name="b.png", by=actor)
    with pytest.raises(DocumentError, match="figé"):
        remove_document(document, by=actor)
    assert _kept(files)


def test_seen_by_hides_documents_of_a_permission_the_role_lacks(
    in_a: Any, actor: Actor, files: Path
) -> None:
    store_document(content=samples.PDF, name="a.pdf", title="Pour tous", by=actor)
    store_document(
        content=samples.PDF, name="b.pdf", title="Réservé", by=actor, permission="documents.edit"
    )
    assert {document.title for document in seen_by("coordinator")} == {"Pour tous", "Réservé"}
    assert {document.title for document in seen_by("professional")} == {"Pour tous"}


def test_documents_follow_two_persons_who_become_one(
    files: Path, in_a: Scope, actor: Actor
) -> None:
    kept = Person.objects.create(first_name="Léa", last_name="Morin")
    gone = Person.objects.create(first_name="Lea", last_name="Morin")
    document = store_document(
        content=samples.PDF, name="diplome.pdf", title="", by=actor, about=gone
    )
    merge_persons(kept, gone, take={}, by=actor)
    assert list(documents_about(kept)) == [document]
    assert AuditEvent.objects.filter(object_type="documents.document", action="fusionner").exists()
