"""The annual report and the statistics over HTTP, on a year of work."""

import csv
import io
import re
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from pupitre.centres.models import Centre
from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.report import chapters
from pupitre.core.tenancy import centre_scope
from pupitre.desk.models import ReportText
from pupitre.people.models import Person
from pupitre.projects.models import Action
from pupitre.protocols.models import Author, Protocol
from pupitre.tasks.models import Task
from tests.aci.conftest import november, rcp, year_of_work

__all__ = ["november", "year_of_work"]
REPORT = "/c/msp-des-tilleuls/rapport/2026/"
STATISTICS = "/c/msp-des-tilleuls/statistiques/2026/"
WORDS = "Une année d’ouverture & de <rencontres>.\n\nMerci à l’équipe."


@pytest.fixture
def decided(year_of_work: list[Person]) -> list[Task]:
    """Two decisions of March: one done in April, one late."""
    found = [
        Task(title="Acheter un ECG", kind="decision", decided_on=date(2026, 3, 3), state="done",
             closed_on=date(2026, 4, 4), owner=year_of_work[0]),
        Task(title="Écrire au maire", kind="decision", decided_on=date(2026, 3, 3),
             due=date(2026, 5, 1), owner=year_of_work[1]),
    ]  # fmt: skip
    return [records.save(task, by=MACHINE) for task in found]


def write(client: Client, key: str, text: str) -> Any:
    return client.post(f"{REPORT}textes/{key}/", {"text": text})


@pytest.mark.activity("D048")
def test_report_gathers_every_app_with_kept_texts_as_page_pdf_and_docx(
    as_alice: Client, decided: list[Task]
) -> None:
    assert write(as_alice, "introduction", WORDS).status_code == 302
    page = as_alice.get(REPORT).content.decode()
    titles = (
        "Introduction", "La structure et l’équipe", "Les réunions", "La concertation",
        "Les décisions", "Les protocoles", "Missions et actions", "La patientèle",
        "L’ACI, en points et en euros", "Perspectives",
    )  # fmt: skip
    parts = (
        "introduction", "equipe", "reunions", "concertation", "decisions", "protocoles", "actions",
        "patientele", "aci", "perspectives",
    )  # fmt: skip
    places = [page.index(f'id="{part}"') for part in parts]
    assert places == sorted(places)
    assert "Une année d’ouverture &amp; de &lt;rencontres&gt;." in page
    assert page.count("<figure") == page.count("<svg xmlns")
    assert page.count("<svg xmlns") >= 5

    pdf = PdfReader(io.BytesIO(as_alice.get(f"{REPORT}fichier/pdf/").content))
    text = "\n".join(one.extract_text() for one in pdf.pages)
    for words in (*titles[:-1], "Merci à l’équipe.", "Définitions"):
        assert words in text, words
    assert "Perspectives" not in text

    answer = as_alice.get(f"{REPORT}fichier/docx/")
    assert answer.headers["Content-Disposition"].endswith('rapport-activite-2026.docx"')
    document = docx.Document(io.BytesIO(answer.content))
    paragraphs = [one.text for one in document.paragraphs]
    assert "Une année d’ouverture & de <rencontres>." in paragraphs
    assert "Les décisions" in paragraphs
    assert len(document.inline_shapes) == page.count("<svg xmlns")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "5\u202f200" in cells
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)


def test_figures_of_decisions_and_concertation_are_those_of_the_work(
    decided: list[Task], november: None
) -> None:
    told = {
        figure.code: figure
        for part in chapters(2026, date(2026, 11, 22))
        for figure in part.figures
    }
    assert {code: told[code].value for code in (
        "decisions_prises", "decisions_realisees", "decisions_en_retard", "rcp", "rcp_dossiers",
        "associes", "patientele", "reunions", "satisfaction",
    )} == {
        "decisions_prises": 2, "decisions_realisees": 1, "decisions_en_retard": 1, "rcp": 9,
        "rcp_dossiers": 43, "associes": 18, "patientele": 5200, "reunions": 9, "satisfaction": None,
    }  # fmt: skip
    assert told["satisfaction"].words == "–"
    assert told["rcp_heures"].words == "9\u00a0h"


