"""Tests of what is decided about invoices, and what payments and books tell of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pupitre.books.models import EntryLine, Heading
from pupitre.books.queries import account_for, balance_of, entries_from
from pupitre.books.services import letter, post, validate_entries
from pupitre.books.services.posting import LineDraft
from pupitre.core.actor import Actor
from pupitre.invoices import services
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries import committed_by_heading, to_pay, unsettled
from pupitre.invoices.queries.invoices import left_to_pay, order_of
from pupitre.invoices.services import InvoiceError
from pupitre.payments.models import BankAccount, Payee, PaymentLimit, PaymentOrder
from pupitre.payments.services import (
    batch_executed,
    cancel_payment,
    confirm_iban,
    make_batch,
    payment_rejected,
    propose_iban,
    write_batch_list,
)
from tests.invoices.conftest import NOW, SUPPLIER_IBAN, TODAY

Make = Callable[..., Invoice]
pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(bank: BankAccount, supplier: Payee, actor: Actor, second: Actor) -> Callable[..., Any]:
    """Return a function that sends the waiting payment of an invoice."""
    proposal = propose_iban(supplier, iban=SUPPLIER_IBAN, holder="Proprete Service", by=actor)
    confirm_iban(proposal, on=TODAY, by=second)

    def send(invoice: Invoice) -> PaymentOrder:
        order = order_of(invoice)
        assert order is not None
        batch = make_batch(account=bank, orders=[order], execution_on=TODAY, on=TODAY, by=actor)
        write_batch_list(batch, at=NOW, by=actor)
        batch_executed(batch, on=TODAY, by=actor)
        return PaymentOrder.objects.get(pk=order.pk)

    return send


def test_above_a_limit_the_author_does_not_approve(
    received: Make, heading: Heading, limit: PaymentLimit, actor: Actor, second: Actor
) -> None:
    dear, cheap = received("A", 10_001), received("B", 10_000)
    given: dict[str, Any] = {"heading": heading, "account": None, "on": TODAY}
    with pytest.raises(InvoiceError, match="une deuxième personne"):
        services.approve(dear, **given, by=actor)
    assert services.approve(cheap, **given, by=actor).state == Invoice.State.APPROVED
    assert services.approve(dear, **given, by=second).approved_by == second.label
    with pytest.raises(InvoiceError, match="déjà à payer"):
        services.approve(dear, **given, by=second)


def test_whoever_changes_an_invoice_becomes_its_author(
    received: Make, heading: Heading, limit: PaymentLimit, actor: Actor, second: Actor
) -> None:
    invoice = received("A", 50_000)
    invoice.cents = 60_000
    invoice = services.change(invoice, version=None, by=second)
    with pytest.raises(InvoiceError, match="une deuxième personne"):
        services.approve(invoice, heading=heading, account=None, on=TODAY, by=second)
    services.approve(invoice, heading=heading, account=None, on=TODAY, by=actor)


def test_a_cancelled_invoice_leaves_no_debt_and_its_number_is_free(
    approved: Make, received: Make, actor: Actor
) -> None:
    invoice = approved()
    validate_entries(entries_from(invoice), by=actor)
    services.cancel(invoice, why="facturée deux fois", on=TODAY, by=actor)
    order = order_of(invoice)
    assert order is not None
    assert order.state == PaymentOrder.State.CANCELLED
    assert balance_of(account_for(invoice.entity, "supplier"), on=TODAY) == 0
    assert len(entries_from(invoice)) == 2
    assert received().state == Invoice.State.RECEIVED
    with pytest.raises(InvoiceError, match="non payée"):
        services.cancel(invoice, why="encore", on=TODAY, by=actor)


def test_a_paid_invoice_is_not_cancelled_and_a_rejected_payment_makes_it_due_again(
    approved: Make, paid: Any, actor: Actor
) -> None:
    invoice = approved()
    order = paid(invoice)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid_on) == (Invoice.State.PAID, TODAY)
    with pytest.raises(InvoiceError):
        services.cancel(invoice, why="trop tard", on=TODAY, by=actor)
    payment_rejected(order, on=TODAY, why="compte clos", by=actor)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid_on) == (Invoice.State.APPROVED, None)
    assert list(to_pay()) == [invoice]


def test_a_credit_note_is_taken_off_what_is_paid_and_all_three_lines_are_lettered(
    approved: Make, paid: Any, actor: Actor
) -> None:
    invoice, credit = approved("FA-1", 12_000), approved("AV-1", -2_000)
    assert order_of(credit) is None
    services.deduct(credit, invoice, on=TODAY, by=actor)
    assert left_to_pay(invoice) == 10_000
    order = paid(invoice)
    assert order.cents == 10_000
    assert not unsettled().exists()
    credit.refresh_from_db()
    assert credit.state == Invoice.State.PAID
    lines = EntryLine.objects.filter(account=account_for(invoice.entity, "supplier"))
    assert {line.lettering for line in lines} == {"A"}
    assert sum(line.cents for line in lines) == 0


def test_a_credit_note_of_the_same_amount_settles_the_invoice(approved: Make, actor: Actor) -> None:
    invoice, credit = approved("FA-1", 12_000), approved("AV-1", -12_000)
    services.deduct(credit, invoice, on=TODAY, by=actor)
    invoice.refresh_from_db()
    assert invoice.state == Invoice.State.PAID
    assert not PaymentOrder.objects.filter(state=PaymentOrder.State.WAITING).exists()
    with pytest.raises(InvoiceError, match="ne peut pas être déduit"):
        services.deduct(credit, invoice, on=TODAY, by=actor)


def test_a_debited_invoice_asks_for_no_transfer_and_the_books_settle_it(
    approved: Make, bank: BankAccount, actor: Actor
) -> None:
    invoice = approved(means=Invoice.Means.DEBIT)
    assert order_of(invoice) is None
    assert list(to_pay()) == [invoice]
    owed = account_for(invoice.entity, "supplier")
    third = (f"B{invoice.supplier_id:05d}", str(invoice.supplier))
    lines = [LineDraft(owed, debit=12_000, auxiliary=third), LineDraft(bank.ledger_account, credit=12_000)]  # fmt: skip
    entry = post(entity=bank.entity, journal="BQ", on=TODAY, label="Prélèvement", lines=lines, piece="R1", key=None, by=actor)  # fmt: skip
    letter([entry.lines.get(position=1), entries_from(invoice).get().lines.get(position=2)], on=TODAY, by=actor)  # fmt: skip
    assert not to_pay().exists()


def test_a_payment_given_up_is_asked_again_once(approved: Make, actor: Actor) -> None:
    invoice = approved()
    with pytest.raises(InvoiceError, match="n’attend pas"):
        services.ask_again(invoice, by=actor)
    order = order_of(invoice)
    assert order is not None
    cancel_payment(order, why="erreur de date", by=actor)
    again = services.ask_again(invoice, by=actor)
    assert (again.cents, again.state) == (12_000, PaymentOrder.State.WAITING)
    assert again.pk != order.pk


def test_what_is_paid_already_is_not_asked_for(approved: Make) -> None:
    order = order_of(approved(prepaid_cents=2_000))
    assert order is not None
    assert order.cents == 10_000


def test_an_approved_invoice_is_no_longer_committed_but_in_the_books(
    received: Make, heading: Heading, actor: Actor
) -> None:
    invoice = received(heading=heading)
    assert committed_by_heading(2026) == {heading.pk: 12_000}
    assert committed_by_heading(2025) == {}
    services.approve(invoice, heading=heading, account=None, on=TODAY, by=actor)
    assert committed_by_heading(2026) == {}
    line = entries_from(invoice).get().lines.get(position=1)
    assert (line.heading, line.debit_cents) == (heading, 12_000)


def test_an_invoice_of_a_year_never_opened_is_written_today(approved: Make) -> None:
    invoice = approved(issued_on=date(2025, 12, 20))
    entry = entries_from(invoice).get()
    assert (entry.date, entry.piece_date) == (TODAY, date(2025, 12, 20))
