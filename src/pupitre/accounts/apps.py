"""Accounts: users, login, second factor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Nothing flows upwards."""

    name = "pupitre.accounts"
    label = "accounts"
    verbose_name = "Comptes"
