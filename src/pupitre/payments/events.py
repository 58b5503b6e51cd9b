"""What payments tell the rows above, inside the transaction that does it."""

from dataclasses import dataclass
from datetime import date

from pupitre.core.actor import Actor
from pupitre.payments.models import PaymentOrder


@dataclass(frozen=True)
class PaymentExecuted:
    """A payment left the account that day."""

    order: PaymentOrder
    on: date
    by: Actor


@dataclass(frozen=True)
class PaymentRejected:
    """The bank gave a payment back; `again` is the order that pays it anew."""

    order: PaymentOrder
    again: PaymentOrder
    on: date
    by: Actor


@dataclass(frozen=True)
class PaymentCancelled:
    """A payment that was never sent will not be."""

    order: PaymentOrder
    by: Actor
