"""Mes MSP."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.network"
    label = "network"
    verbose_name = "Mes MSP"
