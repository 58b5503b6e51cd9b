"""A passkey, with the browser's own virtual authenticator: added, then enough to log in, second factor included."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from pupitre.accounts.models import User
from pupitre.centres.models import Centre

pytestmark = pytest.mark.django_db(transaction=True)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def test_a_passkey_is_added_then_opens_the_desk_of_the_coordinator(
    page_of: Callable[..., Page], alice: User, centre_a: Centre
) -> None:
    page = page_of(alice)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto("/connexion/2fa/webauthn/add/")
    page.get_by_label("Mot de passe", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Confirmer").first.click()
    page.get_by_label("Nom de la clé").fill("Téléphone d'Alice")
    page.get_by_label("sans mot de passe").check()
    page.get_by_role("button", name="Ajouter").click()
    page.wait_for_url("**/2fa/recovery-codes/**")
    assert Authenticator.objects.filter(user=alice, type="webauthn").exists()
    page.context.clear_cookies()
    page.goto(f"/c/{centre_a.slug}/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url(lambda url: urlsplit(url).path == f"/c/{centre_a.slug}/")
    assert page.get_by_role("heading", level=1).is_visible()
