"""The desk: what is due, from every app."""

from django.apps import AppConfig

from pupitre.core.registry import MenuEntry, registry


class DeskConfig(AppConfig):
    """Registers the home page."""

    name = "pupitre.desk"
    label = "desk"
    verbose_name = "Accueil"

    def ready(self) -> None:
        from pupitre.centres.roles import EVERYONE  # needs loaded models

        registry.permit("desk.view", EVERYONE)
        registry.menu.append(MenuEntry("", "Accueil", "desk:home", "desk.view", 0))
