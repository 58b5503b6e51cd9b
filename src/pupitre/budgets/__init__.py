"""Budgets: built by several people, voted, followed month by month."""
