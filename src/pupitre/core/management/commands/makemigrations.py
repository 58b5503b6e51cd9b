"""makemigrations with the detector that seals tenant tables."""

from django.core.management.commands import makemigrations

from pupitre.core.tenancy.autodetector import CentreAutodetector


class Command(makemigrations.Command):
    """Django's command with our detector."""

    autodetector = CentreAutodetector
