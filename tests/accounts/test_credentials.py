"""Passwords, codes and forged posts, as ASVS 5.0 asks: what the libraries do for us is seen to be done."""

import time

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.models import Centre

pytestmark = pytest.mark.django_db
LOGIN = "/connexion/login/"
RIGHT = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


def code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))


def second_step(client: Client, user: User, typed: str) -> bool:
    """Give the password, then a code; tell whether the session is open."""
    client.post(LOGIN, {"login": user.email, "password": RIGHT})
    client.post("/connexion/2fa/authenticate/", {"code": typed})
    return "_auth_user_id" in client.session


def test_a_password_field_hides_what_is_typed_and_takes_a_manager_s_paste(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    field = page.partition('name="password"')
    tag = field[0].rpartition("<")[2] + field[1] + field[2].partition(">")[0]
    assert 'type="password"' in tag
    assert 'autocomplete="current-password"' in tag
    assert "maxlength" not in tag


def test_a_long_password_is_kept_to_the_last_letter(client: Client, alice: User) -> None:
    long = "é Ünï " * 30 + "fin"
    client.force_login(alice)
    session = client.session
    session["account_authentication_methods_user"] = str(alice.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    sent = {"oldpassword": RIGHT, "password1": long, "password2": long}
    assert client.post("/connexion/password/change/", sent).status_code == 302
    for typed, opens in ((long[:-1], False), (long.upper(), False), (long, True)):
        other = Client()
        other.post(LOGIN, {"login": alice.email, "password": typed})
        assert ("_auth_user_id" in other.session) is opens, typed[-5:]


def test_a_changed_password_asks_the_current_one(client: Client, alice: User) -> None:
    client.force_login(alice)
    new = "trois lampes sous la neige"
    client.post(
        "/connexion/password/change/", {"oldpassword": "non", "password1": new, "password2": new}
    )
    alice.refresh_from_db()
    assert alice.check_password(RIGHT)


def test_a_code_serves_once_and_not_after_its_time(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    with time_machine.travel("2026-11-28T10:00:05Z", tick=False):
        shown = code()
        assert not second_step(Client(), alice, "000000" if shown != "000000" else "111111")
        assert second_step(Client(), alice, shown)
        assert not second_step(Client(), alice, shown)
    with time_machine.travel("2026-11-28T10:10:05Z", tick=False):
        assert not second_step(Client(), alice, shown)


@pytest.mark.parametrize(
    "page",
    [
        "2fa/totp/activate/",
        "2fa/recovery-codes/generate/",
        "2fa/webauthn/add/",
        "2fa/totp/deactivate/",
    ],
)
def test_changing_a_factor_asks_again_who_is_there(client: Client, alice: User, page: str) -> None:
    TOTP.activate(alice, SECRET)
    client.force_login(alice)
    for answer in (client.get(f"/connexion/{page}"), client.post(f"/connexion/{page}", {})):
        assert answer.status_code in {302, 404}
        assert "reauthenticate" in answer.headers.get("Location", "reauthenticate") or answer[
            "Location"
        ].startswith("/connexion/2fa/")


def test_a_post_from_another_site_is_refused(alice: User, centre_a: Centre) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    for page in (
        LOGIN,
        "/compte/apparence/",
        "/connexion/logout/",
        f"/c/{centre_a.slug}/annuaire/groupes/ajouter/",
    ):
        answer = client.post(page, {"name": "x"}, HTTP_ORIGIN="https://evil.example")
        assert answer.status_code == 403, page
