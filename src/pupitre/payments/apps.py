"""Paiements."""

from django.apps import AppConfig

from pupitre.core.registry import registry


class PaymentsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.payments"
    label = "payments"
    verbose_name = "Paiements"

    def ready(self) -> None:
        for model in (
            "AnnualStatement", "BankAccount", "PaidFor", "Payee", "PayeeIban", "PaymentBatch",
            "PaymentLimit", "PaymentOrder",
        ):  # fmt: skip
            registry.export(f"payments.{model}", "data")
