"""A centre that leaves, arrives or comes back."""

from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    """Registers the page that exports the centre."""

    name = "pupitre.portability"
    label = "portability"
    verbose_name = "Export de la structure"
