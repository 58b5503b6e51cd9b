"""Boîte à idées."""

from typing import Any

from django.apps import AppConfig

from pupitre.core import french
from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry

NO_LINK = "Aucun lien en cours"


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
        from pupitre.inbox.services.links import when_person_leaves, withdrawn_links_stay
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
        registry.contribute("person.page", _links_part)
        registry.on(PersonLeft, when_person_leaves)
        registry.contribute("centre.returns", withdrawn_links_stay)
        registry.export("inbox.ActLink", "data")
        registry.export("inbox.Idea", "data")


def _links_part(person: Any) -> list[dict[str, Any]]:
    """Return the part of a person's page that leads to their live links."""
    from pupitre.core.links import centre_url
    from pupitre.inbox.queries import live_links_of

    count = live_links_of(person).count()
    label = french.counted(count, "lien en cours", "liens en cours") if count else NO_LINK
    url = centre_url("inbox:link-give", person.pk)
    rows = [{"label": label, "url": url}]
    return [{"title": "Liens personnels", "permission": "inbox.edit", "rows": rows}]
