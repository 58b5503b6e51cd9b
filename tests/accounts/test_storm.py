"""T14 at length: twenty thousand logins, floods of forgotten passwords, a scraped search; who is at home goes on."""

import os
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from tests.accounts.test_limits import LOGIN, RIGHT, attempt

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LOGINS = int(os.environ.get("PUPITRE_LOGINS", "20000"))
TRIES = 300


def addresses() -> Iterator[str]:
    """Yield addresses: one /64 whole, then one /24 whole, then a network each."""
    yield from (f"2001:db8:1:2::{last:x}" for last in range(LOGINS // 4))
    yield from (f"198.51.100.{last % 256}" for last in range(LOGINS // 4))
    yield from (f"10.{rank // 256 % 256}.{rank % 256}.1" for rank in range(LOGINS))


def test_twenty_thousand_logins_open_nothing_and_lock_nobody_out(alice: User, bob: User) -> None:
    """The password is right in the last quarter: the limits refuse all the same, but for the device at home."""
    home, stranger = Client(), Client(raise_request_exception=False)
    assert attempt(home, alice.email, RIGHT, "192.0.2.1")
    statuses: dict[int, int] = {}
    for rank, address in enumerate(islice(addresses(), LOGINS)):
        sent = {
            "login": alice.email,
            "password": RIGHT if rank > 3 * LOGINS // 4 else f"essai {rank}",
        }
        answer = stranger.post(LOGIN, sent, REMOTE_ADDR=address)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        assert "_auth_user_id" not in stranger.session, rank
        if rank % (LOGINS // 10) == 0:
            assert attempt(home, alice.email, RIGHT, "192.0.2.1"), rank
    assert set(statuses) <= {200, 429}
    assert attempt(home, alice.email, RIGHT, "192.0.2.1")
    assert attempt(Client(), bob.email, RIGHT, "203.0.113.1")  # another account of the same centre
    print(f"{LOGINS} logins: {statuses}")  # noqa: T201  # the measure


def test_a_flood_of_forgotten_passwords_leaves_the_mailbox_and_the_others_in_peace(
    alice: User, bob: User
) -> None:
    for rank in range(1000):
        sent = {"email": alice.email if rank % 2 else f"inconnu{rank}@a.example"}
        Client().post("/connexion/password/reset/", sent, REMOTE_ADDR=f"10.{rank // 250}.{rank % 250}.1")  # fmt: skip
    assert sum(alice.email in one.to for one in mail.outbox) == 3
    Client().post("/connexion/password/reset/", {"email": bob.email}, REMOTE_ADDR="203.0.113.1")
    assert sum(bob.email in one.to for one in mail.outbox) == 1
    assert attempt(Client(), alice.email, RIGHT, "203.0.113.1")


def test_a_scraped_search_stops_and_the_colleagues_still_search(
    as_alice: Client, as_bob: Client, centre_a: Centre
) -> None:
    path = f"/c/{centre_a.slug}/chercher/"
    found = [as_alice.get(path, {"q": f"mot{rank}"}).status_code for rank in range(300)]
    assert found == [200] * 60 + [429] * 240
    assert as_bob.get(path, {"q": "mot"}).status_code == 200


def test_an_unknown_account_takes_the_time_of_a_known_one(
    alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In seconds of computing, in turn, each from a network of its own: medians within 5 %."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    monkeypatch.setattr("pupitre.accounts.adapters.STRANGERS", 10**6)
    alice.set_password(RIGHT)
    alice.save()
    spent: dict[str, list[float]] = {alice.email: [], "personne@a.example": []}
    client = Client()
    for rank in range(TRIES):
        for place, (email, times) in enumerate(spent.items()):
            cache.clear()
            sent = {"login": email, "password": f"essai {rank}"}
            start = time.process_time()
            client.post(LOGIN, sent, REMOTE_ADDR=f"10.{rank // 250}.{rank % 250}.{place}")
            times.append(time.process_time() - start)
    known, unknown = (statistics.median(times) for times in spent.values())
    print(f"{1000 * known:.2f} ms known, {1000 * unknown:.2f} ms unknown")  # noqa: T201  # the measure
    assert abs(known - unknown) < 0.05 * known
