"""Writes about the books."""

from pupitre.books.errors import BooksError
from pupitre.books.services.charts import import_chart
from pupitre.books.services.lettering import letter, unletter
from pupitre.books.services.opening import (
    choose_account,
    make_main,
    open_books,
    open_year,
    propose_headings,
)
from pupitre.books.services.posting import (
    LineDraft,
    change_draft,
    post,
    remove_draft,
    set_analysis,
    validate_entries,
)
from pupitre.books.services.questions import answer, ask
from pupitre.books.services.reversal import reverse
from pupitre.books.services.transfers import transfer_between
from pupitre.books.services.years import close_year

__all__ = [
    "BooksError",
    "LineDraft",
    "answer",
    "ask",
    "change_draft",
    "choose_account",
    "close_year",
    "import_chart",
    "letter",
    "make_main",
    "open_books",
    "open_year",
    "post",
    "propose_headings",
    "remove_draft",
    "reverse",
    "set_analysis",
    "transfer_between",
    "unletter",
    "validate_entries",
]
