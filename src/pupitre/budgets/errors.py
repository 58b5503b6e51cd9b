"""What budgets refuse."""


class BudgetError(ValueError):
    """An act that cannot be done; its text is one French sentence for the user."""
