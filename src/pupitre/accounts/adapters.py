"""allauth's hooks: accounts are created by invitation only."""

import re
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from pupitre.accounts.devices import device_of, remember_device
from pupitre.accounts.events import LoggedIn
from pupitre.accounts.models import User
from pupitre.accounts.services import send_new_device
from pupitre.accounts.sessions import BORN, DEVICE, SEEN
from pupitre.core import throttle
from pupitre.core.registry import registry

STRANGERS = 100
"""Attempts on one account in an hour from devices that never opened it, all networks together."""

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
    """Closes public sign-up: a coordinator invites. Nobody's attempts lock somebody else's device out."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Start the session's twelve hours at the login, and tell its owner when the device is a new one."""
        new = user.last_login is not None and not device_of(request, user.email)
        super().login(request, user)
        now = int(time.time())
        device = device_words(request.headers.get("User-Agent", ""))
        request.session[BORN], request.session[SEEN] = now, now
        request.session[DEVICE] = device
        registry.publish(LoggedIn(user, device))
        if new:
            send_new_device(user=user, device=device)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Go on after a login, from a device that the account knows henceforth."""
        response: HttpResponse = super().post_login(request, user, **options)
        remember_device(request, response, user.email)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count attempts apart: a device that the account knows, each network, and all strangers together."""
        super().pre_authenticate(request, **credentials)
        email = credentials.get("email", "").lower()
        if not device_of(request, email) and throttle.too_many(f"login:{email}", STRANGERS, 3600):
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        email = credentials.get("email", "").lower()
        return f"{email}:{device_of(request, email) or throttle.network_of(request)}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network, as the trusted proxy tells it: limits hold for a whole /24 or /64."""
        return throttle.network_of(request).partition("/")[0]

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # allauth's signature
        return False