def test_protocols_and_actions_are_told_with_their_titles(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    action = Action(
        title="Vaccination au marché", kind="prevention", starts_on=date(2026, 4, 1),
        ends_on=date(2026, 4, 30), reached=120, hours=14, results="Trois matinées.",
    )  # fmt: skip
    records.save(action, by=MACHINE)
    protocol = records.save(
        Protocol(title="Suivi des AVK", theme="domicile", approved_on=date(2026, 3, 1)), by=MACHINE
    )
    for person in (year_of_work[0], year_of_work[5]):
        records.save(Author(protocol=protocol, person=person), by=MACHINE)
    page = as_alice.get(REPORT).content.decode()
    for words in ("Vaccination au marché", "120", "14\u00a0h", "Trois matinées.", "Suivi des AVK"):
        assert words in page, words
    assert as_alice.get(f"{REPORT}fichier/pdf/").status_code == 200
    document = docx.Document(io.BytesIO(as_alice.get(f"{REPORT}fichier/docx/").content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Vaccination au marché" in cells


def test_texts_are_kept_by_year(as_alice: Client, year_of_work: list[Person]) -> None:
    write(as_alice, "perspectives", "Ouvrir un second site.")
    assert "Ouvrir un second site." in as_alice.get(REPORT).content.decode()
    last = as_alice.get(REPORT.replace("2026", "2025")).content.decode()
    assert "Ouvrir un second site." not in last


def test_a_text_that_names_a_patient_is_refused(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    answer = write(as_alice, "introduction", "Merci à 1 85 05 78 006 084 91.")
    assert answer.status_code == 422
    assert not ReportText.objects.exists()


def test_a_text_changed_meanwhile_is_not_lost(as_alice: Client, year_of_work: list[Person]) -> None:
    write(as_alice, "introduction", "Un")
    answer = as_alice.post(f"{REPORT}textes/introduction/", {"text": "Deux", "version": 7})
    assert answer.status_code == 409
    assert {"Un", "Deux"} <= set(re.findall(r"\bUn\b|\bDeux\b", answer.content.decode()))
    assert ReportText.objects.get().text == "Un"
    assert as_alice.get(f"{REPORT}textes/rien/").status_code == 404


def test_report_is_for_the_leaders_of_the_centre(
    as_alice: Client, as_bob: Client, as_charlie: Client, november: None
) -> None:
    for path in (REPORT, f"{REPORT}fichier/pdf/", STATISTICS, f"{REPORT}textes/introduction/"):
        assert as_bob.get(path).status_code == 403
        assert as_charlie.get(path).status_code == 404
    assert as_alice.get("/c/msp-des-tilleuls/rapport/").headers["Location"] == REPORT
    assert as_alice.get(REPORT.replace("2026", "2027")).status_code == 404
    assert as_alice.get(f"{REPORT}fichier/odt/").status_code == 404


def test_an_empty_centre_has_a_report_without_invented_figures(
    as_alice: Client, november: None
) -> None:
    page = as_alice.get(REPORT).content.decode()
    assert "Pas encore de texte." in page
    assert as_alice.get(f"{REPORT}fichier/pdf/").status_code == 200
    assert as_alice.get(f"{REPORT}fichier/docx/").status_code == 200


@pytest.mark.activity("D049")
def test_statistics_are_exported_with_their_dictionary_in_the_order_of_the_form_and_name_nobody(
    as_alice: Client, decided: list[Task]
) -> None:
    page = as_alice.get(STATISTICS).content.decode()
    assert "nous ne l’avons pas inventé" in page
    grid = "A. La structure\nNombre de sites = sites\nB. Activité\nPatients suivis = patientele"
    assert as_alice.post(f"{STATISTICS}ordre/", {"text": grid}).status_code == 302
    page = as_alice.get(STATISTICS).content.decode()
    assert (
        page.index("Nombre de sites")
        < page.index("Patients suivis")
        < page.index("Réunions tenues")
    )

    book = openpyxl.load_workbook(io.BytesIO(as_alice.get(f"{STATISTICS}?format=xlsx").content))
    assert book.sheetnames == ["Chiffres", "Dictionnaire", "Ordre du formulaire"]
    figures = {row[2]: row for row in book["Chiffres"].iter_rows(min_row=2, values_only=True)}
    assert figures["patientele"][4] == 5200
    dictionary = {
        row[0]: row for row in book["Dictionnaire"].iter_rows(min_row=2, values_only=True)
    }
    assert dictionary.keys() == figures.keys()
    assert all(row[3] for row in dictionary.values())
    ordered = list(book["Ordre du formulaire"].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in ordered] == [
        ("A. La structure", "Nombre de sites", "sites"),
        ("B. Activité", "Patients suivis", "patientele"),
    ]

    sent = as_alice.get(f"{STATISTICS}?format=csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(sent), delimiter=";"))
    assert {line[2] for line in lines[1:]} == set(figures)
    cells = " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    with centre_scope(Centre.objects.get(slug="msp-des-tilleuls")):
        people = list(Person.objects.all())
    assert len(people) >= 18
    for person in people:
        for word in filter(None, (person.last_name, person.first_name, person.rpps, person.email)):
            assert word not in cells
            assert word not in sent


def test_a_grid_with_an_unknown_code_is_refused_with_its_line(
    as_alice: Client, november: None
) -> None:
    answer = as_alice.post(f"{STATISTICS}ordre/", {"text": "Titre\nSites = sitez"})
    assert answer.status_code == 422
    assert "Ligne 2 : le code « sitez » n’existe pas" in answer.content.decode()


def test_report_asks_as_many_queries_for_few_and_many_meetings(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_alice.get(REPORT).status_code == 200
        return len(queries)

    asked()  # the first page of a session writes it
    before = asked()
    for day in range(1, 15):
        rcp(date(2026, 10, day), 3, *year_of_work)
    assert asked() == before
