"""Payments in the books: what leaves the account settles what was owed; a rejection undoes it."""

from collections.abc import Sequence
from datetime import date

from pupitre.books.models import Entry, EntryLine
from pupitre.books.queries import open_lines
from pupitre.books.services import LineDraft, letter, post, unletter
from pupitre.core.actor import Actor
from pupitre.payments.models import BankAccount, PaymentBatch, PaymentOrder


def post_execution(
    batch: PaymentBatch, orders: Sequence[PaymentOrder], *, on: date, by: Actor
) -> Entry:
    """Write one entry for the batch, payables against the bank, and letter what each payment settles."""
    account = batch.account
    total = sum(order.cents for order in orders)
    entry = post(
        entity=account.entity,
        journal=account.journal_code,
        on=on,
        label=f"Virements du {batch.execution_on:%d/%m/%Y} ({len(orders)})",
        lines=[
            *(_side(order, debit=order.cents) for order in orders),
            LineDraft(account.ledger_account, credit=total, label=batch.reference),
        ],
        piece=batch.reference,
        origin=batch,
        key=f"payments.batch/{batch.pk}",
        by=by,
    )
    lines = list(entry.lines.select_related("account").order_by("position"))
    for order, line in zip(orders, lines, strict=False):
        _letter_with_debt(order, line, on=on, by=by)
    return entry


def post_rejection(order: PaymentOrder, *, on: date, by: Actor) -> Entry:
    """Write the money back on the account; what was owed is owed again, the two payments cancel out."""
    batch = order.batch
    assert batch is not None  # noqa: S101  # a paid order left in a batch
    account: BankAccount = batch.account
    entry = post(
        entity=order.entity,
        journal=account.journal_code,
        on=on,
        label=f"Rejet du virement à {order.payee} : {order.stopped_because}",
        lines=[
            LineDraft(account.ledger_account, debit=order.cents, label=order.end_to_end),
            _side(order, credit=order.cents),
        ],
        piece=order.end_to_end,
        origin=order,
        key=f"payments.rejection/{order.pk}",
        by=by,
    )
    paid = _line_of(order)
    if paid is not None:
        unletter(paid, by=by)
        paid.refresh_from_db()
        back = entry.lines.get(account=order.payable, credit_cents=order.cents)
        letter([paid, back], on=on, by=by)
    return entry


def _side(order: PaymentOrder, *, debit: int = 0, credit: int = 0) -> LineDraft:
    auxiliary = (order.auxiliary_code, order.auxiliary_label) if order.auxiliary_code else None
    return LineDraft(
        order.payable,
        debit=debit,
        credit=credit,
        label=f"{order.payee} – {order.label}",
        auxiliary=auxiliary,
        person=order.person,
    )


def _line_of(order: PaymentOrder) -> EntryLine | None:
    """Return the line of the batch's entry that paid an order: they stand in the orders' own order."""
    batch = order.batch
    if batch is None or batch.entry_id is None:
        return None
    place = list(batch.orders.order_by("pk").values_list("pk", flat=True)).index(order.pk)
    found: EntryLine | None = (
        EntryLine.objects.filter(entry=batch.entry_id)
        .order_by("position")[place : place + 1]
        .first()
    )
    return found


def _letter_with_debt(order: PaymentOrder, paid: EntryLine, *, on: date, by: Actor) -> None:
    """Letter a payment with the line that it settles: same account, third party, origin and amount, alone so."""
    if not (order.origin_id or order.auxiliary_code):
        return
    owed = open_lines(order.payable, auxiliary=order.auxiliary_code).filter(
        credit_cents=order.cents
    )
    if order.origin_id:
        owed = owed.filter(entry__origin_type=order.origin_type, entry__origin_id=order.origin_id)
    lines = list(owed[:2])
    if len(lines) == 1:
        letter([lines[0], paid], on=on, by=by)
