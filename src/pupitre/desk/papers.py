"""The annual report on paper: a PDF by Typst, and a DOCX that a word processor goes on with."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Cm

from pupitre.core import french, pdf
from pupitre.core.charts import Drawn
from pupitre.desk.report import Part

TYPST = Path(__file__).parent / "typst"
WIDTH = Cm(16)


def report_pdf(parts: Sequence[Part], year: int, *, structure: str, printed: date) -> bytes:
    """The report as a tagged PDF; each chart comes with its table."""
    images: dict[str, str | bytes] = {}
    data = {
        "title": f"Rapport d’activité {year}",
        "subtitle": structure,
        "structure": structure,
        "printed": f"Imprimé le {french.long_day(printed)}",
        "facts": [["Structure", structure], ["Année civile", str(year)]],
        "parts": [_part(part, images) for part in parts if told(part)],
        "definitions": definitions(parts),
    }
    return pdf.render(TYPST / "report.typ", data, images)


def told(part: Part) -> bool:
    """Whether a part says anything: an empty introduction is left out."""
    return bool(part.text.strip() or part.chapter)


def paragraphs(text: str) -> list[str]:
    """What empty lines separate."""
    found = text.replace("\r\n", "\n").split("\n\n")
    return [" ".join(each.split()) for each in found if each.strip()]


def definitions(parts: Sequence[Part]) -> list[list[str]]:
    figures = [figure for part in parts if part.chapter for figure in part.chapter.figures]
    return [[figure.label, figure.definition] for figure in figures]


def _part(part: Part, images: dict[str, str | bytes]) -> dict[str, Any]:
    chapter = part.chapter
    drawn = chapter.drawn if chapter else ()
    listings = chapter.listings if chapter else ()
    return {
        "title": part.title,
        "text": paragraphs(part.text),
        "figures": [[one.label, one.words] for one in chapter.figures] if chapter else [],
        "charts": [_chart(one, f"{part.key}-{rank}.svg", images) for rank, one in enumerate(drawn)],
        "listings": [
            {"title": one.title, "head": list(one.head), "rows": [list(row) for row in one.rows]}
            for one in listings
        ],
    }


def _chart(drawn: Drawn, name: str, images: dict[str, str | bytes]) -> dict[str, Any]:
    images[name] = drawn.svg
    return {
        "title": drawn.chart.title,
        "file": name,
        "alt": drawn.chart.description,
        "head": list(drawn.head),
        "rows": [list(row) for row in drawn.rows],
    }


def report_docx(parts: Sequence[Part], year: int, *, structure: str, printed: date) -> bytes:
    """The report as a DOCX of plain headings, paragraphs and tables, to be edited further."""
    document = Document()
    document.core_properties.title = f"Rapport d’activité {year}"
    document.core_properties.author = structure
    document.core_properties.language = "fr-FR"
    document.add_heading(f"Rapport d’activité {year}", 0)
    document.add_paragraph(f"{structure}, année civile {year}. {french.long_day(printed)}.")
    for part in parts:
        if told(part):
            _write(document, part)
    document.add_heading("Définitions", 1)
    for label, definition in definitions(parts):
        document.add_paragraph(f"{label} : {definition}", "List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: Any, part: Part) -> None:
    document.add_heading(part.title, 1)
    for paragraph in paragraphs(part.text):
        document.add_paragraph(paragraph)
    if part.chapter is None:
        return
    _table(
        document, ("Chiffre", "Valeur"), [(one.label, one.words) for one in part.chapter.figures]
    )
    for drawn in part.chapter.drawn:
        document.add_heading(drawn.chart.title, 2)
        document.add_picture(io.BytesIO(pdf.picture(drawn.svg)), WIDTH)
        document.inline_shapes[-1]._inline.docPr.set("descr", drawn.chart.description)
        _table(document, drawn.head, drawn.rows)
    for listing in part.chapter.listings:
        document.add_heading(listing.title, 2)
        _table(document, listing.head, listing.rows)


def _table(document: Any, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(head), style="Light List Accent 1")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.text = words
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph()
