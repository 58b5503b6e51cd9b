"""Paiements."""

from django.apps import AppConfig

from pupitre.core.registry import KEY, MenuEntry, Searchable, registry

MODELS = (
    "AnnualStatement", "BankAccount", "PaidFor", "Payee", "PayeeIban", "PaymentBatch",
    "PaymentLimit", "PaymentOrder",
)  # fmt: skip


class PaymentsConfig(AppConfig):
    """Registers what flows upwards; the permissions of money are declared by the books."""

    name = "pupitre.payments"
    label = "payments"
    verbose_name = "Paiements"

    def ready(self) -> None:
        from pupitre.payments.deadlines import deadlines, declaration  # needs loaded models
        from pupitre.payments.handlers import ACTS
        from pupitre.payments.models import Payee, PaymentOrder
        from pupitre.payments.services.payees import when_persons_merge
        from pupitre.people.events import PersonsMerged

        registry.menu.append(
            MenuEntry("Finances", "Paiements", "payments:home", "money.view", 20, _waiting)
        )
        registry.searchable(Searchable(Payee, "Bénéficiaires", "money.view", lambda one: one.siret))
        registry.searchable(
            Searchable(PaymentOrder, "Paiements", "money.view", lambda one: one.label)
        )
        registry.on(PersonsMerged, when_persons_merge)
        registry.deadlines("money.edit", deadlines)
        registry.deadlines("money.view", declaration)
        registry.link_acts |= {act.kind: act for act in ACTS}
        for model in MODELS:
            registry.export(f"payments.{model}", "data")
        registry.points("payments.PaymentOrder", key=KEY)
        registry.key_word("payments.batch", "payments.PaymentBatch")
        registry.key_word("payments.rejection", "payments.PaymentOrder")
        registry.key_word("payments.again", "payments.PaymentOrder")


def _waiting() -> int:
    from pupitre.payments.queries.orders import orders_to_pay

    return orders_to_pay().count()
