"""Missions, actions, qualité, vacations."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry


class ProjectsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.projects"
    label = "projects"
    verbose_name = "Missions et actions"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM  # needs loaded models
        from pupitre.people.events import PersonLeft
        from pupitre.projects.models import Action, Offer, Quality
        from pupitre.projects.queries import deadlines
        from pupitre.projects.report import actions_chapter
        from pupitre.projects.services import end_with_departure

        see, change = "projects.view", "projects.edit"
        registry.permit(see, TEAM)
        registry.permit(change, OFFICE)
        registry.menu.append(
            MenuEntry("Projet de santé", "Missions et actions", "projects:action-list", see, 20)
        )
        registry.adds.append(AddEntry("Une action de santé", "projects:action-create", change, 71))
        for entry in (
            Searchable(
                Action, "Missions et actions", see, lambda one: f"{one.partners} {one.results}"
            ),
            Searchable(Quality, "Démarche qualité", see, lambda one: one.objective),
            Searchable(Offer, "Vacations, CSTM et SAS", see, lambda one: one.slots),
        ):
            registry.searchable(entry)
        registry.deadlines(change, deadlines)
        registry.contribute("report.chapter", actions_chapter)
        registry.on(PersonLeft, end_with_departure)
        for label in ("projects.Action", "projects.Quality", "projects.Offer"):
            registry.export(label, "data")
