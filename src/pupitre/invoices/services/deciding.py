"""What is decided about an invoice: approved, refused, cancelled."""

from datetime import date

from django.db import transaction

from pupitre.books.errors import BooksError
from pupitre.books.models import Account, Heading, Journal
from pupitre.books.queries import account_for, entries_from, year_at
from pupitre.books.services import LineDraft, post, remove_draft, reverse
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.money import format_euros
from pupitre.invoices.errors import InvoiceError
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries.invoices import left_to_pay, second_person_reasons
from pupitre.payments.models import PaymentOrder
from pupitre.payments.queries import orders_about
from pupitre.payments.services import cancel_payment, request_payment

State = Invoice.State
STILL = (PaymentOrder.State.WAITING, PaymentOrder.State.CANCELLED, PaymentOrder.State.REJECTED)


@transaction.atomic
def approve(
    invoice: Invoice, *, heading: Heading, account: Account | None, on: date, by: Actor
) -> Invoice:
    """Approve an invoice: its cost and what is owed go to the books, its payment is asked for.

    Above a limit its author cannot. `account` None: that of usual purchases. Raises InvoiceError or BooksError.
    """
    invoice = records.locked(invoice)
    if not invoice.waits:
        raise InvoiceError(f"Cette facture est déjà {invoice.get_state_display()}.")
    reasons = second_person_reasons(invoice, heading, on)
    if reasons and by.user_id in {None, invoice.made_user_id}:
        raise InvoiceError(
            f"{reasons[0]} Vous avez saisi cette facture : une deuxième personne doit l’approuver."
        )
    invoice.heading = heading
    invoice.account = account or account_for(invoice.entity, "purchase", on=on)
    invoice.state, invoice.approved_on = State.APPROVED, on
    invoice.approved_by = by.label[:200]
    records.save(invoice, by=by, action="approuver")
    _post(invoice, on, by)
    ask_payment(invoice, by=by)
    return invoice


def _post(invoice: Invoice, on: date, by: Actor) -> None:
    """Write the cost against what is owed, the other way round for a credit note; VAT stays in the cost."""
    day = _day_of_entry(invoice, on)
    owed, given = max(invoice.cents, 0), max(-invoice.cents, 0)
    assert invoice.account is not None  # noqa: S101  # chosen by the approval
    cost = LineDraft(invoice.account, owed, given, invoice.label, heading=invoice.heading)
    debt = LineDraft(
        supplier_account(invoice), given, owed, str(invoice), invoice.supplier.auxiliary
    )
    post(
        entity=invoice.entity,
        journal=_journal(invoice),
        on=day,
        label=f"{invoice}{f' – {invoice.label}' if invoice.label else ''}",
        lines=[cost, debt],
        piece=invoice.number,
        piece_date=invoice.issued_on,
        origin=invoice,
        key=f"invoices.invoice/{invoice.pk}",
        by=by,
    )


def _day_of_entry(invoice: Invoice, on: date) -> date:
    """Return the invoice's own date, or today when its year is closed or was never opened."""
    try:
        year_at(invoice.entity, invoice.issued_on)
    except BooksError:
        return on
    return invoice.issued_on


def _journal(invoice: Invoice) -> str:
    journals = Journal.objects.filter(entity=invoice.entity, kind=Journal.Kind.PURCHASES)
    found = journals.order_by("code").first()
    if found is None:
        raise InvoiceError(f"{invoice.entity} n’a pas de journal d’achats : ajoutez-le dans Comptabilité.")  # fmt: skip
    return found.code


def supplier_account(invoice: Invoice) -> Account:
    return account_for(invoice.entity, "supplier", on=invoice.issued_on)


def ask_payment(invoice: Invoice, *, by: Actor) -> PaymentOrder | None:
    """Ask for what an approved invoice still owes; None where nothing is to transfer."""
    cents = left_to_pay(invoice)
    if invoice.means != Invoice.Means.TRANSFER or not cents:
        return None
    rank = orders_about(invoice).count()
    return request_payment(
        entity=invoice.entity,
        payee=invoice.supplier,
        cents=cents,
        label=f"Facture {invoice.number}",
        due_on=invoice.due_on,
        origin=invoice,
        key=f"invoices.invoice/{invoice.pk}/{rank}",
        nature=PaymentOrder.Nature.INVOICE,
        associate=False,
        payable=supplier_account(invoice),
        auxiliary=invoice.supplier.auxiliary,
        heading=invoice.heading,
        by=by,
    )


@transaction.atomic
def ask_again(invoice: Invoice, *, by: Actor) -> PaymentOrder:
    """Ask anew for a payment that was cancelled, or for the transfer of what was to be debited."""
    invoice = records.locked(invoice)
    active = orders_about(invoice).exclude(state__in=STILL[1:])
    if invoice.state != State.APPROVED or invoice.credit or active.exists():
        raise InvoiceError("Cette facture n’attend pas de nouveau paiement.")
    if invoice.means != Invoice.Means.TRANSFER:
        invoice.means = Invoice.Means.TRANSFER
        records.save(invoice, by=by, action="changer le règlement")
    order = ask_payment(invoice, by=by)
    if order is None:
        raise InvoiceError("Il ne reste rien à payer sur cette facture.")
    return order


@transaction.atomic
def refuse(invoice: Invoice, *, why: str, by: Actor) -> Invoice:
    """Turn down an invoice that waits, with the reason to tell the supplier."""
    invoice = records.locked(invoice)
    if not invoice.waits:
        raise InvoiceError("Seule une facture à approuver se refuse ; approuvée, elle s’annule.")
    return _stop(invoice, State.REFUSED, why, "refuser", by)


@transaction.atomic
def cancel(invoice: Invoice, *, why: str, on: date, by: Actor) -> Invoice:
    """Take back an approved invoice before its payment: entry reversed, or deleted while a draft; payment cancelled."""
    invoice = records.locked(invoice)
    if invoice.state != State.APPROVED or invoice.deducted_from_id:
        raise InvoiceError("Seule une facture approuvée et non payée s’annule.")
    stop_payments(invoice, why=f"Facture annulée : {why}", by=by)
    for entry in entries_from(invoice):
        if entry.lines.exclude(lettering="").exists() and not entry.reverses_id:
            raise InvoiceError("Cette facture est déjà réglée dans la comptabilité : délettrez-la d’abord.")  # fmt: skip
        if not entry.validated:
            remove_draft(entry, by=by)
        elif not entry.reverses_id:
            reverse(entry, on=on, why=f"facture annulée, {why}", by=by)
    for credit in invoice.credits.all():
        credit.deducted_from = None
        records.save(credit, by=by, action="libérer")
    return _stop(invoice, State.CANCELLED, why, "annuler", by)


def stop_payments(invoice: Invoice, *, why: str, by: Actor) -> None:
    """Cancel what was asked for an invoice; raise InvoiceError once it has left for the bank."""
    for order in orders_about(invoice):
        if order.state not in STILL:
            raise InvoiceError(
                f"Le paiement de {format_euros(order.cents)} est {order.get_state_display()} : "
                "retirez-le d’abord du lot, ou attendez un avoir du fournisseur."
            )
        if order.state == PaymentOrder.State.WAITING:
            cancel_payment(order, why=why[:200], by=by)


def _stop(invoice: Invoice, state: str, why: str, action: str, by: Actor) -> Invoice:
    if not why.strip():
        raise InvoiceError("Dites pourquoi : le fournisseur le demandera.")
    invoice.state, invoice.stopped_because = state, why.strip()[:200]
    return records.save(invoice, by=by, action=action)
