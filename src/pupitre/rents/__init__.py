"""Rents and charges: premises let, calls, receipts, settlement, revision."""
