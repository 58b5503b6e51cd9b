"""ACI."""

from django.apps import AppConfig

from pupitre.core.registry import MenuEntry, registry

MODELS = (
    *("Contract", "Exercise", "Dossier", "Receipt", "Notification", "NotifiedLine"),
    *("RuleFile", "RuleChoice", "HourEstimate"),
)


class AciConfig(AppConfig):
    """Registers the cockpit, what is due, and the figures shown on the home page and over several MSPs."""

    name = "pupitre.aci"
    label = "aci"
    verbose_name = "ACI"

    def ready(self) -> None:
        from pupitre.aci.queries.budget import budget_facts
        from pupitre.aci.queries.desk import (
            coordination_cents,
            deadlines,
            desk_card,
            list_worth,
            network_figure,
        )
        from pupitre.aci.queries.exercises import rcp_minimum
        from pupitre.aci.report import aci_chapter
        from pupitre.centres.roles import LEADERS, Role

        registry.permit("aci.view", LEADERS | {Role.ACCOUNTANT.value})
        registry.permit("aci.edit", LEADERS)
        registry.menu.append(MenuEntry("Moyens", "ACI", "aci:home", "aci.view", 10))
        registry.deadlines("aci.edit", deadlines)
        registry.contribute("desk.card", desk_card)
        registry.contribute("network.figures", network_figure)
        registry.contribute("list.worth", list_worth)
        registry.contribute("rcp.minimum", rcp_minimum)
        registry.contribute("aci.coordination", coordination_cents)
        registry.contribute("budget.facts", budget_facts)
        registry.contribute("report.chapter", aci_chapter)
        for model in MODELS:
            registry.export(f"aci.{model}", "data")
        frozen = {"document": "documents.Document", "key": "@label"}
        registry.points("aci.Dossier", snapshot=frozen)
