"""Centres: the tenant, its sites, rooms, hours, members."""

from django.apps import AppConfig

from pupitre.core.registry import MenuEntry, registry


class CentresConfig(AppConfig):
    """Registers the rights and the settings page."""

    name = "pupitre.centres"
    label = "centres"
    verbose_name = "MSP"

    def ready(self) -> None:
        from pupitre.accounts.events import LoggedIn
        from pupitre.centres.first_start import awaited_first_start
        from pupitre.centres.queries import alarm_card, backup_card
        from pupitre.centres.roles import EVERYONE, LEADERS, TEAM  # needs loaded models
        from pupitre.centres.services import when_logged_in

        registry.contribute("login.notice", awaited_first_start)
        registry.contribute("desk.card", alarm_card)
        registry.contribute("desk.card", backup_card)
        registry.on(LoggedIn, when_logged_in)
        registry.permit("core.search", EVERYONE)
        registry.permit("core.job", EVERYONE)
        registry.permit("centres.view", TEAM)
        registry.permit("centres.edit", LEADERS)
        registry.permit("centres.members", LEADERS)
        registry.menu.append(
            MenuEntry("Structure", "Réglages", "centres:settings", "centres.view", 90)
        )
        for label in (
            "core.AuditEvent",
            "centres.Membership",
            "centres.Site",
            "centres.Room",
            "centres.OpeningHours",
            "centres.InstitutionContact",
        ):
            registry.export(label, "data")
        registry.export("core.AuditHead", "rebuilt from the events")
        registry.export("core.SearchEntry", "rebuilt from the other tables")
        registry.export("core.Submission", "forms sent within the day")
