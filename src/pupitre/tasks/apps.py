"""Décisions et tâches."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.tasks"
    label = "tasks"
    verbose_name = "Décisions et tâches"
