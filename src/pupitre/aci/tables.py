"""The lists of the ACI as tables: page, CSV and XLSX."""

from decimal import Decimal

from pupitre.aci.queries.cockpit import Row
from pupitre.core.tables import Column


def points(row: Row) -> float:
    return float(round(Decimal(row.line.points.numerator) / row.line.points.denominator, 2))


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
    Column("Date", lambda rcp: rcp.day, "date"),
    Column("Réunion", lambda rcp: rcp.title, url=lambda rcp: rcp.url),
    Column("Dossiers étudiés", lambda rcp: rcp.files, "number"),
    Column("Professions présentes", lambda rcp: ", ".join(rcp.professions)),
)
