"""Ressources humaines."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry


class HrConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.hr"
    label = "hr"
    verbose_name = "Ressources humaines"

    def ready(self) -> None:
        from pupitre.centres.roles import LEADERS, OFFICE, TEAM, Role  # needs loaded models
        from pupitre.hr.models import Placement
        from pupitre.hr.services import end_with_departure
        from pupitre.people.events import PersonLeft

        registry.permit("hr.view", LEADERS)
        registry.permit("hr.edit", LEADERS)
        registry.permit("hr.log", {Role.COORDINATOR.value})
        registry.menu.append(MenuEntry("Organisation", "Coordination", "hr:home", "hr.view", 10))
        registry.watch("hr:")
        registry.permit("hr.placements", TEAM)
        registry.permit("hr.host", OFFICE)
        registry.menu.append(
            MenuEntry("Équipe", "Stagiaires", "hr:placement-list", "hr.placements", 45)
        )
        registry.adds.append(AddEntry("Un stage", "hr:placement-create", "hr.host", 73))
        registry.searchable(
            Searchable(
                Placement, "Stages", "hr.placements", lambda one: f"{one.person} {one.school}"
            )
        )
        registry.on(PersonLeft, end_with_departure)
        for label in ("hr.Engagement", "hr.TimeEntry", "hr.Placement"):
            registry.export(label, "data")
