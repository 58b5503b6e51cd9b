"""Banque."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry

MODELS = ("BankStatement", "BankLine", "Pointing", "BankRule", "CsvFormat")


class BankConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.bank"
    label = "bank"
    verbose_name = "Banque"

    def ready(self) -> None:
        from pupitre.bank.deadlines import deadlines
        from pupitre.bank.models import BankLine  # needs loaded models
        from pupitre.bank.queries import waiting_lines

        registry.menu.append(
            MenuEntry(
                "Finances", "Banque", "bank:home", "money.view", 30, lambda: waiting_lines().count()
            )
        )
        registry.adds.append(AddEntry("Un relevé de banque", "bank:home", "money.edit", 60))
        registry.searchable(
            Searchable(BankLine, "Lignes de banque", "money.view", lambda line: line.words)
        )
        registry.deadlines("money.edit", deadlines)
        for model in MODELS:
            registry.export(f"bank.{model}", "data")
        registry.key_word("bank.line", "bank.BankLine")
