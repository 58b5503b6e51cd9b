"""Boîte à idées."""

from django.apps import AppConfig

from pupitre.core.registry import registry


class InboxConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.inbox"
    label = "inbox"
    verbose_name = "Boîte à idées"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM  # needs loaded models

        registry.permit("inbox.view", OFFICE)
        registry.permit("inbox.edit", OFFICE)
        registry.permit("inbox.drop", TEAM)
        registry.export("inbox.ActLink", "data")
        registry.export("inbox.Idea", "data")
