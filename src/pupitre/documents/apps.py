"""Documents."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Schedule, Searchable, registry


class DocumentsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from pupitre.centres.roles import EVERYONE, OFFICE, TEAM  # needs loaded models
        from pupitre.documents.models import Document
        from pupitre.documents.services import when_persons_merge
        from pupitre.people.events import PersonsMerged

        registry.schedules.append(Schedule("pupitre.documents.jobs.sweep", timedelta(days=1)))
        registry.on(PersonsMerged, when_persons_merge)
        registry.permit("documents.view", TEAM)
        # The page of one document: the document's own permission says who may open it (`seen_by`).
        registry.permit("documents.open", EVERYONE)
        registry.permit("documents.edit", OFFICE)
        registry.export("documents.Document", "data")
        for point in ("person.page", "group.page"):
            registry.contribute(point, _panel)
        registry.menu.append(
            MenuEntry("Moyens", "Documents", "documents:document-list", "documents.view", 60)
        )
        registry.adds.append(
            AddEntry("Un document", "documents:document-create", "documents.edit", 60)
        )
        registry.searchable(
            Searchable(
                Document,
                "Documents",
                "documents.view",
                lambda document: f"{document.original_name} {document.purpose}",
            )
        )


def _panel(_obj: Any) -> dict[str, str]:
    """Return the part of a page of people that shows its documents."""
    return {"template": "documents/of.html", "permission": "documents.view"}
