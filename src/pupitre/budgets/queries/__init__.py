"""Reads about budgets."""
