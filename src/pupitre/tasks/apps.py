"""Décisions et tâches."""

from django.apps import AppConfig

from pupitre.core.registry import registry


class TasksConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.tasks"
    label = "tasks"
    verbose_name = "Décisions et tâches"

    def ready(self) -> None:
        from pupitre.centres.roles import TEAM  # needs loaded models

        registry.permit("tasks.view", TEAM)
        registry.permit("tasks.edit", TEAM)
        registry.export("tasks.Task", "data")
