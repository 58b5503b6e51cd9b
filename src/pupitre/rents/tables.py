"""Columns of the lists of rents."""

from datetime import date

from pupitre.core.tables import Column
from pupitre.rents.models import Lease
from pupitre.rents.queries.leases import term_on


def calls_columns(today: date) -> tuple[Column, ...]:
    """The columns of the calls, for a day."""
    return (
        Column("Appel", lambda row: row.call.title, "link", url=lambda row: row.call.get_absolute_url()),
        Column("Locataire", lambda row: row.call.lease.tenant),
        Column("Local", lambda row: row.call.lease.premises.name),
        Column("Pour le", lambda row: row.call.due_on, "date"),
        Column("Montant", lambda row: row.call.cents, "euros"),
        Column("Reste dû", lambda row: row.paid.left or None, "euros"),
        Column("État", lambda row: "en retard" if row.late(today) else row.words, "tag", tone=lambda row: row.tone(today)),
        Column("Payé le", lambda row: row.paid.on, "date"),
    )  # fmt: skip


def leases_columns(today: date) -> tuple[Column, ...]:
    """The columns of the leases, with the prices of a day."""

    def price(lease: Lease, name: str) -> int | None:
        term = term_on(lease, today)
        return getattr(term, name) if term else None

    return (
        Column("Local", lambda row: row.premises.name, "link", url=lambda row: row.get_absolute_url()),
        Column("Locataire", lambda row: row.tenant),
        Column("Loué par", lambda row: row.entity),
        Column("Depuis le", lambda row: row.starts_on, "date", "starts_on"),
        Column("Jusqu’au", lambda row: row.ends_on, "date", "ends_on"),
        Column("Loyer", lambda row: price(row, "rent_cents"), "euros"),
        Column("Charges", lambda row: price(row, "charges_cents"), "euros"),
        Column("Appelé", lambda row: row.get_rhythm_display()),
        Column("Indice", lambda row: row.index or "aucun"),
    )  # fmt: skip


PREMISES = (
    Column("Local", str, "link", "name", url=lambda row: row.get_absolute_url()),
    Column("Salle", lambda row: row.room),
    Column("Surface (m²)", lambda row: row.area, "number", "area"),
    Column("Pièces", lambda row: row.rooms, "number", "rooms"),
    Column("À louer depuis le", lambda row: row.opened_on, "date"),
    Column("Plus à louer après le", lambda row: row.closed_on, "date"),
)
INDICES = (
    Column("Indice", lambda row: row.index, sort="index"),
    Column("Trimestre", lambda row: f"T{row.quarter} {row.year}", sort="year"),
    Column("Valeur", lambda row: f"{row.value}".replace(".", ",")),
    Column("Source", lambda row: row.source),
)
KEYS = (
    Column("Poste de dépense", lambda row: row.heading),
    Column("Structure", lambda row: row.entity),
    Column("Réparti", lambda row: row.get_basis_display()),
)
