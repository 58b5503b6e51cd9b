"""Books: entities, chart, years, journals, entries, questions."""

from pupitre.books.models.analysis import AnalyticProject, Funder, Heading
from pupitre.books.models.chart import Account, AccountPurpose, Journal
from pupitre.books.models.entities import ExportPack, FiscalYear, LegalEntity
from pupitre.books.models.entries import Entry, EntryLine, EntryQuestion

__all__ = [
    "Account",
    "AccountPurpose",
    "AnalyticProject",
    "Entry",
    "EntryLine",
    "EntryQuestion",
    "ExportPack",
    "FiscalYear",
    "Funder",
    "Heading",
    "Journal",
    "LegalEntity",
]
