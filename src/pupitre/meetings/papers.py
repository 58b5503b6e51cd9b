"""PDFs about a year of meetings: what each template of `typst/` is filled with."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pupitre.core import french, pdf
from pupitre.meetings.queries.rcp import HeldRcp, concertation_calendar, year_counts

TYPST = Path(__file__).parent / "typst"


def _base(structure: str, printed: date) -> dict[str, object]:
    return {"structure": structure, "printed": f"Imprimé le {french.long_day(printed)}"}


def calendar_paper(year: int, *, structure: str, printed: date) -> bytes:
    """The calendar of concertation: dates, files, themes, professions; nothing about the cases (ACI A2-03)."""
    held = concertation_calendar(year)
    counts = year_counts(year, held)
    data = _base(structure, printed) | {
        "title": "Concertation pluriprofessionnelle",
        "subtitle": f"Calendrier des réunions de l’année {year} et nombre de dossiers examinés",
        "facts": [["Structure", structure], ["Année civile", str(year)]],
        "rows": [_calendar_row(each) for each in held],
        "total": calendar_total(held),
        "because": f"{counts.because}." if counts else "",
    }
    return pdf.render(TYPST / "rcp_calendar.typ", data)


def _calendar_row(held: HeldRcp) -> list[str]:
    return [
        french.numeric_day(held.rcp.day),
        str(held.rcp.files) if held.files_known else "à indiquer",
        " ; ".join(held.themes),
        ", ".join(sorted(held.rcp.professions)),
        french.duration(held.rcp.minutes),
    ]


def calendar_total(held: Sequence[HeldRcp]) -> str:
    """« 3 réunions, 13 dossiers »."""
    meetings = french.counted(len(held), "réunion", "réunions")
    return f"{meetings}, {french.counted(sum(e.rcp.files for e in held), 'dossier', 'dossiers')}"
