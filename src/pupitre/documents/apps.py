"""Documents."""

from django.apps import AppConfig

from pupitre.core.registry import registry


class DocumentsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM  # needs loaded models

        registry.permit("documents.view", TEAM)
        registry.permit("documents.edit", OFFICE)
        registry.export("documents.Document", "data")
