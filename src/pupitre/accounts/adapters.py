"""allauth's hooks: accounts are created by invitation only."""

import re
import time

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from pupitre.accounts.models import User
from pupitre.accounts.sessions import BORN, DEVICE, SEEN

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(agent: str) -> str:
    """Return « Firefox sur Windows » for what a browser says of itself; empty when it says nothing known."""
    browser = next((name for sign, name in BROWSERS if re.search(rf"\b{sign}", agent)), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " sur ".join(filter(None, (browser, system)))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Closes public sign-up: a coordinator invites."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Start the session's twelve hours at the login, and remember the device for its owner."""
        super().login(request, user)
        now = int(time.time())
        request.session[BORN], request.session[SEEN] = now, now
        request.session[DEVICE] = device_words(request.headers.get("User-Agent", ""))

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # allauth's signature
        return False
