"""Données personnelles."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.apps import AppConfig

from pupitre.core.registry import Deadline, MenuEntry, Schedule, registry


class PrivacyConfig(AppConfig):
    """Registers the pages, the weekly purge and what waits for a decision."""

    name = "pupitre.privacy"
    label = "privacy"
    verbose_name = "Données personnelles"

    def ready(self) -> None:
        from pupitre.centres.roles import LEADERS  # needs loaded models
        from pupitre.privacy.services.replaying import remembered

        registry.permit("privacy.view", LEADERS)
        registry.permit("privacy.act", LEADERS)
        registry.menu.append(
            MenuEntry("Structure", "Données personnelles", "privacy:register", "privacy.view", 80)
        )
        registry.schedules.append(Schedule("pupitre.privacy.jobs.weekly", timedelta(days=7)))
        registry.deadlines("privacy.act", _waiting)
        registry.contribute("person.page", _panel)
        registry.contribute("centre.forgets", remembered)
        for label in MODELS:
            registry.export(f"privacy.{label}", "data")
        registry.points("privacy.Erasure", person_number="people.Person")


MODELS = ("PrivacySettings", "RetentionChoice", "LegalHold", "Erasure", "PurgeReport")


def _panel(_person: Any) -> dict[str, str]:
    return {"template": "privacy/of.html", "permission": "privacy.act"}


def _waiting(_today: date) -> Iterator[Deadline]:
    """A purge that was proposed and that nobody has decided."""
    from pupitre.core.links import centre_url
    from pupitre.privacy.models import PurgeReport

    report = PurgeReport.objects.order_by("-pk").first()
    if report is not None and not report.done and report.total:
        yield Deadline(
            due=report.day,
            title="Purger ce qui a passé sa durée de conservation",
            reason=f"{report.total} lignes au-delà de leur durée",
            url=centre_url("privacy:retention"),
            act="Vérifier",
        )
