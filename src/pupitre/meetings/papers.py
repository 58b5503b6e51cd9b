"""PDFs about a year of meetings: what each template of `typst/` is filled with."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pupitre.core import french, pdf
from pupitre.meetings.queries.evaluation import charts, evaluation_of, figures
from pupitre.meetings.queries.rcp import HeldRcp, concertation_calendar, year_counts
from pupitre.meetings.rules.facilitation import Technique

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


def evaluation_paper(year: int, *, structure: str, printed: date) -> bytes:
    """The yearly evaluation: figures, charts with their tables, definitions."""
    found, facts = evaluation_of(year, printed)
    drawn = charts(found, facts)
    names = [f"chart-{rank}.svg" for rank in range(len(drawn))]
    data = _base(structure, printed) | {
        "title": "Évaluation des activités pluriprofessionnelles",
        "subtitle": f"Année {year}",
        "figures": figures(found),
        "charts": [
            {
                "title": each.chart.title,
                "file": name,
                "alt": each.chart.description,
                "head": list(each.head),
                "rows": [list(row) for row in each.rows],
            }
            for each, name in zip(drawn, names, strict=True)
        ],
    }
    images = {name: each.draw(each.chart) for each, name in zip(drawn, names, strict=True)}
    return pdf.render(TYPST / "evaluation.typ", data, images)


MATURITY_WORDS = {
    1: "une équipe qui débute",
    2: "une équipe qui a l’habitude",
    3: "une équipe autonome",
}


def sheet_facts(sheet: Technique) -> list[list[str]]:
    """For whom a sheet is, in words: name and value."""
    return [
        ["Réunions", ", ".join(sheet.meeting_types)],
        ["Groupe", f"{sheet.group[0]} à {sheet.group[1]} personnes"],
        ["Durée", f"{sheet.minutes[0]} à {sheet.minutes[1]} min"],
        ["Pour", MATURITY_WORDS[sheet.maturity]],
        ["Matériel", sheet.material],
    ]


def technique_paper(sheet: Technique, *, structure: str, printed: date) -> bytes:
    """A facilitation sheet on one page."""
    data = _base(structure, printed) | {
        "title": sheet.title,
        "subtitle": sheet.purpose,
        "facts": sheet_facts(sheet),
        "when": sheet.when,
        "steps": list(sheet.steps),
        "traps": list(sheet.traps),
        "remote": sheet.remote,
    }
    return pdf.render(TYPST / "facilitation.typ", data)
