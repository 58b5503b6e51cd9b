"""The desk: what is due and what a year was, from every app."""

from django.apps import AppConfig

from pupitre.core.registry import MenuEntry, registry


class DeskConfig(AppConfig):
    """Registers the home page, the annual report and the statistics."""

    name = "pupitre.desk"
    label = "desk"
    verbose_name = "Accueil"

    def ready(self) -> None:
        from pupitre.centres.roles import EVERYONE, LEADERS  # needs loaded models

        registry.permit("desk.view", EVERYONE)
        registry.menu.append(MenuEntry("", "Accueil", "desk:home", "desk.view", 0))
        registry.permit("desk.report", LEADERS)
        registry.menu.append(
            MenuEntry("Moyens", "Rapport d’activité", "desk:report-home", "desk.report", 80)
        )
        for label in ("desk.ReportText", "desk.StatisticsGrid"):
            registry.export(label, "data")
