"""Every URL × method × role × own and other centre: nothing leaks, nothing is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings

from pupitre.accounts.models import User
from pupitre.centres.models import Centre, Membership
from pupitre.centres.roles import Role
from pupitre.core.access import Page
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.demo.build import make_one
from pupitre.demo.canaries import plant
from pupitre.demo.centres import Size, account
from tests.matrix import address, centre_pages, tenant_models

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FAR = 900_000  # the second centre's keys start here, so that no key of one table is a key of another centre's


@dataclass
class House:
    """Two centres full of work, and a client per role of the first."""

    own: Centre
    other: Centre
    clients: dict[str, Client] = field(default_factory=dict)
    own_pks: dict[str, int] = field(default_factory=dict)
    other_pks: dict[str, int] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[House]:
    """Build both centres once for the module, in a transaction that is undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO=True):
        cache.clear()
        yield _build(tmp_path_factory.mktemp("matrix") / "canaries")
        transaction.set_rollback(True)


def _build(listed: Path) -> House:
    own = _centre(0, "alice@a.example")
    members = {role: _member(own, role) for role in Role.values}
    _move_keys()
    other = _centre(1, "charlie@b.example")
    house = House(own, other, own_pks=_keys(own), other_pks=_keys(other))
    plant(listed, seed=1)
    house.words = {
        line.split('"word": "')[1][:20]
        for line in listed.read_text().splitlines()
        if other.slug in line
    }
    house.clients = {role: _logged_in(member) for role, member in members.items()}
    for client in house.clients.values():
        client.raise_request_exception = False
    return house


def _member(centre: Centre, role: str) -> User:
    user = User.objects.create_user(f"{role}@own.example", "correct horse battery")
    with centre_scope(centre):
        Membership.objects.create(user=user, role=role)
    return user


def _logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _centre(rank: int, email: str) -> Centre:
    make_one(
        rank,
        Size(8, 1),
        years=1,
        coordinator=account(email, "C", "C"),
        seed=7,
        today=TODAY,
        say=str,
    )
    centre = Centre.objects.order_by("-pk").first()
    assert centre is not None
    return centre


def _move_keys() -> None:
    """Start the next keys of every tenant table far away."""
    with connection.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, FAR])
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, FAR]
                )


def _keys(centre: Centre) -> dict[str, int]:
    with centre_scope(centre):
        rows = {
            model._meta.label: model.objects.order_by("-pk").first() for model in tenant_models()
        }
    return {label: row.pk for label, row in rows.items() if row is not None}


def send(client: Client, method: str, path: str) -> Any:
    """Send one request and undo what it wrote."""
    with transaction.atomic():
        response = client.generic(method, path)
        transaction.set_rollback(True)
    return response


def in_rows(pages: list[Page]) -> Iterator[Page]:
    """Yield the pages that point to one object."""
    return (page for page in pages if "<int:" in page.pattern and "year" not in page.pattern)


def allowed(page: Page, role: str) -> bool:
    asked = page.permission or ""
    return asked.startswith("public:") or registry.allows(asked, role)


def test_an_anonymous_visitor_sees_the_login_page_or_nothing(house: House) -> None:
    client = Client(raise_request_exception=False)
    for page in centre_pages():
        response = send(client, "GET", address(page, house.own.slug, house.own_pks))
        assert response.status_code in ({404, 410, 429} if "/l/" in page.pattern else {302}), page
        if response.status_code == 302:
            assert "/connexion/" in response["Location"], page


@pytest.mark.parametrize("role", Role.values)
def test_a_role_gets_what_it_is_permitted_and_403_for_the_rest(house: House, role: str) -> None:
    for page in centre_pages():
        for method in METHODS:
            response = send(
                house.clients[role], method, address(page, house.own.slug, house.own_pks)
            )
            assert response.status_code < 500, (page, method, response.status_code)
            if not allowed(page, role):
                assert response.status_code == 403, (page, method)
            elif method == "GET":
                assert response.status_code != 403 or "/l/" in page.pattern, (page, role)
            _no_foreign_word(house, page, response)


@pytest.mark.parametrize("role", Role.values)
def test_another_centre_does_not_exist(house: House, role: str) -> None:
    for page in centre_pages():
        for method in METHODS:
            response = send(
                house.clients[role], method, address(page, house.other.slug, house.other_pks)
            )
            assert response.status_code in {404, 410, 429}, (page, method)
            _no_foreign_word(house, page, response)


def test_another_centres_objects_do_not_exist_under_ones_own_address(house: House) -> None:
    client = house.clients[Role.COORDINATOR]
    for page in in_rows(centre_pages()):
        for method in ("GET", "POST"):
            for pk in sorted(set(house.other_pks.values())):
                path = address(page, house.own.slug, dict.fromkeys(_labels(page), pk))
                response = send(client, method, path)
                assert response.status_code in {404, 405}, (
                    page,
                    method,
                    path,
                    response.status_code,
                )
                _no_foreign_word(house, page, response)


def _labels(page: Page) -> set[str]:
    return {page.tenant_model or page.name.split(":")[0]}


def _no_foreign_word(house: House, page: Page, response: Any) -> None:
    if response.streaming:
        return
    text = response.content.decode("utf-8", "replace")
    leaked = [word for word in house.words if word in text] if len(text) > 20 else []
    assert not leaked, (page, leaked)
