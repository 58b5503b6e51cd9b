"""Messages."""

from django.apps import AppConfig

from pupitre.core.registry import registry


class MailingConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.mailing"
    label = "mailing"
    verbose_name = "Messages"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE  # needs loaded models

        registry.permit("mailing.view", OFFICE)
        registry.permit("mailing.edit", OFFICE)
        for model in ("Message", "Attachment", "Delivery", "Unsubscription"):
            registry.export(f"mailing.{model}", "data")
