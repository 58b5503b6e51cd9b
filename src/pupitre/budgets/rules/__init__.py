"""The arithmetic of budgets."""
