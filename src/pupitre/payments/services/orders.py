"""Writes about payment orders: asked, cancelled, given back by the bank."""

from datetime import date

from django.db import transaction

from pupitre.books.models import Account, Heading, LegalEntity
from pupitre.books.queries import account_for, account_numbered
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel
from pupitre.payments.errors import PaymentError
from pupitre.payments.events import PaymentCancelled, PaymentRejected
from pupitre.payments.models import Payee, PaymentOrder
from pupitre.payments.sepa import MOST_CENTS
from pupitre.payments.services import posting
from pupitre.people.models import Person

State = PaymentOrder.State


@transaction.atomic
def request_payment(
    *,
    entity: LegalEntity,
    payee: Payee,
    cents: int,
    label: str,
    due_on: date,
    origin: CentreModel | None,
    key: str,
    by: Actor,
    nature: str,
    associate: bool,
    payable: str | Account,
    auxiliary: tuple[str, str] | None = None,
    person: Person | None = None,
    heading: Heading | None = None,
) -> PaymentOrder:
    """Ask for a payment; the same key gives back the same order, whatever else is given.

    `payable` is the account that owes: an account, its number or its purpose; `person`: whose work is
    paid (the payee themselves when left out). Raises PaymentError, or BooksError for the account.
    """
    records.locked(entity)
    known: PaymentOrder | None = PaymentOrder.objects.filter(key=key).first()
    if known is not None:
        return known
    if not 0 < cents <= MOST_CENTS:
        raise PaymentError(f"{payee} : un paiement est d’au moins un centime. Vérifiez le montant.")
    code, name = auxiliary or ("", "")
    order = PaymentOrder(
        entity=entity,
        payee=payee,
        person=person or payee.person,
        cents=cents,
        label=" ".join(label.split())[:140],
        due_on=due_on,
        nature=nature,
        associate=associate,
        payable=_payable(entity, payable, due_on),
        auxiliary_code=code[:20],
        auxiliary_label=name[:120],
        heading=heading,
        origin_type=origin._meta.label_lower if origin else "",
        origin_id=origin.pk if origin else None,
        key=key,
        requested_by=by.label[:200],
    )
    return records.save(order, by=by, action="demander le paiement")


def _payable(entity: LegalEntity, payable: str | Account, day: date) -> Account:
    if isinstance(payable, Account):
        return payable
    if payable[:1].isdigit():
        return account_numbered(entity, payable)
    return account_for(entity, payable, on=day)


@transaction.atomic
def cancel_payment(order: PaymentOrder, *, why: str, by: Actor) -> PaymentOrder:
    """Give up a payment that is not in a batch; PaymentError otherwise."""
    order = records.locked(order)
    if order.state == State.CANCELLED:
        return order
    if order.state != State.WAITING:
        raise PaymentError(
            f"« {order} » est {order.get_state_display()} : seul un paiement à payer s’annule."
        )
    if not why.strip():
        raise PaymentError("Dites pourquoi ce paiement est annulé.")
    order.state, order.stopped_because = State.CANCELLED, why.strip()[:200]
    records.save(order, by=by, action="annuler le paiement")
    registry.publish(PaymentCancelled(order, by))
    return order


@transaction.atomic
def payment_rejected(order: PaymentOrder, *, on: date, why: str, by: Actor) -> PaymentOrder:
    """Note that the bank gave a payment back, undo it in the books, and return the order that pays again."""
    order = records.locked(order)
    if order.state != State.PAID or (order.paid_on and on < order.paid_on):
        raise PaymentError("Seul un paiement exécuté peut être rejeté, à partir de son exécution.")
    if not why.strip():
        raise PaymentError("Recopiez le motif que donne la banque.")
    order.state, order.stopped_because = State.REJECTED, why.strip()[:200]
    records.save(order, by=by, action="noter le rejet")
    posting.post_rejection(order, on=on, by=by)
    again = _again(order, on, by)
    registry.publish(PaymentRejected(order, again, on, by))
    return again


def _again(order: PaymentOrder, on: date, by: Actor) -> PaymentOrder:
    kept = (
        "entity", "payee", "person", "cents", "label", "nature", "associate", "payable",
        "auxiliary_code", "auxiliary_label", "heading", "origin_type", "origin_id",
    )  # fmt: skip
    again = PaymentOrder(
        **{name: getattr(order, name) for name in kept},
        due_on=on,
        key=f"payments.again/{order.pk}",
        replaces=order,
        requested_by=by.label[:200],
    )
    return records.save(again, by=by, action="remettre à payer")
