"""Réunions."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.meetings"
    label = "meetings"
    verbose_name = "Réunions"
