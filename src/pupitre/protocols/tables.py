"""The columns of protocols."""

from typing import Any

from pupitre.core.tables import Column
from pupitre.protocols.models import Protocol
from pupitre.protocols.queries import theme_of


def state(row: Protocol) -> str:
    if row.archived_on:
        return "archivé"
    return "en rédaction" if row.missing else "compte pour l'ACI"


def tone(row: Any) -> str:
    return {"archivé": "neutral", "en rédaction": "warning"}.get(state(row), "success")


PROTOCOLS = (
    Column("Protocole", str, sort="title", url=lambda row: row.get_absolute_url()),
    Column("Sorte", lambda row: row.get_kind_display()),
    Column("Thème", theme_of),
    Column("Auteurs", lambda row: ", ".join(str(one.person) for one in row.authors.all())),
    Column("Version", lambda row: row.edition),
    Column("Validé le", lambda row: row.approved_on or row.declared_on, "date", sort="approved_on"),
    Column("À revoir avant le", lambda row: row.review_on, "date", sort="review_on"),
    Column("État", state, "tag", tone=tone),
)
