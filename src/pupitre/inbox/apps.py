"""Boîte à idées."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.inbox"
    label = "inbox"
    verbose_name = "Boîte à idées"
