"""What the annual report tells of meetings and of concertation: counts, never a case."""

from datetime import date

from pupitre.core import french
from pupitre.core.charts import Drawn, bar_chart
from pupitre.core.report import Chapter, Figure
from pupitre.meetings.queries.evaluation import charts, evaluation_of
from pupitre.meetings.queries.rcp import HeldRcp, concertation_calendar, files_chart
from pupitre.meetings.rules.evaluation import DEFINITIONS, Rate


def meetings_chapter(year: int, today: date) -> Chapter:
    """The meetings held, attendance, time spent together."""
    found, facts = evaluation_of(year, today)
    satisfaction = None if found.satisfaction is None else round(float(found.satisfaction), 2)
    figures = (
        Figure("reunions", "Réunions tenues", found.meetings, DEFINITIONS["meetings"]),
        Figure(
            "taux_presence", "Taux de présence", _percent(found.overall),
            DEFINITIONS["attendance"], "%",
        ),
        Figure(
            "heures_ensemble", "Temps passé ensemble", round(found.minutes / 60, 1),
            DEFINITIONS["hours"], "h",
        ),
        Figure(
            "satisfaction", "Satisfaction, sur 5", satisfaction, DEFINITIONS["satisfaction"]
        ),
    )  # fmt: skip
    drawn = tuple(charts(found, facts)) if found.meetings else ()
    return Chapter("reunions", "Les réunions", 20, figures, drawn)


def _percent(rate: Rate) -> float | None:
    return None if rate.value is None else round(float(100 * rate.value), 1)


def concertation_chapter(year: int, _today: date) -> Chapter:
    """The RCPs held: how many, how many files, month by month."""
    held = concertation_calendar(year)
    minutes = sum(each.rcp.minutes for each in held)
    figures = (
        Figure("rcp", "RCP tenues", len(held), "Réunions de concertation closes dans l’année."),
        Figure(
            "rcp_dossiers", "Dossiers étudiés", sum(each.rcp.files for each in held),
            "Somme des nombres de dossiers donnés pour les RCP de l’année.",
        ),
        Figure(
            "rcp_heures", "Durée des RCP", round(minutes / 60, 1),
            "Somme des durées prévues des RCP tenues.", "h",
        ),
    )  # fmt: skip
    drawn = (_files(year, held),) if held else ()
    return Chapter("concertation", "La concertation", 30, figures, drawn)


def _files(year: int, held: list[HeldRcp]) -> Drawn:
    chart = files_chart(year, held)
    values = chart.series[0].values
    rows = [
        [month, french.number(value)] for month, value in zip(chart.labels, values, strict=True)
    ]
    return Drawn(chart, bar_chart, ["Mois", "Dossiers étudiés"], rows)
