"""Factures des fournisseurs."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry


class InvoicesConfig(AppConfig):
    """Registers what flows upwards; the permissions of money are declared by the books."""

    name = "pupitre.invoices"
    label = "invoices"
    verbose_name = "Factures"

    def ready(self) -> None:
        from pupitre.invoices.deadlines import deadlines  # needs loaded models
        from pupitre.invoices.models import Invoice, RecurringCharge
        from pupitre.invoices.services import note_paid, note_rejected
        from pupitre.payments.events import PaymentExecuted, PaymentRejected

        registry.menu.append(
            MenuEntry("Finances", "Factures", "invoices:home", "money.view", 25, _waiting)
        )
        registry.adds.append(AddEntry("Une facture", "invoices:add", "money.edit", 55))
        registry.searchable(
            Searchable(Invoice, "Factures", "money.view", lambda one: f"{one.number} {one.label}")
        )
        registry.searchable(
            Searchable(
                RecurringCharge, "Charges récurrentes", "money.view", lambda one: one.contract
            )
        )
        registry.deadlines("money.edit", deadlines)
        registry.on(PaymentExecuted, note_paid)
        registry.on(PaymentRejected, note_rejected)
        for model in self.get_models():
            registry.export(model._meta.label, "data")
        registry.key_word("invoices.charge", "invoices.RecurringCharge")
        registry.key_word("invoices.invoice", "invoices.Invoice")


def _waiting() -> int:
    from pupitre.invoices.queries.invoices import to_approve

    return to_approve().count()
