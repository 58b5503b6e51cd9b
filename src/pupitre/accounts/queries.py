"""Reads about accounts."""

from allauth.mfa.models import Authenticator

from pupitre.accounts.models import User


def has_second_factor(user: User) -> bool:
    """Tell whether the user has a TOTP application or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())
