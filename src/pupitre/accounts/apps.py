"""Accounts: users, login, second factor."""

from datetime import timedelta

from django.apps import AppConfig

from pupitre.core.registry import Schedule, registry


class AccountsConfig(AppConfig):
    """Registers the sweep of ended sessions."""

    name = "pupitre.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        registry.schedules.append(
            Schedule("pupitre.accounts.jobs.drop_ended_sessions", timedelta(days=1))
        )
