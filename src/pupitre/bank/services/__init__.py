"""Writes about the bank."""

from pupitre.bank.errors import BankError, DoubtError
from pupitre.bank.services.accepting import accept
from pupitre.bank.services.importing import import_statement, keep_csv, preview
from pupitre.bank.services.settling import Part, match_lines, post_line, undo

__all__ = [
    "BankError",
    "DoubtError",
    "Part",
    "accept",
    "import_statement",
    "keep_csv",
    "match_lines",
    "post_line",
    "preview",
    "undo",
]
