"""Writes about payments; the rows above use these names."""

from pupitre.payments.errors import PaymentError
from pupitre.payments.services.batches import (
    abandon_batch,
    approve_batch,
    batch_executed,
    dissolve_batch,
    make_batch,
    take_out,
    write_batch_file,
    write_batch_list,
)
from pupitre.payments.services.ibans import (
    confirm_iban,
    iban_read,
    propose_iban,
    refuse_iban,
)
from pupitre.payments.services.orders import (
    cancel_payment,
    payment_rejected,
    request_payment,
)
from pupitre.payments.services.payees import approve_supplier, pay_through, payee_for

__all__ = [
    "PaymentError",
    "abandon_batch",
    "approve_batch",
    "approve_supplier",
    "batch_executed",
    "cancel_payment",
    "confirm_iban",
    "dissolve_batch",
    "iban_read",
    "make_batch",
    "pay_through",
    "payee_for",
    "payment_rejected",
    "propose_iban",
    "refuse_iban",
    "request_payment",
    "take_out",
    "write_batch_file",
    "write_batch_list",
]
