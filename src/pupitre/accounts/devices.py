"""Devices that an account knows, by a signed cookie: attempts from elsewhere never lock them out."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "__Host-device" if settings.HTTPS else "device"
SALT = "pupitre.accounts.devices"
KEPT = 180 * 86_400
MOST = 8
"""Accounts remembered on one computer of the MSP."""


def device_of(request: HttpRequest, email: str) -> str:
    """Return the device's name when this account was opened on it, else an empty text."""
    return _known(request).get(_digest(email), "")


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this device be one that the account knows."""
    known = _known(request)
    known.setdefault(_digest(email), secrets.token_urlsafe(9))
    value = signing.dumps(dict(list(known.items())[-MOST:]), salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=KEPT, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT
        )
    except signing.BadSignature:
        return {}
    return known


def _digest(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:16]
