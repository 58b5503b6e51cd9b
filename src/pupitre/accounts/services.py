"""Writes about accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from pupitre.accounts.models import User, UserSession


@transaction.atomic
def invite_user(*, email: str, first_name: str, last_name: str) -> tuple[User, bool]:
    """Return the account of an address and whether it is new; a new one has no usable password yet."""
    existing = User.objects.filter(email__iexact=email.strip()).first()
    if existing is not None:
        return existing, False
    user = User.objects.create_user(email, None, first_name=first_name, last_name=last_name)
    return user, True


def password_link(user: User) -> str:
    """Return the absolute address where the user chooses a password, once."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _, token = key.partition("-")
    return settings.BASE_URL + reverse(
        "account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}
    )


def send_invitation(*, user: User, inviter: str, centre_name: str) -> str:
    """Mail the invitation and return its link, to be copied where no mail server is set."""
    link = password_link(user)
    body = (
        f"Bonjour,\n\n{inviter} vous ouvre l'accès à Pupitre pour {centre_name}.\n"
        f"Choisissez votre mot de passe ici : {link}\n\nCe lien sert une seule fois.\n"
    )
    send_mail(
        f"Votre accès à Pupitre, {centre_name}", body, settings.DEFAULT_FROM_EMAIL, [user.email]
    )
    return link


def send_new_device(*, user: User, device: str) -> None:
    """Tell somebody that their account was opened on a device that it did not know."""
    body = (
        f"Bonjour,\n\nVotre compte Pupitre vient d'être ouvert depuis un appareil nouveau"
        f"{f' ({device})' if device else ''}.\n\nSi c'est vous, il n'y a rien à faire. Sinon, changez votre mot de "
        f"passe et fermez vos sessions : {settings.BASE_URL}{reverse('accounts:account')}\n"
    )
    send_mail(
        "Votre compte Pupitre, nouvel appareil", body, settings.DEFAULT_FROM_EMAIL, [user.email]
    )


def set_scheme(*, user: User, scheme: str) -> None:
    User.objects.filter(pk=user.pk).update(scheme=scheme)


def end_sessions(*, user_id: int, but: str = "") -> int:
    """End every session of a user but one, and return how many there were."""
    return UserSession.objects.filter(user_id=user_id).exclude(session_key=but).delete()[0]


def end_session(*, user_id: int, started: int) -> None:
    """End the session that a user opened at a moment, as the account page lists it."""
    UserSession.objects.filter(user_id=user_id, born_at=started).delete()


@transaction.atomic
def close_account(*, user: User) -> None:
    """Leave nothing of an account but its number, which old events still carry."""
    end_sessions(user_id=user.pk)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user_id=user.pk).delete()
    user.email, user.first_name, user.last_name = f"efface-{user.pk}@example.invalid", "", ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
