"""Comptabilité."""

from django.apps import AppConfig

from pupitre.core.registry import MenuEntry, Searchable, registry

MODELS = (
    "LegalEntity", "FiscalYear", "Account", "AccountPurpose", "Journal", "Heading", "Funder",
    "AnalyticProject", "Entry", "EntryLine", "EntryQuestion",
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
        for model in MODELS:
            registry.export(f"books.{model}", "data")
