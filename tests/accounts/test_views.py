import pytest
from django.test import Client

from pupitre.accounts.models import User
from pupitre.accounts.services import end_sessions, invite_user

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
