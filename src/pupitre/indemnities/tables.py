"""Columns of the lists of indemnities."""

from typing import Any

from pupitre.core.links import centre_url
from pupitre.core.tables import Column
from pupitre.indemnities.models import IndemnityRun
from pupitre.indemnities.queries.facts import target_words
from pupitre.indemnities.queries.simulation import Simulation
from pupitre.people.queries import profession_words

TONES = {"draft": "warning", "approved": "success", "cancelled": "neutral"}


def run_state(run: Any) -> tuple[str, str]:
    """The word and the colour of a run: once approved, how far the bank is."""
    if run.state == IndemnityRun.State.APPROVED and run.people:
        if run.settled == run.people:
            return "payé", "success"
        return ("payé en partie", "info") if run.settled else ("à payer", "info")
    return run.get_state_display(), TONES[run.state]


def _page(row: Any) -> str:
    return str(row.get_absolute_url())


def _person_page(row: Any) -> str:
    return centre_url("indemnities:person", row.person.pk)


SCHEMES = (
    Column("Barème", str, "link", url=_page),
    Column("Depuis le", lambda row: row.since, "date", "since"),
    Column("Jusqu'au", lambda row: row.until, "date"),
    Column(
        "État",
        lambda row: "voté" if row.voted else "à voter",
        "tag",
        tone=lambda row: "success" if row.voted else "warning",
    ),
    Column("Voté le", lambda row: row.voted_on, "date"),
    Column("Règlements", lambda row: row.used, "number"),
)
RATES = (
    Column("Pour", lambda row: target_words(row.target)),
    Column("Quoi", lambda row: row.get_role_display()),
    Column("Réunions", lambda row: row.get_kind_display() if row.kind else "toutes"),
    Column("Moment", lambda row: row.get_slot_display() if row.slot else "jour et soir"),
    Column("Montant", lambda row: row.cents, "euros"),
    Column("Compté", lambda row: row.get_per_display()),
)
RUNS = (
    Column("Période", lambda row: str(row).removeprefix("Indemnités, "), "link", url=_page),
    Column("Barème", lambda row: str(row.scheme)),
    Column("État", lambda row: run_state(row)[0], "tag", tone=lambda row: run_state(row)[1]),
    Column("Personnes", lambda row: row.people, "number"),
    Column("Temps", lambda row: row.minutes, "minutes"),
    Column("À payer", lambda row: row.total, "euros"),
)
ROWS = (
    Column("Personne", lambda row: str(row.person), "link", url=_person_page),
    Column("Profession", lambda row: profession_words(row.person)),
    Column("Statut", lambda row: "associé·e" if row.associate else "tiers"),
    Column("Réunions", lambda row: row.meetings, "number"),
    Column("Temps", lambda row: row.minutes, "minutes"),
    Column("Report", lambda row: row.carried or None, "euros"),
    Column("À payer", lambda row: row.pay, "euros"),
)
LINES = (
    Column("Personne", lambda row: str(row.statement.person)),
    Column("Date", lambda row: row.meeting.starts_at.date() if row.meeting else None, "date"),
    Column("Réunion", lambda row: row.meeting.title if row.meeting else ""),
    Column("Compte rendu", lambda row: row.meeting.number if row.meeting else ""),
    Column("Minutes", lambda row: row.minutes, "number"),
    Column("Montant", lambda row: row.cents, "euros"),
    Column("Pourquoi", lambda row: row.because),
)
YEAR = (
    Column("Personne", lambda row: str(row.person), "link", url=_person_page),
    Column("Profession", lambda row: profession_words(row.person)),
    Column("Temps", lambda row: row.minutes, "minutes"),
    Column("Comme associé·e", lambda row: row.associate_cents, "euros"),
    Column("Comme tiers", lambda row: row.other_cents, "euros"),
    Column("Déjà payé", lambda row: row.paid_cents, "euros"),
)


def simulation_columns(simulation: Simulation) -> list[Column]:
    """The columns of the table, for the page and the spreadsheet."""
    columns = [
        Column("Personne", lambda row: str(row.person)),
        Column("Profession", lambda row: profession_words(row.person)),
        Column("Temps", lambda row: row.minutes, "minutes"),
    ]
    columns += [
        Column(trial.title, _cents(place), "euros") for place, trial in enumerate(simulation.trials)
    ]
    if len(simulation.trials) > 1:
        columns.append(Column("Écart", lambda row: row.gap, "euros"))
    return columns


def _cents(place: int) -> Any:
    return lambda row: row.cents[place]
