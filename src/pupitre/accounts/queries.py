"""Reads about accounts."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet

from pupitre.accounts.models import User, UserSession


def second_factors(user: Any) -> QuerySet[Any]:
    """Return the TOTP applications and passkeys of a user, or of an outer row's."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: QuerySet[Any] = Authenticator.objects.filter(user_id=user, type__in=kinds)
    return found


def has_second_factor(user: User) -> bool:
    return second_factors(user.pk).exists()


def confirmed_at(request: Any) -> float:
    """Return when the user last gave a password, a code or a passkey, at login or since; seconds since 1970."""
    records = get_authentication_records(request, request.user)
    return max((one["at"] for one in records), default=0)


def confirmed_lately(request: Any) -> bool:
    """Tell whether that was in the last minutes."""
    return time.time() - confirmed_at(request) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


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
