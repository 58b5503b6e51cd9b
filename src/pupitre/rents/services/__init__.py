"""Writes about rents."""
