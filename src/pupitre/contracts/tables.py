"""The columns of agreements and software."""

from typing import Any

from pupitre.core.tables import Column


def page(row: Any) -> str:
    return str(row.get_absolute_url())


AGREEMENTS = (
    Column("Engagement", str, sort="title", url=page),
    Column("Sorte", lambda row: row.get_kind_display(), sort="kind"),
    Column("Avec", lambda row: row.partner),
    Column("Version", lambda row: row.edition),
    Column("Adopté ou signé le", lambda row: row.adopted_on, "date", sort="adopted_on"),
    Column("Affiché le", lambda row: row.displayed_on, "date"),
    Column("Transmis à la CPAM le", lambda row: row.sent_on, "date"),
    Column("Dernière révision", lambda row: row.revised_on, "date"),
    Column("À revoir avant le", lambda row: row.review_on, "date", sort="review_on"),
    Column("Jusqu'au", lambda row: row.ends_on, "date", sort="ends_on"),
)
SOFTWARE = (
    Column("Logiciel", str, sort="name", url=page),
    Column("Éditeur", lambda row: row.publisher),
    Column("Label", lambda row: row.get_level_display(), sort="level"),
    Column("Label obtenu le", lambda row: row.labelled_on, "date"),
    Column("Acquis le", lambda row: row.acquired_on, "date", sort="acquired_on"),
    Column("Abandonné le", lambda row: row.ended_on, "date", sort="ended_on"),
    Column("Équipés", lambda row: row.users, "number"),
)
