"""Reads about the books."""

from pupitre.books.queries.accounts import (
    account_for,
    account_numbered,
    entities,
    main_entity,
    year_at,
)
from pupitre.books.queries.entries import balance_of, entries_from, open_lines

__all__ = [
    "account_for",
    "account_numbered",
    "balance_of",
    "entities",
    "entries_from",
    "main_entity",
    "open_lines",
    "year_at",
]
