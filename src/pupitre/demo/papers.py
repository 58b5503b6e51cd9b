"""The fictitious documents that prove what a fictitious centre did."""

from datetime import date
from functools import cache
from pathlib import Path

from pupitre.core.actor import Actor
from pupitre.core.pdf import render
from pupitre.core.tenancy import CentreModel
from pupitre.documents.services import store_document

PAPER = Path(__file__).parent / "typst" / "paper.typ"


@cache
def paper(title: str) -> bytes:
    return render(PAPER, {"title": title, "structure": "Démonstration"})


def prove(
    about: CentreModel, title: str, *, by: Actor, purpose: str = "", dated: date | None = None
) -> None:
    """Attach a document to what it proves."""
    store_document(
        content=paper(title),
        name=f"{title[:40]}.pdf",
        title=title,
        about=about,
        purpose=purpose,
        dated=dated,
        by=by,
    )
