"""Reads about the books."""

from pupitre.books.queries.accounts import (
    account_for,
    account_numbered,
    entities,
    main_entity,
    year_at,
)
from pupitre.books.queries.entries import balance_of, entries_from, open_lines
from pupitre.books.queries.reports import ledger, statements_of, trial_balance

__all__ = [
    "account_for",
    "account_numbered",
    "balance_of",
    "entities",
    "entries_from",
    "ledger",
    "main_entity",
    "open_lines",
    "statements_of",
    "trial_balance",
    "year_at",
]
