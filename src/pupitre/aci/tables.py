"""The lists of the ACI as tables: page, CSV and XLSX."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pupitre.aci.queries.cockpit import Row
from pupitre.core.links import centre_url
from pupitre.core.tables import Column
from pupitre.meetings.queries.rcp import HeldRcp


def points(row: Row) -> float:
    return float(round(Decimal(row.line.points.numerator) / row.line.points.denominator, 2))


def facts_page(held: HeldRcp) -> str:
    return centre_url("meetings:rcp-facts", held.meeting.pk)


def page_of(row: Any) -> str:
    return str(row.get_absolute_url())


INDICATORS: tuple[Column, ...] = (
    Column("Indicateur", lambda row: row.line.indicator.title),
    Column("Code", lambda row: row.line.indicator.id),
    Column("Type", lambda row: row.line.kind.label),
    Column("Réalisé", lambda row: row.source.words),
    Column("Origine", lambda row: row.source.origin),
    Column("État", lambda row: row.state.word),
    Column("Points", points, "number"),
    Column("Euros", lambda row: row.line.euros_cents, "euros"),
    Column("Euros justifiés", lambda row: row.justified.euros_cents, "euros"),
    Column("Pièces jointes", lambda row: ", ".join(map(str, row.source.pieces))),
    Column("Pièces manquantes", lambda row: ", ".join(row.source.missing)),
)

CALENDAR: tuple[Column, ...] = (
    Column("Date", lambda held: held.rcp.day, "date"),
    Column("Réunion", lambda held: held.meeting.title, url=facts_page),
    Column("Dossiers étudiés", lambda held: held.rcp.files if held.files_known else None, "number"),
    Column("Professions présentes", lambda held: ", ".join(sorted(held.rcp.professions))),
)

CONTRACTS: tuple[Column, ...] = (
    Column("Date d'effet", lambda row: row.effect_on, "date", "effect_on", url=page_of),
    Column("Signé le", lambda row: row.signed_on, "date"),
    Column("Dernier jour", lambda row: row.ends_on, "date"),
    Column("Structure", lambda row: row.structure),
    Column("CPAM", lambda row: row.cpam),
    Column("ARS", lambda row: row.ars),
    Column("Dérogation PDSA", lambda row: row.pdsa_derogation, "yes"),
    Column("Indicateurs choisis", lambda row: ", ".join(row.options)),
)

RECEIPTS: tuple[Column, ...] = (
    Column("Reçu le", lambda row: row.received_on, "date", "received_on", url=page_of),
    Column("Nature", lambda row: row.get_kind_display().capitalize()),
    Column("Exercice", lambda row: row.exercise.year),
    Column("Montant (€)", lambda row: row.cents, "euros", "cents"),
    Column("Précision", lambda row: row.note),
)


def unlinked(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the same columns without links, for a role that may not follow them."""
    return tuple(replace(column, url=None) for column in columns)
