"""Supplier invoices: read, approved, paid; recurring charges."""
