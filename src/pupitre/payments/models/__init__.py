"""Payments: bank accounts, payees and their IBANs, orders, batches, limits, yearly statements."""

from pupitre.payments.models.accounts import BankAccount
from pupitre.payments.models.orders import PaymentBatch, PaymentLimit, PaymentOrder
from pupitre.payments.models.payees import PaidFor, Payee, PayeeIban
from pupitre.payments.models.statements import AnnualStatement

__all__ = [
    "AnnualStatement",
    "BankAccount",
    "PaidFor",
    "Payee",
    "PayeeIban",
    "PaymentBatch",
    "PaymentLimit",
    "PaymentOrder",
]
