"""A centre that leaves, arrives or comes back."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig

from pupitre.core.registry import Schedule, registry


class PortabilityConfig(AppConfig):
    """Registers the page that exports the centre, and the sweep of its archives."""

    name = "pupitre.portability"
    label = "portability"
    verbose_name = "Export de la structure"

    def ready(self) -> None:
        from pupitre.centres.roles import LEADERS  # needs loaded models

        registry.permit("portability.export", LEADERS)
        registry.contribute("centres.settings", _act)
        registry.schedules.append(Schedule("pupitre.portability.jobs.sweep", timedelta(hours=6)))


def _act() -> dict[str, Any]:
    """Return the button of the settings page."""
    from pupitre.core.links import centre_url

    return {
        "label": "Exporter ma structure",
        "url": centre_url("portability:export"),
        "permission": "portability.export",
    }
