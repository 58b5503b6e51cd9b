"""Writes about budgets."""
