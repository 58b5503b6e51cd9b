"""Boîte à idées."""

from typing import Any

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry


class InboxConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.inbox"
    label = "inbox"
    verbose_name = "Boîte à idées"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM  # needs loaded models
        from pupitre.inbox.handlers import ACTS
        from pupitre.inbox.models import Idea
        from pupitre.inbox.queries import waiting_count
        from pupitre.inbox.services.links import when_person_leaves
        from pupitre.people.events import PersonLeft

        registry.permit("inbox.view", OFFICE)
        registry.permit("inbox.edit", OFFICE)
        registry.permit("inbox.drop", TEAM)
        registry.menu.append(
            MenuEntry("Équipe", "Boîte à idées", "inbox:idea-list", "inbox.view", 50, waiting_count)
        )
        registry.adds.append(AddEntry("Un problème ou une idée", "inbox:drop", "inbox.drop", 30))
        registry.searchable(
            Searchable(
                Idea,
                "Boîte à idées",
                "inbox.view",
                lambda idea: f"{idea.text} {idea.author_name} {idea.answer}",
            )
        )
        registry.link_acts |= {act.kind: act for act in ACTS}
        registry.contribute("person.page", _links_panel)
        registry.on(PersonLeft, when_person_leaves)
        registry.export("inbox.ActLink", "data")
        registry.export("inbox.Idea", "data")


def _links_panel(person: Any) -> dict[str, Any]:
    """Return the part of a person's page that shows their live links."""
    from pupitre.inbox.queries import links_shown

    return {
        "template": "inbox/person_links.html",
        "permission": "inbox.edit",
        "links": links_shown(person),
    }
