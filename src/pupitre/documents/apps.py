"""Documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.documents"
    label = "documents"
    verbose_name = "Documents"
