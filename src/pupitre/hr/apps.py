"""Ressources humaines."""

from django.apps import AppConfig

from pupitre.core.registry import MenuEntry, registry


class HrConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.hr"
    label = "hr"
    verbose_name = "Ressources humaines"

    def ready(self) -> None:
        from pupitre.centres.roles import LEADERS, Role  # needs loaded models
        from pupitre.hr.services import end_with_departure
        from pupitre.people.events import PersonLeft

        registry.permit("hr.view", LEADERS)
        registry.permit("hr.edit", LEADERS)
        registry.permit("hr.log", {Role.COORDINATOR.value})
        registry.menu.append(MenuEntry("Organisation", "Coordination", "hr:home", "hr.view", 10))
        registry.on(PersonLeft, end_with_departure)
        for label in ("hr.Engagement", "hr.TimeEntry"):
            registry.export(label, "data")
