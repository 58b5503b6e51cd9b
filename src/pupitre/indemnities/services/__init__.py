"""Writes about indemnities."""
