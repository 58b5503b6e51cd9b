"""Comptabilité."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.apps import AppConfig

from pupitre.core.registry import KEY, AddEntry, Deadline, MenuEntry, Searchable, registry

MODELS = (
    "LegalEntity", "FiscalYear", "Account", "AccountPurpose", "Journal", "Heading", "Funder",
    "AnalyticProject", "Entry", "EntryLine", "EntryQuestion", "ExportPack",
)  # fmt: skip


class BooksConfig(AppConfig):
    """Registers what flows upwards, and the permissions of all that is money."""

    name = "pupitre.books"
    label = "books"
    verbose_name = "Comptabilité"

    def ready(self) -> None:
        from pupitre.books.models import Entry  # needs loaded models
        from pupitre.centres.roles import LEADERS, Role

        registry.permit("money.view", LEADERS | {Role.ACCOUNTANT.value})
        registry.permit("money.edit", LEADERS)
        registry.permit("money.approve", LEADERS)
        registry.permit("books.ask", LEADERS | {Role.ACCOUNTANT.value})
        registry.menu.append(MenuEntry("Finances", "Comptabilité", "books:home", "money.view", 40))
        registry.searchable(Searchable(Entry, "Écritures", "money.view", lambda entry: entry.piece))
        registry.adds.append(AddEntry("Une écriture", "books:write-main", "money.edit", 70))
        registry.deadlines("money.edit", _deadlines)
        for model in MODELS:
            registry.export(f"books.{model}", "data")
        registry.points("books.Entry", key=KEY)
        registry.key_word("books.reverse", "books.Entry")
        registry.key_word("books.opening", "books.FiscalYear")


def _deadlines(today: date) -> Iterator[Deadline]:
    """Yield the questions on entries that wait for an answer, in one line, a week after the oldest."""
    from pupitre.books.models import EntryQuestion
    from pupitre.core.french import counted, local_day, short_day

    waiting = list(EntryQuestion.objects.filter(answer="").select_related("entry")[:50])
    if waiting:
        asked = local_day(waiting[0].asked_at)
        due = asked + timedelta(days=7)
        yield Deadline(
            due,
            f"Répondre à {counted(len(waiting), 'question', 'questions')} sur les comptes",
            f"La plus ancienne, de {waiting[0].asked_by}, date du {short_day(asked, today)}",
            waiting[0].get_absolute_url(),
            "Répondre",
            late=due < today,
        )
