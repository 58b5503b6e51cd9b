"""What a run asks of the books and of the payments, and what it hears back."""

from collections.abc import Sequence
from datetime import date

from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for, entries_from, main_entity
from pupitre.books.services import LineDraft, post, remove_draft, reverse
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.indemnities.models import IndemnityRun, Statement
from pupitre.indemnities.rules import periods
from pupitre.indemnities.rules.scheme import IndemnityError
from pupitre.payments.events import PaymentExecuted, PaymentRejected
from pupitre.payments.models import Payee, PaymentOrder
from pupitre.payments.queries import orders_about
from pupitre.payments.services import cancel_payment, payee_for, request_payment

JOURNAL = "OD"
SORTS = {True: "associate", False: "third_party"}


def ask_payments(
    run: IndemnityRun, statements: Sequence[Statement], *, on: date, by: Actor
) -> None:
    """Write what the company owes, person by person, and ask for the payments; the run is their origin."""
    paid = [statement for statement in statements if statement.pay_cents]
    if not paid:
        return
    entity = main_entity()
    if entity is None:
        raise IndemnityError(
            "Ouvrez d’abord la comptabilité de la société qui paie : les indemnités y sont écrites."
        )
    payees = {one.person_id: payee_for(one.person, on=on, by=by) for one in paid}
    _post(entity, run, paid, payees, on=on, by=by)
    for statement in paid:
        payee = payees[statement.person_id]
        request_payment(
            entity=entity,
            payee=payee,
            person=statement.person,
            cents=statement.pay_cents,
            label=f"Indemnités {periods.words(run.span)}",
            due_on=on,
            origin=run,
            key=f"indemnities.run/{run.pk}/{statement.person_id}",
            nature=PaymentOrder.Nature.INDEMNITY,
            associate=statement.associate,
            payable=f"payable_{SORTS[statement.associate]}",
            auxiliary=payee.auxiliary,
            by=by,
        )


def _post(
    entity: LegalEntity,
    run: IndemnityRun,
    paid: Sequence[Statement],
    payees: dict[int, Payee],
    *,
    on: date,
    by: Actor,
) -> None:
    """One entry: the cost of each person, and what is owed to who is paid for them."""
    sorts = {one.associate for one in paid}
    charge = {sort: account_for(entity, f"indemnity_{SORTS[sort]}", on=on) for sort in sorts}
    owed = {sort: account_for(entity, f"payable_{SORTS[sort]}", on=on) for sort in sorts}
    costs = [
        LineDraft(
            charge[one.associate], debit=one.pay_cents, label=str(one.person), person=one.person
        )
        for one in paid
    ]
    debts = [
        LineDraft(
            owed[one.associate],
            credit=one.pay_cents,
            label=str(payees[one.person_id]),
            auxiliary=payees[one.person_id].auxiliary,
            person=one.person,
        )
        for one in paid
    ]
    post(
        entity=entity,
        journal=JOURNAL,
        on=on,
        label=str(run),
        lines=[*costs, *debts],
        piece=f"INDEM-{run.pk}",
        origin=run,
        key=f"indemnities.run/{run.pk}",
        by=by,
    )


def undo_money(run: IndemnityRun, *, why: str, on: date, by: Actor) -> None:
    """Cancel the payments of a run and take its entry back; raise IndemnityError once one has left."""
    orders = list(orders_about(run))
    stopped = {PaymentOrder.State.WAITING, PaymentOrder.State.CANCELLED}
    gone = next((order for order in orders if order.state not in stopped), None)
    if gone is not None:
        raise IndemnityError(
            f"« {gone} » est {gone.get_state_display()} : ce règlement ne s’annule plus,"
            " corrigez par une ligne datée."
        )
    for order in orders:
        cancel_payment(order, why=f"Règlement annulé : {why}"[:200], by=by)
    for entry in entries_from(run):
        if entry.reverses_id:
            continue
        if entry.validated:
            reverse(entry, on=on, why=f"règlement annulé, {why}", by=by)
        else:
            remove_draft(entry, by=by)


def _statement_of(order: PaymentOrder) -> Statement | None:
    if order.origin_type != IndemnityRun._meta.label_lower:
        return None
    rows = Statement.objects.filter(run_id=order.origin_id, person_id=order.person_id or 0)
    return rows.first()


def note_paid(event: PaymentExecuted) -> None:
    """Date the statement that a payment settles; listens to the payments."""
    statement = _statement_of(event.order)
    if statement is not None:
        statement.paid_on = event.on
        records.save(statement, by=event.by, action="payer")


def note_rejected(event: PaymentRejected) -> None:
    """A payment given back by the bank is no longer paid; listens to the payments."""
    statement = _statement_of(event.order)
    if statement is not None:
        statement.paid_on = None
        records.save(statement, by=event.by, action="noter le rejet")
