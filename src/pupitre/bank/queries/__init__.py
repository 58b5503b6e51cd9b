"""Reads about the bank; the rows above use these names."""

from pupitre.bank.queries.accounts import AccountState, account_state, open_accounts
from pupitre.bank.queries.candidates import Desk
from pupitre.bank.queries.lines import waiting_lines

__all__ = ["AccountState", "Desk", "account_state", "open_accounts", "waiting_lines"]
