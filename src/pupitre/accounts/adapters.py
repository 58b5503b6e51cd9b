"""allauth's hooks: accounts are created by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Closes public sign-up: a coordinator invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # allauth's signature
        return False
