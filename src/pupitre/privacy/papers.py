"""What leaves on paper or in an archive: the register of treatments, the copy of a person's data."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from pupitre.core import french, pdf
from pupitre.people.models import Person
from pupitre.privacy.queries.copy import Table, acts_of, papers_of, tables_of
from pupitre.privacy.queries.register import Entry

TYPST = Path(__file__).parent / "typst"


def register_pdf(entries: Sequence[Entry], *, structure: str, contact: str, printed: date) -> bytes:
    """The register as a tagged PDF."""
    data = {
        "title": "Registre des traitements",
        "subtitle": "Article 30 du règlement général sur la protection des données",
        "structure": structure,
        "printed": f"Imprimé le {french.long_day(printed)}",
        "facts": [["Responsable du traitement", structure], ["Contact", contact or "à compléter"]],
        "entries": [
            {
                "title": one.treatment.title,
                "facts": [
                    ["Finalité", one.treatment.purpose],
                    ["Base légale", one.treatment.basis],
                    ["Personnes concernées", one.treatment.people],
                    ["Catégories de données", ", ".join(one.categories)],
                    ["Destinataires", one.treatment.recipients],
                    ["Durées", " ; ".join(one.kept)],
                    ["Sécurité", one.treatment.security],
                    ["Tables", ", ".join(one.tables)],
                ],
            }
            for one in entries
        ],
    }
    return pdf.render(TYPST / "register.typ", data)


def copy_of(person: Person, *, structure: str, made: date) -> bytes:
    """A ZIP of all that is held about somebody: JSON for machines, HTML to read, and the files."""
    tables, acts = tables_of(person), acts_of(person)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("donnees.json", _json(tables, acts, structure, made))
        context = {
            "person": person, "tables": tables, "acts": acts, "structure": structure, "made": made,
        }  # fmt: skip
        archive.writestr("donnees.html", render_to_string("privacy/copy.html", context))
        for document in papers_of(person):
            name = Path(document.original_name).name or "fichier"
            with document.file.open("rb") as file:
                archive.writestr(f"documents/{document.pk}-{name}", file.read())
        if person.photo:
            with person.photo.open("rb") as file:
                archive.writestr("photo", file.read())
    return out.getvalue()


def _json(tables: Sequence[Table], acts: Sequence[Any], structure: str, made: date) -> str:
    data = {
        "structure": structure,
        "fait_le": made.isoformat(),
        "tables": {one.label: {"finalite": one.purpose, "lignes": one.rows} for one in tables},
        "journal": acts,
    }
    return json.dumps(data, ensure_ascii=False, indent=1, default=str)
