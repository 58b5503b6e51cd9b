"""Questions about entries, and their answers: they stay on the entry."""

from django.utils import timezone

from pupitre.books.errors import BooksError
from pupitre.books.models import Entry, EntryQuestion
from pupitre.core import records
from pupitre.core.actor import Actor


def ask(entry: Entry, *, text: str, by: Actor) -> EntryQuestion:
    """Ask something about an entry, validated or not."""
    question = EntryQuestion(entry=entry, text=text.strip(), asked_by=by.label[:200])
    return records.save(question, by=by, action="poser la question")


def answer(question: EntryQuestion, *, text: str, by: Actor) -> EntryQuestion:
    """Answer once; raise BooksError when somebody already did."""
    if question.answer:
        raise BooksError("Cette question a déjà sa réponse : posez-en une autre.")
    question.answer, question.answered_by = text.strip(), by.label[:200]
    question.answered_at = timezone.now()
    return records.save(question, by=by, action="répondre à la question")
