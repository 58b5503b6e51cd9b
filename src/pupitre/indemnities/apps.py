"""Indemnités."""

from django.apps import AppConfig

from pupitre.core.registry import MenuEntry, registry


class IndemnitiesConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.indemnities"
    label = "indemnities"
    verbose_name = "Indemnités"

    def ready(self) -> None:
        registry.menu.append(
            MenuEntry("Finances", "Indemnités", "indemnities:home", "money.view", 10)
        )
        for model in self.get_models():
            registry.export(model._meta.label, "data")
