"""What payments tell of invoices, and credit notes taken off them."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from pupitre.books.models import EntryLine
from pupitre.books.queries import entries_from
from pupitre.books.services import letter
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.invoices.errors import InvoiceError
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries.invoices import credits_for
from pupitre.invoices.services.deciding import ask_payment, stop_payments
from pupitre.payments.events import PaymentExecuted, PaymentRejected
from pupitre.payments.models import PaymentOrder

State = Invoice.State


@transaction.atomic
def deduct(credit: Invoice, invoice: Invoice, *, on: date, by: Actor) -> Invoice:
    """Take a credit note off an approved invoice of the same supplier: less is paid, nothing when they are equal."""
    invoice = records.locked(invoice)
    if invoice.state != State.APPROVED or credit not in credits_for(invoice):
        raise InvoiceError(
            "Cet avoir ne peut pas être déduit de cette facture : même fournisseur, même structure, "
            "et pas plus que ce qui reste à payer."
        )
    stop_payments(invoice, why=f"Avoir {credit.number} déduit", by=by)
    credit.deducted_from = invoice
    records.save(credit, by=by, action="déduire")
    if ask_payment(invoice, by=by) is None and invoice.means == Invoice.Means.TRANSFER:
        _letter(invoice, [], on, by)
        _settle(invoice, on, by)
    return invoice


def _invoice_of(order: PaymentOrder) -> Invoice | None:
    if order.origin_type != Invoice._meta.label_lower:
        return None
    return Invoice.objects.filter(pk=order.origin_id or 0).first()


def note_paid(event: PaymentExecuted) -> None:
    """An invoice whose payment left is paid, and so are the credit notes taken off it; listens to the payments."""
    invoice = _invoice_of(event.order)
    if invoice is None:
        return
    batch = event.order.batch
    if batch is not None and batch.entry_id and invoice.credits.exists():
        paid = EntryLine.objects.filter(
            entry=batch.entry_id,
            account=event.order.payable_id,
            auxiliary_code=event.order.auxiliary_code,
            debit_cents=event.order.cents,
            lettering="",
        )
        _letter(invoice, paid[:1], event.on, event.by)
    _settle(invoice, event.on, event.by)


def note_rejected(event: PaymentRejected) -> None:
    """A payment given back by the bank leaves the invoice to pay; listens to the payments."""
    invoice = _invoice_of(event.order)
    for one in [invoice, *invoice.credits.all()] if invoice else []:
        one.state, one.paid_on = State.APPROVED, None
        records.save(one, by=event.by, action="noter le rejet")


def _letter(invoice: Invoice, paid: Iterable[EntryLine], on: date, by: Actor) -> None:
    """Letter what an invoice owed with its credit notes and its payment, when they add up to nothing."""
    lines = list(paid)
    for one in (invoice, *invoice.credits.all()):
        for entry in entries_from(one).filter(reversals=None, reverses=None):
            owed = entry.lines.filter(account__number__startswith="4", lettering="")
            lines += owed.select_related("account")
    if len(lines) > 1 and sum(line.cents for line in lines) == 0:
        letter(lines, on=on, by=by)


def _settle(invoice: Invoice, on: date, by: Actor) -> None:
    for one in (invoice, *invoice.credits.all()):
        one.state, one.paid_on = State.PAID, on
        records.save(one, by=by, action="payer")
