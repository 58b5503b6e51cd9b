"""The data of the printed papers: a person's statement, a simulation for the meeting."""

from pathlib import Path
from typing import Any

from pupitre.centres.queries import current_centre
from pupitre.core.french import duration, long_day, numeric_day
from pupitre.core.money import format_amount, format_euros
from pupitre.core.pdf import render
from pupitre.indemnities.models import RunLine, Statement
from pupitre.indemnities.queries.overview import lines_of
from pupitre.indemnities.queries.simulation import Simulation
from pupitre.indemnities.rules import periods

FOLDER = Path(__file__).parent / "typst"


def statement_pdf(statement: Statement) -> bytes:
    """The statement of a person, every meeting and minute behind the amount."""
    run = statement.run
    data = {
        "title": "Relevé d’indemnités",
        "subtitle": periods.words(run.span).capitalize(),
        "structure": current_centre().name,
        "reference": f"INDEM-{run.pk}",
        "facts": _facts(statement),
        "lines": [_line(line) for line in lines_of(statement)],
        "carried": format_amount(statement.carried_cents) if statement.carried_cents else "",
        "total": format_amount(statement.pay_cents),
        "minutes": duration(statement.minutes),
        "left": format_euros(-statement.net_cents) if statement.net_cents < 0 else "",
    }
    return render(FOLDER / "statement.typ", data)


def _facts(statement: Statement) -> list[list[str]]:
    run, scheme = statement.run, statement.run.scheme
    voted = f", voté le {numeric_day(scheme.voted_on)}" if scheme.voted_on else ""
    rows = [
        ["Pour", str(statement.person)],
        ["Versé comme", "associé·e" if statement.associate else "tiers"],
        ["Barème", f"{scheme}{voted}"],
        [
            "Approuvé",
            f"{long_day(run.approved_on)}, par {run.approved_by}" if run.approved_on else "",
        ],
    ]
    if statement.paid_on:
        rows.append(["Payé", long_day(statement.paid_on)])
    return rows


def _line(line: RunLine) -> dict[str, str]:
    meeting = line.meeting
    return {
        "day": numeric_day(meeting.starts_at) if meeting else "",
        "what": f"{meeting.title} {meeting.number}".strip() if meeting else line.get_kind_display(),
        "minutes": duration(line.minutes) if line.minutes else "",
        "why": line.because,
        "amount": format_amount(line.cents),
    }


def simulation_pdf(simulation: Simulation, to_share: int) -> bytes:
    """The table of a simulation, to be shown before the vote."""
    trials = simulation.trials
    data: dict[str, Any] = {
        "title": "Simulation des indemnités",
        "subtitle": periods.words(simulation.span).capitalize(),
        "structure": current_centre().name,
        "facts": [
            [
                "Temps réel",
                f"{duration(simulation.minutes)}, {simulation.meetings} réunions closes",
            ],
            *([["Somme à partager", format_euros(to_share)]] if to_share else []),
            *[[trial.title, trial.refusal or format_euros(trial.total)] for trial in trials],
        ],
        "head": ["Personne", "Temps", *[trial.title for trial in trials]],
        "rows": [
            [str(row.person), duration(row.minutes), *map(format_amount, row.cents)]
            for row in simulation.rows
        ],
        "total": [
            "Total",
            duration(simulation.minutes),
            *[format_amount(trial.total) for trial in trials],
        ],
    }
    if len(trials) > 1:
        data["head"].append("Écart")
        for row, shown in zip(simulation.rows, data["rows"], strict=True):
            shown.append(format_amount(row.gap))
        data["total"].append(format_amount(simulation.gap))
    return render(FOLDER / "simulation.typ", data)
