"""The columns of documents."""

from pathlib import PurePath
from typing import Any

from pupitre.core import french
from pupitre.core.tables import Column

DOCUMENTS = (
    Column("Document", str, url=lambda row: row.get_absolute_url(), sort="title"),
    Column("Type", lambda row: PurePath(row.original_name).suffix.removeprefix(".").upper()),
    Column("Date", lambda row: row.dated, "date", sort="dated"),
    Column("Ce qu’il prouve", lambda row: row.purpose),
    Column("Ajouté le", lambda row: row.added_at, "date", sort="added_at"),
    Column("Par", lambda row: row.added_by),
    Column("Taille", lambda row: french.file_size(row.octets), sort="octets"),
)


def as_files(documents: Any) -> list[dict[str, Any]]:
    """Return documents as the files component draws them."""
    return [
        {
            "name": document.title,
            "url": document.get_absolute_url(),
            "octets": document.octets,
            "note": french.short_day(document.added_at),
            "status": "figé" if document.locked else "",
        }
        for document in documents
    ]
