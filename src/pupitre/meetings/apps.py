"""Meetings: prepare, run, close, follow up; RCPs; series and polls."""

from django.apps import AppConfig

from pupitre.core.registry import MenuEntry, registry


class MeetingsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.meetings"
    label = "meetings"
    verbose_name = "Réunions"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM

        registry.permit("meetings.view", TEAM)
        registry.permit("meetings.run", TEAM)
        registry.permit("meetings.edit", OFFICE)
        registry.menu.append(
            MenuEntry("Équipe", "Réunions", "meetings:meeting-list", "meetings.view", 10)
        )
