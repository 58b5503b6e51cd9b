"""Supplier invoices and recurring charges."""

from pupitre.invoices.models.charges import RecurringCharge
from pupitre.invoices.models.invoices import Invoice

__all__ = ["Invoice", "RecurringCharge"]
