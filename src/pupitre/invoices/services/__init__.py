"""Writes about invoices."""

from pupitre.invoices.errors import InvoiceError
from pupitre.invoices.services.deciding import approve, ask_again, cancel, refuse
from pupitre.invoices.services.paying import deduct, note_paid, note_rejected
from pupitre.invoices.services.receiving import change, receive, receive_file, supplier_named

__all__ = [
    "InvoiceError",
    "approve",
    "ask_again",
    "cancel",
    "change",
    "deduct",
    "note_paid",
    "note_rejected",
    "receive",
    "receive_file",
    "refuse",
    "supplier_named",
]
