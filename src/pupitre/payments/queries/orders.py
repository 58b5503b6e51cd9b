"""Reads about payment orders and batches: what is to pay, what is in the way, who must approve."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Model, QuerySet

from pupitre.payments.models import PayeeIban, PaymentBatch, PaymentLimit, PaymentOrder
from pupitre.payments.rules.limits import Asked, Limit, second_person_because

NO_IBAN = "aucun compte confirmé ; saisissez son IBAN ou demandez-le par lien."
UNCONFIRMED = "son compte attend d’être confirmé par une deuxième personne."
NOT_APPROVED = "ce prestataire n’est pas encore sur la liste des prestataires agréés."


def orders_about(obj: Model) -> QuerySet[PaymentOrder]:
    """Return the payments asked for by an object."""
    about = PaymentOrder.objects.filter(origin_type=obj._meta.label_lower, origin_id=obj.pk)
    return about.select_related("payee__person", "batch")


def orders_to_pay() -> QuerySet[PaymentOrder]:
    """Return the payments that wait, the most urgent first."""
    waiting = PaymentOrder.objects.filter(state=PaymentOrder.State.WAITING)
    return waiting.select_related("payee__person", "person", "entity", "heading").order_by(
        "due_on", "entity_id", "pk"
    )


def obstacles(orders: Iterable[PaymentOrder]) -> dict[int, str]:
    """Return, by the order's key, why a payment cannot leave yet; two queries for any number."""
    orders = list(orders)
    states: dict[int, set[str]] = {}
    payees = {order.payee_id for order in orders}
    held = PayeeIban.objects.filter(
        payee__in=payees, state__in=(PayeeIban.State.CONFIRMED, PayeeIban.State.PROPOSED)
    )
    for payee, state in held.values_list("payee_id", "state"):
        states.setdefault(payee, set()).add(state)
    found = {order.pk: _obstacle(order, states.get(order.payee_id, set())) for order in orders}
    return {key: words for key, words in found.items() if words}


def _obstacle(order: PaymentOrder, states: set[str]) -> str:
    if order.payee.awaits_approval(invoice=order.nature == PaymentOrder.Nature.INVOICE):
        return NOT_APPROVED
    if PayeeIban.State.CONFIRMED in states:
        return ""
    return UNCONFIRMED if states else NO_IBAN


def limits_on(day: date) -> list[Limit]:
    """Return the limits, as the rule reads them."""
    rows = PaymentLimit.objects.filter(since__lte=day).select_related("heading")
    return [
        Limit(
            row.cents, row.since, row.until, row.nature, row.heading_id, row.whole, words=str(row)
        )
        for row in rows
    ]


def second_person_reasons(batch: PaymentBatch) -> tuple[str, ...]:
    """Return why a second person must approve a batch, on its day of execution; empty when one is enough."""
    asked = [
        Asked(str(order.payee), order.cents, order.nature, order.heading_id)
        for order in batch.orders.select_related("payee__person")
    ]
    return second_person_because(asked, limits_on(batch.execution_on), batch.execution_on)


def batches_to_approve() -> list[PaymentBatch]:
    """Return the batches in preparation that wait for their second person."""
    drafts = PaymentBatch.objects.filter(state=PaymentBatch.State.DRAFT, approved_user_id=None)
    return [batch for batch in drafts.select_related("account") if second_person_reasons(batch)]
