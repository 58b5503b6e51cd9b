"""T14: attempts are counted by account, device and network; nobody's attempts lock somebody else out."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from pupitre.accounts.models import User
from pupitre.accounts.passwords import LocalWordsValidator
from pupitre.core import throttle
from pupitre.core.models import RateCount

pytestmark = pytest.mark.django_db
LOGIN = "/connexion/login/"
RIGHT = "correct horse battery"


def attempt(client: Client, email: str, password: str, address: str = "198.51.100.7") -> bool:
    """Try to log in from an address; tell whether it worked, and leave again."""
    sent = {"login": email, "password": password}
    client.post(LOGIN, sent, REMOTE_ADDR=address)
    worked = "_auth_user_id" in client.session
    if worked:
        client.post("/connexion/logout/")
    return worked


def mails(subject: str) -> int:
    return sum(subject in one.subject for one in mail.outbox)


def test_a_network_stops_after_five_failures_on_one_account(client: Client, alice: User) -> None:
    for last in range(5):
        assert not attempt(client, alice.email, "non", f"198.51.100.{last}")
    assert not attempt(client, alice.email, RIGHT, "198.51.100.99")
    assert attempt(Client(), alice.email, RIGHT, "203.0.113.1")


def test_a_whole_64_of_ipv6_is_one_network(client: Client, alice: User) -> None:
    for last in range(5):
        assert not attempt(client, alice.email, "non", f"2001:db8:1:2:{last}::1")
    assert not attempt(client, alice.email, RIGHT, "2001:db8:1:2:ffff::9")
    assert attempt(Client(), alice.email, RIGHT, "2001:db8:1:3::9")


def test_a_device_that_the_account_knows_is_never_locked_out_by_others(alice: User) -> None:
    known, attacker = Client(), Client()
    assert attempt(known, alice.email, RIGHT)
    for _ in range(7):
        attempt(attacker, alice.email, "non")
    assert not attempt(attacker, alice.email, RIGHT)
    assert attempt(known, alice.email, RIGHT)


def test_strangers_of_all_networks_share_one_count(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pupitre.accounts.adapters.STRANGERS", 6)
    known = Client()
    assert attempt(known, alice.email, RIGHT, "192.0.2.1")
    for network in range(6):
        attempt(Client(), alice.email, "non", f"10.0.{network}.1")
    assert not attempt(Client(), alice.email, RIGHT, "10.9.9.9")
    assert attempt(known, alice.email, RIGHT, "192.0.2.1")


def test_a_forged_device_cookie_is_a_stranger(client: Client, alice: User) -> None:
    client.cookies["device"] = "eyJhIjoiYiJ9:x:y"
    for _ in range(5):
        attempt(client, alice.email, "non")
    assert not attempt(client, alice.email, RIGHT)


@pytest.mark.parametrize(
    ("proxied", "header", "network"),
    [
        (True, "6.6.6.6, 203.0.113.9", "203.0.113.0/24"),
        (True, "203.0.113.9", "203.0.113.0/24"),
        (False, "203.0.113.9", "198.51.100.0/24"),
        (True, "pas une adresse", "unknown"),
        (True, "::ffff:203.0.113.9", "203.0.113.0/24"),
    ],
)
def test_only_the_declared_proxy_says_where_a_request_comes_from(
    settings: Any, proxied: bool, header: str, network: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None
    forged = {"HTTP_X_REAL_IP": "9.9.9.9", "HTTP_FORWARDED": "for=9.9.9.9"}
    request = RequestFactory().get(
        "/", REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR=header, **forged
    )
    assert throttle.network_of(request) == network


def test_a_forged_header_does_not_open_a_new_count(client: Client, alice: User) -> None:
    for last in range(6):
        sent = {"login": alice.email, "password": "non"}
        client.post(LOGIN, sent, REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR=f"10.{last}.0.1")
    assert not attempt(client, alice.email, RIGHT)


def test_a_mailbox_gets_three_resets_in_half_an_hour(alice: User) -> None:
    statuses = [
        Client()
        .post("/connexion/password/reset/", {"email": alice.email}, REMOTE_ADDR=f"10.1.{n}.1")
        .status_code
        for n in range(5)
    ]
    assert statuses == [302, 302, 302, 429, 429]
    assert sum(alice.email in one.to for one in mail.outbox) == 3


def test_an_unknown_address_answers_as_a_known_one(client: Client, alice: User) -> None:
    answers = []
    for email in (alice.email, "personne@a.example"):
        login = client.post(LOGIN, {"login": email, "password": "non"})
        reset = client.post("/connexion/password/reset/", {"email": email})
        page = login.content.decode().replace(email, "")
        answers.append(
            (
                login.status_code,
                "incorrect" in page or "ne sont pas" in page,
                reset.status_code,
                reset["Location"],
            )
        )
    assert answers[0] == answers[1]


def test_a_new_device_and_a_new_password_are_told_by_mail(alice: User) -> None:
    first, second = Client(), Client()
    attempt(first, alice.email, RIGHT)
    attempt(first, alice.email, RIGHT)
    assert mails("nouvel appareil") == 0
    attempt(second, alice.email, RIGHT)
    assert mails("nouvel appareil") == 1
    second.post(LOGIN, {"login": alice.email, "password": RIGHT})
    new = "trois lampes sous la neige"
    sent = {"oldpassword": RIGHT, "password1": new, "password2": new}
    assert second.post("/connexion/password/change/", sent).status_code == 302
    assert mails("ot de passe modifi") == 1


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("Pupitre2026!!", True), ("maison-de-sante-35", True), ("MotDePasse1234", True),
        ("coordinatrice2025", True), ("aaaaaaaaaaaaaaaa", True), ("Médecin Infirmière 1", True),
        ("quatre chaises bleues", False), ("8#91$%2748@01", False), ("correct horse battery", False),
        ("é" * 3 + "ü^$ù*!:;,n?", False),
    ],
)  # fmt: skip
def test_words_of_the_trade_alone_make_no_password(password: str, refused: bool) -> None:
    expected = pytest.raises(ValidationError) if refused else nullcontext()
    with expected:
        LocalWordsValidator().validate(password)


def test_counts_are_exact_end_with_their_window_and_name_nobody(db: None) -> None:
    assert [throttle.counted("login:alice@a.example") for _ in range(3)] == [1, 2, 3]
    assert throttle.counted("login:alice@a.example", by=7) == 10
    RateCount.objects.update(opened=0)
    assert throttle.counted("login:alice@a.example") == 1
    assert "alice" not in str(RateCount.objects.values_list("key", flat=True))
    RateCount.objects.update(opened=0)
    throttle.drop_old_counts(type("Run", (), {"result": lambda self: None})())  # type: ignore[arg-type]
    assert not RateCount.objects.exists()
