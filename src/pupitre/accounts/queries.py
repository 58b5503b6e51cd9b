"""Reads about accounts."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

from pupitre.accounts.models import User, UserSession


def has_second_factor(user: User) -> bool:
    """Tell whether the user has a TOTP application or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


def confirmed_lately(request: Any) -> bool:
    """Tell whether the user gave a password, a code or a passkey in the last minutes, at login or since."""
    records = get_authentication_records(request, request.user)
    latest = max((one["at"] for one in records), default=0)
    return bool(time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it."""

    started: int
    opened: datetime
    seen: datetime
    device: str
    here: bool


def open_sessions(user: User, *, here: str) -> list[OpenSession]:
    """Return the sessions of a user, latest first; `here` is the key of the one that asks."""
    rows = UserSession.objects.filter(user_id=user.pk, expire_date__gt=datetime.now(UTC))
    return [
        OpenSession(
            row.born_at,
            datetime.fromtimestamp(row.born_at, UTC),
            datetime.fromtimestamp(row.seen_at, UTC),
            row.device or "appareil inconnu",
            row.session_key == here,
        )
        for row in rows.order_by("-seen_at")
    ]
