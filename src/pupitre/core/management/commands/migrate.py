"""migrate with the detector that seals tenant tables."""

from django.core.management.commands import migrate

from pupitre.core.tenancy.autodetector import CentreAutodetector


class Command(migrate.Command):
    """Django's command with our detector."""

    autodetector = CentreAutodetector
