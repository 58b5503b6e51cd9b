"""Preparing the declaration over HTTP: values, proofs, frozen dossiers, differences, the day it is done."""

import csv
import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader, PdfWriter

from pupitre.aci.models import Dossier, Exercise
from pupitre.centres.models import Centre
from pupitre.contracts.queries import INVOICE, LABEL
from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.jobs.worker import run_due
from pupitre.core.tenancy import centre_scope
from pupitre.demo.papers import paper as demo_paper
from pupitre.documents.models import Document
from pupitre.meetings.models import AgendaItem, Meeting
from pupitre.people.models import Person
from pupitre.protocols.models import Protocol
from tests.aci.work import action, agreement, engagement, placement, protocol, prove, software

BASE = "/c/msp-des-tilleuls/aci/"
DECLARATION = f"{BASE}2026/declaration/"


def png() -> bytes:
    """A white picture of two points by two."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + crc

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\xff\xff" * 2))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


CASE = "Chute à domicile, plaie du talon"


def printed(title: str) -> bytes:
    return demo_paper(title)


def paper(title: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{title}.pdf", printed(title), "application/pdf")


@pytest.fixture
def evidence(as_alice: Client, year_of_work: list[Person], settings: Any, tmp_path: Path) -> Client:
    """The year of work with its proofs: PDFs, an image, a text file, and one RCP whose case was noted."""
    settings.MEDIA_ROOT = settings.PUPITRE_HOME = tmp_path
    for kind, title in (("charter", "Charte"), ("crisis_plan", "Plan de crise")):
        prove(agreement(kind, title), title, content=printed(title))
    prove(engagement(), "poste", content=png(), ending="png")
    shared = software()
    prove(shared, "label", purpose=LABEL, content=b"Label ANS", ending="txt")
    prove(shared, "facture", purpose=INVOICE, content=b"Facture 2026", ending="txt")
    for title in ("Protocole AVK", "Protocole: plaies?pansements", "Protocole en retard"):
        written = protocol(title, year_of_work[:6])
        if title != "Protocole en retard":
            prove(written, title, content=printed(title))
    meeting = Meeting.objects.order_by("starts_at").first()
    assert meeting is not None
    records.save(AgendaItem(meeting=meeting, title="Cas", notes=CASE, order=1), by=MACHINE)
    return as_alice


def frozen(client: Client) -> Dossier:
    """Freeze over HTTP, run the job, return the last version."""
    answer = client.post(f"{DECLARATION}figer/")
    assert answer.status_code == 302, answer.content.decode()
    assert run_due() == 1
    with centre_scope(Centre.objects.get(slug="msp-des-tilleuls")):
        found = Dossier.objects.select_related("exercise").first()
    assert found is not None
    return found


def opened(dossier: Dossier) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(dossier.archive.read()))


@pytest.mark.activity("D045")
def test_declaration_pack_follows_the_official_order_and_is_frozen_with_its_hashes(
    evidence: Client,
) -> None:
    page = evidence.get(DECLARATION).content.decode()
    codes = ("A1-01", "A1-02", "A2-01", "A2-02", "A2-03", "A3-01")
    places = [page.index(f'id="{code}"') for code in codes]
    assert places == sorted(places)
    assert 'data-copies="5200"' in page
    assert "Une copie du protocole « Protocole en retard »" in page
    assert page.index("Ce qui manque d") < page.index('id="A1-01"')

    dossier = frozen(evidence)
    assert evidence.get(f"{BASE}dossiers/{dossier.pk}/").status_code == 200
    archive = opened(dossier)
    names = archive.namelist()
    assert names[:2] == ["001 - A1-01 - Charte.pdf", "002 - A1-02 - Plan de crise.pdf"]
    assert "006 - A2-02 - Protocole plaies pansements.pdf" in names
    assert names[-3:] == ["ACI-2026-v1.pdf", "index.csv", "SHA256SUMS"]
    for entry in archive.read("SHA256SUMS").decode().splitlines():
        digest, _, name = entry.partition("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    index = list(
        csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig")), delimiter=";")
    )
    assert [row[0] for row in index[1:]] == [str(rank) for rank in range(1, len(index))]
    sums = {row[3]: row[5] for row in index[1:]}
    assert sums["001 - A1-01 - Charte.pdf"] == hashlib.sha256(archive.read(names[0])).hexdigest()


def test_pdf_numbers_places_and_stamps_each_proof(evidence: Client) -> None:
    dossier = frozen(evidence)
    reader = PdfReader(io.BytesIO(dossier.pdf.read()))
    texts = [page.extract_text() for page in reader.pages]
    whole = "\n".join(texts)
    for words in ("Dossier de preuves ACI 2026", "Index des pièces", "Ce qui manque"):
        assert words in whole
    index = list(
        csv.reader(
            io.StringIO(opened(dossier).read("index.csv").decode("utf-8-sig")), delimiter=";"
        )
    )
    places = {row[1]: row[6] for row in index[1:]}
    assert places["label"] == "dans l’archive"
    page = int(places["Plan de crise"].removeprefix("page "))
    assert "Plan de crise" in texts[page - 1]
    stamps = [note.get_object()["/Contents"] for note in reader.pages[page - 1]["/Annots"]]
    assert stamps == ["Pièce 2"]
    assert "Liste des associés" in whole
    assert "Calendrier des concertations" in whole
    assert dossier.problems == []


def test_no_case_text_and_no_theme_enters_the_dossier(evidence: Client) -> None:
    dossier = frozen(evidence)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(dossier.pdf.read())).pages)
    assert "10/03/2026" in text
    for words in ("talon", "Chute", CASE):
        assert words not in text
        assert words not in str(dossier.snapshot)


def test_a_later_change_shows_as_a_difference_with_its_author(evidence: Client, in_a: Any) -> None:
    dossier = frozen(evidence)
    page = evidence.get(DECLARATION).content.decode()
    assert "Rien n'a changé" in page.replace("&#x27;", "'")
    late = Protocol.objects.get(title="Protocole en retard")
    archived = {
        "title": late.title, "kind": late.kind, "theme": late.theme, "edition": late.edition,
        "approved_on": "2026-01-05", "archived_on": "2026-11-01", "version": late.version,
        "people": [one.person_id for one in late.authors.all()],
    }  # fmt: skip
    changed = evidence.post(f"{late.get_absolute_url()}modifier/", archived)
    assert changed.status_code == 302
    meeting = Meeting.objects.order_by("starts_at").first()
    assert meeting is not None
    meeting.files = 7
    records.save(meeting, by=MACHINE)
    page = evidence.get(f"{BASE}dossiers/{dossier.pk}/").content.decode()
    assert "A2-02, Protocoles pluriprofessionnels" in page
    row = page[page.index("A2-02, Protocoles") :].split("</tr>")[0]
    assert "<td>3</td><td>2</td>" in row
    assert "Alice Aubert" in row
    row = page[page.index("RCP du 10/01/2026") :].split("</tr>")[0]
    assert "5\u00a0dossiers, " in row
    assert "7\u00a0dossiers, " in row
    assert "Pupitre" in row
    assert "Total réalisé" in page


def test_a_replaced_or_deleted_file_shows_as_a_difference(evidence: Client, in_a: Any) -> None:
    dossier = frozen(evidence)
    plan = Document.objects.get(title="Plan de crise")
    answer = evidence.post(
        f"/c/msp-des-tilleuls/documents/{plan.pk}/remplacer/", {"file": paper("Plan 2027")}
    )
    assert answer.status_code == 302
    proof = Document.objects.get(title="Charte")
    evidence.post(f"/c/msp-des-tilleuls/documents/{proof.pk}/supprimer/")
    page = evidence.get(f"{BASE}dossiers/{dossier.pk}/").content.decode()
    row = page[page.index("Pièce « Plan de crise »") :].split("</tr>")[0]
    assert row.count("empreinte") == 2
    assert "Alice Aubert" in row
    row = page[page.index("Pièce « Charte »") :].split("</tr>")[0]
    assert "<td>absent</td>" in row
    assert "Alice Aubert" in row


def test_a_new_version_is_frozen_only_when_something_changed_and_the_old_one_stays(
    evidence: Client, in_a: Any
) -> None:
    first = frozen(evidence)
    content = first.pdf.read()
    answer = evidence.post(f"{DECLARATION}figer/", follow=True)
    assert "Rien n&#x27;a changé depuis la version 1" in answer.content.decode()
    placement("Tanguy", Person.objects.order_by("pk")[0])
    second = frozen(evidence)
    assert (first.number, second.number) == (1, 2)
    kept = Dossier.objects.get(number=1)
    assert (kept.digest, kept.snapshot) == (first.digest, first.snapshot)
    assert kept.pdf.read() == content
    assert second.digest != first.digest


def test_files_are_sent_to_the_team_that_sees_the_aci(
    evidence: Client, as_bob: Client, as_charlie: Client
) -> None:
    dossier = frozen(evidence)
    for kind, start in (("pdf", b"%PDF"), ("archive", b"PK")):
        path = f"{BASE}dossiers/{dossier.pk}/fichiers/{kind}/"
        answer = evidence.get(path)
        assert b"".join(answer.streaming_content).startswith(start)  # type: ignore[attr-defined]
        assert as_bob.get(path).status_code == 403
        assert as_charlie.get(path).status_code == 404
    assert evidence.get(f"{BASE}dossiers/{dossier.pk}/fichiers/autre/").status_code == 404
    own = f"/c/msp-du-port/aci/dossiers/{dossier.pk}/"
    assert as_charlie.get(own).status_code == 404


def test_bob_neither_sees_nor_freezes(as_bob: Client, year_of_work: list[Person]) -> None:
    assert as_bob.get(DECLARATION).status_code == 403
    assert as_bob.post(f"{DECLARATION}figer/").status_code == 403


def test_a_protected_pdf_and_a_lost_file_are_said_and_stop_nothing(
    evidence: Client, in_a: Any
) -> None:
    locked, out = PdfWriter(), io.BytesIO()
    locked.add_blank_page(100, 100)
    locked.encrypt("secret")
    locked.write(out)
    prove(agreement("exchange", "Procédure"), "procedure", content=out.getvalue())
    lost = Document.objects.get(title="Charte")
    lost.file.storage.delete(lost.file.name)
    dossier = frozen(evidence)
    said = " ".join(dossier.problems)
    assert "« Charte » : le fichier n’est plus sur le disque" in said
    assert "« procedure » : protégé ou illisible ici ; il est entier dans l’archive" in said
    names = opened(dossier).namelist()
    assert not any("Charte" in name for name in names)
    assert any("procedure.pdf" in name for name in names)
    assert (
        "À savoir de ces fichiers" in evidence.get(f"{BASE}dossiers/{dossier.pk}/").content.decode()
    )


def test_a_file_changed_between_the_freeze_and_the_job_is_left_out_and_said(
    evidence: Client, in_a: Any
) -> None:
    evidence.post(f"{DECLARATION}figer/")
    plan = Document.objects.get(title="Plan de crise")
    evidence.post(f"/c/msp-des-tilleuls/documents/{plan.pk}/remplacer/", {"file": paper("Autre")})
    assert run_due() == 1
    dossier = Dossier.objects.get()
    assert "« Plan de crise » : le fichier a changé après le gel" in dossier.problems[0]
    assert not any("Plan" in name for name in opened(dossier).namelist())


def test_declaring_notes_the_day_and_keeps_the_receipt(evidence: Client, in_a: Any) -> None:
    dossier = frozen(evidence)
    path = f"{BASE}dossiers/{dossier.pk}/declare/"
    refused = evidence.post(path, {"on": "2026-12-01"})
    assert refused.status_code == 422
    assert "Cette date est à venir" in refused.content.decode()
    answer = evidence.post(path, {"on": "2026-11-20", "receipt": paper("Accusé")})
    assert answer.status_code == 302
    page = evidence.get(f"{BASE}dossiers/{dossier.pk}/").content.decode()
    assert "le 20/11/2026" in page
    assert "Accusé de la déclaration ACI 2026" in page
    assert str(Exercise.objects.get(year=2026).declared_on) == "2026-11-20"
    assert "Déclaré le 20/11/2026" in evidence.get(DECLARATION).content.decode()


def test_a_refused_receipt_is_said_beside_its_field_and_nothing_is_noted(
    evidence: Client, in_a: Any
) -> None:
    dossier = frozen(evidence)
    answer = evidence.post(
        f"{BASE}dossiers/{dossier.pk}/declare/",
        {"on": "2026-11-20", "receipt": SimpleUploadedFile("accuse.exe", b"MZ")},
    )
    assert answer.status_code == 422
    assert "n’est pas d’un type accepté" in answer.content.decode()
    assert Exercise.objects.get(year=2026).declared_on is None


def test_an_empty_year_says_what_to_do_next(as_alice: Client, november: None) -> None:
    page = as_alice.get(f"{BASE}2025/declaration/").content.decode()
    assert "Aucun dossier figé" in page
    assert as_alice.get(f"{BASE}2027/declaration/").status_code == 404


def test_declaration_asks_as_many_queries_for_one_and_thirty_documents(evidence: Client) -> None:
    frozen(evidence)
    counts = []
    for many in (1, 30):
        mission = action(f"Mission {many}", theme="vaccination")
        for rank in range(many):
            prove(mission, f"Annexe {many}-{rank}", content=printed("Annexe"))
        with CaptureQueriesContext(connection) as asked:
            assert evidence.get(DECLARATION).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
