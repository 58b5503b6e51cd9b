"""ACI."""

from django.apps import AppConfig


class AciConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.aci"
    label = "aci"
    verbose_name = "ACI"
