"""Annuaire."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.people"
    label = "people"
    verbose_name = "Annuaire"
