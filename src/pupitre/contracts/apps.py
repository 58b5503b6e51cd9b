"""Engagements, conventions, logiciel partagé."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry


class ContractsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.contracts"
    label = "contracts"
    verbose_name = "Engagements et logiciel"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM  # needs loaded models
        from pupitre.contracts.models import Agreement, Software
        from pupitre.contracts.queries import deadlines
        from pupitre.contracts.services import LINK
        from pupitre.contracts.views import sign_by_link
        from pupitre.inbox.acts import LinkAct

        see, change = "contracts.view", "contracts.edit"
        registry.permit(see, TEAM)
        registry.permit(change, OFFICE)
        registry.menu.append(
            MenuEntry(
                "Projet de santé", "Engagements et logiciel", "contracts:agreement-list", see, 30
            )
        )
        registry.adds.append(
            AddEntry("Une convention ou un engagement", "contracts:agreement-create", change, 72)
        )
        for entry in (
            Searchable(Agreement, "Engagements", see, lambda one: one.partner),
            Searchable(Software, "Logiciels partagés", see, lambda one: one.publisher),
        ):
            registry.searchable(entry)
        registry.deadlines(change, deadlines)
        registry.link_acts[LINK] = LinkAct(LINK, Agreement, sign_by_link, "lire et signer un texte")
        for label in ("contracts.Agreement", "contracts.Signature", "contracts.Software"):
            registry.export(label, "data")
        registry.key_word("sign", "contracts.Agreement")
