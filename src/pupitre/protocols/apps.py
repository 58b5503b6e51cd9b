"""Protocoles."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry


class ProtocolsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.protocols"
    label = "protocols"
    verbose_name = "Protocoles"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM  # needs loaded models
        from pupitre.protocols.models import Protocol
        from pupitre.protocols.queries import deadlines, theme_of
        from pupitre.protocols.report import protocols_chapter

        see, change = "protocols.view", "protocols.edit"
        registry.permit(see, TEAM)
        registry.permit(change, OFFICE)
        registry.menu.append(
            MenuEntry("Projet de santé", "Protocoles", "protocols:protocol-list", see, 10)
        )
        registry.adds.append(AddEntry("Un protocole", "protocols:protocol-create", change, 70))
        registry.searchable(
            Searchable(Protocol, "Protocoles", see, lambda one: f"{theme_of(one)} {one.summary}")
        )
        registry.deadlines(change, deadlines)
        registry.contribute("report.chapter", protocols_chapter)
        for label in ("protocols.Protocol", "protocols.Author", "protocols.Tally"):
            registry.export(label, "data")
