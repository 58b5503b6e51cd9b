"""Core: knows no domain word."""

from django.apps import AppConfig
from django.core.checks import register


class CoreConfig(AppConfig):
    """Registers the checks that keep the house honest."""

    name = "pupitre.core"
    label = "core"
    verbose_name = "Socle"

    def ready(self) -> None:
        from pupitre.core.access import check_pages  # models must be loaded first

        register(check_pages)
