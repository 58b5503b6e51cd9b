"""Messages."""

from django.apps import AppConfig


class MailingConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.mailing"
    label = "mailing"
    verbose_name = "Messages"
