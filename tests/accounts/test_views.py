from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from pupitre.accounts.models import User, UserSession
from pupitre.accounts.services import end_sessions, invite_user
from pupitre.centres.models import Centre, Site
from pupitre.core.tenancy import centre_scope

PASSWORD = "correct horse battery"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604.1"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"

pytestmark = pytest.mark.django_db


def test_account_page_and_appearance(as_alice: Client, alice: User) -> None:
    assert "Alice Aubert" in as_alice.get("/compte/").content.decode()
    chosen = as_alice.post("/compte/apparence/", {"scheme": "dark", "next": "/compte/"})
    assert chosen["Location"] == "/compte/"
    alice.refresh_from_db()
    assert alice.scheme == "dark"
    assert 'data-color-scheme="dark"' in as_alice.get("/compte/").content.decode()


def test_appearance_ignores_what_it_does_not_know_and_stays_on_the_site(
    as_alice: Client, alice: User
) -> None:
    sent = as_alice.post(
        "/compte/apparence/", {"scheme": "rose", "next": "https://evil.test/piege"}
    )
    assert sent["Location"] == "/"
    alice.refresh_from_db()
    assert alice.scheme == "auto"


def test_a_visitor_is_sent_to_the_login_page(client: Client, db: None) -> None:
    assert client.get("/compte/")["Location"] == "/connexion/login/?next=/compte/"
    assert client.post("/compte/apparence/", {"scheme": "dark"}).status_code == 302


def test_nobody_signs_up_alone(client: Client, db: None) -> None:
    sent = {"email": "x@y.example", "password1": "quatre chaises bleues"}
    client.post("/connexion/signup/", sent)
    assert not User.objects.exists()


def test_login_asks_the_right_password(client: Client, alice: User) -> None:
    wrong = client.post("/connexion/login/", {"login": alice.email, "password": "non"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    right = {"login": "ALICE@a.example", "password": "correct horse battery"}
    assert client.post("/connexion/login/", right).status_code == 302
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_an_address_is_one_account_whatever_its_case(db: None) -> None:
    user, new = invite_user(email=" Dan@A.example ", first_name="Dan", last_name="Roy")
    again, twice = invite_user(email="dan@a.EXAMPLE", first_name="D", last_name="R")
    assert (user.pk, new, twice) == (again.pk, True, False)
    assert not user.has_usable_password()


def test_ending_sessions_ends_those_of_one_user_only(
    as_alice: Client, as_charlie: Client, alice: User
) -> None:
    assert end_sessions(user_id=alice.pk) == 1
    assert as_alice.get("/compte/").status_code == 302
    assert as_charlie.get("/compte/").status_code == 200


def not_seen_yet(client: Client) -> None:
    session = client.session
    del session["seen"]
    session.save()


def test_a_session_ends_after_thirty_idle_minutes(as_alice: Client) -> None:
    not_seen_yet(as_alice)
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        assert as_alice.get("/compte/").status_code == 200
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert as_alice.get("/compte/").status_code == 200
        clock.shift(timedelta(minutes=31))
        assert as_alice.get("/compte/").status_code == 302
        assert as_alice.get("/compte/").status_code == 302


def test_a_session_ends_twelve_hours_after_the_login_however_used(as_alice: Client) -> None:
    not_seen_yet(as_alice)
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        assert as_alice.get("/compte/").status_code == 200
        for _ in range(34):
            clock.shift(timedelta(minutes=21))
            assert as_alice.get("/compte/").status_code == 200
        clock.shift(timedelta(minutes=21))
        assert as_alice.get("/compte/").status_code == 302


def test_my_sessions_are_listed_with_their_device_and_ended(alice: User) -> None:
    phone, desk = Client(headers={"User-Agent": PHONE}), Client(headers={"User-Agent": DESK})
    for client in (phone, desk):
        client.post("/connexion/login/", {"login": alice.email, "password": PASSWORD})
        client.get("/compte/")
    page = desk.get("/compte/").content.decode()
    assert "Safari sur iPhone" in page
    assert "Firefox sur Windows" in page
    assert page.count("cette session") == 1
    desk.post("/compte/sessions/fermer/")
    assert phone.get("/compte/").status_code == 302
    assert "Safari sur iPhone" not in desk.get("/compte/").content.decode()


def test_one_session_of_mine_is_ended_and_nobody_else_s(
    as_alice: Client, as_charlie: Client, alice: User
) -> None:
    as_alice.get("/compte/")
    as_charlie.get("/compte/")
    mine = UserSession.objects.get(user_id=alice.pk)
    as_charlie.post(f"/compte/sessions/{mine.born_at}/fermer/")
    assert as_alice.get("/compte/").status_code == 200
    as_alice.post(f"/compte/sessions/{mine.born_at}/fermer/")
    assert as_alice.get("/compte/").status_code == 302


@pytest.mark.parametrize("act", ["export", "deletion", "right"])
def test_an_export_a_deletion_and_a_right_ask_who_is_there(
    alice: User, centre_a: Centre, act: str, settings: Any
) -> None:
    client = Client()
    client.force_login(alice)
    session = client.session
    session["second_factor"] = True
    session.save()
    home = f"/c/{centre_a.slug}/"
    with centre_scope(centre_a):
        site = Site.objects.get()
    page = {
        "export": f"{home}annuaire/?format=csv",
        "deletion": f"{home}reglages/sites/{site.pk}/supprimer/",
        "right": f"{home}reglages/acces/",
    }[act]
    asked = client.get(page)
    assert asked["Location"].startswith("/connexion/reauthenticate/?next=")
    confirmed = client.post(asked["Location"], {"password": PASSWORD})
    assert confirmed["Location"] == page
    assert client.get(page).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        assert client.get(page).status_code == 302
    settings.DEMO = True
    assert client.get(page).status_code == 200
