"""Writes about the books."""

from pupitre.books.errors import BooksError
from pupitre.books.services.lettering import letter, unletter
from pupitre.books.services.opening import open_books, open_year, propose_headings
from pupitre.books.services.posting import (
    LineDraft,
    post,
    remove_draft,
    reverse,
    set_analysis,
    validate_entries,
)

__all__ = [
    "BooksError",
    "LineDraft",
    "letter",
    "open_books",
    "open_year",
    "post",
    "propose_headings",
    "remove_draft",
    "reverse",
    "set_analysis",
    "unletter",
    "validate_entries",
]
