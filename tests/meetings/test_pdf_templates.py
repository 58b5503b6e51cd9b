from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import pupitre.meetings
from pupitre.core.pdf import render
from tests.meetings.pdf_samples import AGENDA, BASE, CALENDAR, DOCUMENTS, MINUTES, SHEET

TYPST = Path(pupitre.meetings.__file__).parent / "typst"


def text_of(name: str, data: dict[str, object], images: dict[str, str] | None = None) -> str:
    reader = PdfReader(BytesIO(render(TYPST / f"{name}.typ", data, images)))
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("’", "'").split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_template_prints_its_title_and_page_numbers(name: str) -> None:
    data, images = DOCUMENTS[name]
    text = text_of(name, data, images)
    assert str(data["title"]) in text
    assert "page 1 / " in text
    assert str(BASE["structure"]) in text


def test_every_template_has_its_sample() -> None:
    assert {path.stem for path in TYPST.glob("*.typ")} == {*DOCUMENTS, "pieces"}


def test_the_minutes_say_who_came_and_what_was_decided() -> None:
    text = text_of("minutes", MINUTES)
    for words in ("CR-2026-014", "Nadia Benali", "Chloé Faure, Karim Haddad", "en retard"):
        assert words in text


def test_the_attendance_sheet_has_room_to_sign() -> None:
    images = DOCUMENTS["attendance_sheet"][1]
    text = text_of("attendance_sheet", SHEET, images)
    for words in ("Arrivée", "Départ", "Signature", "Signer au téléphone", "sage-femme"):
        assert words in text
    assert "Signer au téléphone" not in text_of("attendance_sheet", {**SHEET, "qr": None})


def test_a_long_sheet_repeats_its_header() -> None:
    people = [{"name": f"Personne {rank}", "profession": "infirmière"} for rank in range(40)]
    images = DOCUMENTS["attendance_sheet"][1]
    pdf = render(TYPST / "attendance_sheet.typ", {**SHEET, "people": people}, images)
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) > 1
    assert all("Profession" in page.extract_text() for page in pages)


def test_what_is_empty_says_so() -> None:
    assert "Aucun sujet" in text_of("agenda", {**AGENDA, "items": []})
    nobody = {**MINUTES, "present": [], "excused": [], "absent": [], "decisions": []}
    text = text_of("minutes", nobody)
    assert "Personne n'a été noté présent" in text
    assert "Aucune décision prise" in text
    assert "Aucune RCP tenue" in text_of("rcp_calendar", {**CALENDAR, "rows": []})
