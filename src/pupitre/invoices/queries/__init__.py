"""Reads about invoices."""

from pupitre.invoices.queries.charges import committed_by_heading
from pupitre.invoices.queries.invoices import to_approve, to_pay, unsettled

__all__ = ["committed_by_heading", "to_approve", "to_pay", "unsettled"]
