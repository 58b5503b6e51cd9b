"""What payments refuse."""


class PaymentError(ValueError):
    """An act on payments that cannot be done; its text is one French sentence."""
