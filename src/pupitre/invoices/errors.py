"""What invoices refuse."""

from pupitre.payments.errors import PaymentError


class InvoiceError(PaymentError):
    """An act on an invoice that cannot be done; its text is one French sentence."""
