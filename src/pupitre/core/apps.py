"""Core: knows no domain word."""

from datetime import timedelta

from django.apps import AppConfig
from django.core.checks import register

from pupitre.core.registry import Schedule, registry


class CoreConfig(AppConfig):
    """Registers the checks that keep the house honest."""

    name = "pupitre.core"
    label = "core"
    verbose_name = "Socle"

    def ready(self) -> None:
        from pupitre.core.access import check_pages  # models must be loaded first

        register(check_pages)
        registry.schedules.append(Schedule("pupitre.core.backup.jobs.nightly", timedelta(days=1)))
        registry.schedules.append(
            Schedule("pupitre.core.throttle.drop_old_counts", timedelta(days=1))
        )
        registry.schedules.append(Schedule("pupitre.core.once.drop_old", timedelta(days=1)))
