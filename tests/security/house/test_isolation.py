"""T1 in full, T2 and T3: whatever the key, the method and the visitor, no word of another centre, none of a closed subject."""

import csv
import os
import random
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.roles import Role
from pupitre.core.access import Page
from tests.house import House, logged_in, member, said_of, send, text_of
from tests.matrix import address, centre_pages, tenant_models
from tests.security.rights import ROLES, may

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SUBJECTS = Path(__file__).parent.parent / "subjects.csv"
SHARE = int(os.environ.get("PUPITRE_SHARE", "1"))
"""One page in so many, for a busy machine; the long test without it makes over 50,000 requests."""


def keyed() -> list[Page]:
    """Return the pages that point to one object."""
    return [page for page in centre_pages() if "<int:pk>" in page.pattern]


def paths(house: House, page: Page, rng: random.Random) -> Iterator[str]:
    """Yield a page's address with keys of the other centre, deleted, absent, negative, too long, of another kind."""
    label = page.tenant_model or page.name.split(":")[0]
    slug = house.own.slug
    foreign = rng.choice(sorted(house.other_pks.values()))
    for pk in (foreign, house.other_pks.get(label, foreign), 899_999, 0, 2**63 - 1, 2**63, 10**40):
        yield address(page, slug, {label: pk})
    whole = address(page, slug, {label: 1})
    for text in ("-1", "6f1e2a34-5b6c-7d8e-9f00-112233445566", "1.0", "%2d1", "1%00", "x'--", "٣"):
        yield whole.replace("/1/", f"/{text}/", 1)


def refused(house: House, client: Client, page: Page, role: str, path: str, method: str) -> None:
    """Send one request that must find nothing: 404 or a method that is not there, 403 where the page is closed."""
    response = send(client, method, path)
    expected = {404, 405, 400} if not role or may(page.name, role) else {403, 404, 400}
    if method == "OPTIONS" and response.status_code == 200:
        expected = {200} if may(page.name, role) else expected
        assert not response.content, (page, path)
    assert response.status_code in expected, (role, method, path, response.status_code)
    said_of(house, response, path)


def matrix(house: House, role: str, share: int, seed: int) -> int:
    rng, sent = random.Random(seed), 0
    for page in keyed():
        if rng.randrange(share):
            continue
        for path in paths(house, page, rng):
            for method in METHODS:
                refused(house, house.clients[role], page, role, path, method)
                sent += 1
    return sent


@pytest.mark.parametrize("role", ROLES)
def test_no_key_opens_what_is_not_there(house: House, role: str) -> None:
    assert matrix(house, role, 60, seed=3) > 100


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_no_key_opens_what_is_not_there_on_any_page(house: House, role: str) -> None:
    sent = matrix(house, role, SHARE, seed=4)
    assert sent * SHARE > 20_000, sent


def outsiders(house: House) -> dict[str, tuple[Client, set[int]]]:
    """Return who has nothing here: nobody, a disabled account, one of no centre, the other centre's coordinator."""
    disabled = member(house.own, Role.MANAGER)
    clients = {"nobody": Client(raise_request_exception=False), "disabled": logged_in(disabled)}
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    alone = User.objects.create_user("alone@x.example", "correct horse battery")
    stranger = User.objects.get(email="charlie@b.example")
    told = {name: (client, {302}) for name, client in clients.items()}
    return told | {"alone": (logged_in(alone), {404}), "stranger": (logged_in(stranger), {404})}


def outside(house: House, share: int) -> int:
    rng, sent = random.Random(5), 0
    with transaction.atomic():
        User.objects.filter(email="manager@own.example").update(email="kept@own.example")
        for who, (client, expected) in outsiders(house).items():
            for page in centre_pages():
                if "/l/" in page.pattern or rng.randrange(share):
                    continue
                for method in METHODS:
                    path = address(page, house.own.slug, house.own_pks)
                    response = send(client, method, path)
                    assert response.status_code in expected, (who, method, path)
                    if response.status_code == 302:
                        assert response["Location"].startswith("/connexion/"), (who, path)
                    sent += 1
        transaction.set_rollback(True)
    return sent


def test_outsiders_find_nothing(house: House) -> None:
    assert outside(house, 20) > 300


@pytest.mark.long
def test_outsiders_find_nothing_on_any_page(house: House) -> None:
    assert outside(house, SHARE) * SHARE > 8_000


def subjects(role: str) -> Callable[[str], bool]:
    """Return whether a role may ever read a field, `app.Model.field`, by `subjects.csv`: the first row that names it decides."""
    with SUBJECTS.open(encoding="utf-8", newline="") as source:
        rows = [(row["fields"].split(), row[role] == "yes") for row in csv.DictReader(source)]

    def readable(name: str) -> bool:
        return next(
            (yes for patterns, yes in rows if any(fnmatchcase(name, one) for one in patterns)), True
        )

    return readable


def crawl(house: House, role: str, share: int) -> int:
    """Read every page and file that a role may open; fail on a word of the other centre or of a closed subject."""
    readable = subjects(role)
    closed = {
        line["word"]: f"{line['model']}.{line['field']}"
        for line in house.planted
        if line["centre"] == house.own.slug and not readable(f"{line['model']}.{line['field']}")
    }
    seen = 0
    for rank, page in enumerate(centre_pages()):
        if not may(page.name, role) or "/l/" in page.pattern or rank % share:
            continue
        path = address(page, house.own.slug, house.own_pks)
        kinds = ("", "?format=csv", "?format=xlsx") if page.name.endswith("-list") else ("",)
        for kind in kinds:
            response = send(house.clients[role], "GET", path + kind)
            text = text_of(response) if response.status_code < 400 else ""
            seen += 1
            leaked = {word for word in house.words if word in text}
            assert not leaked, (path, leaked)
            shown = {name for word, name in closed.items() if word in text}
            assert not shown, (role, path + kind, shown)
    return seen


@pytest.mark.parametrize("role", ROLES)
def test_no_page_or_file_tells_a_closed_subject(house: House, role: str) -> None:
    assert crawl(house, role, 9) > 10


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_no_page_or_file_at_all_tells_a_closed_subject(house: House, role: str) -> None:
    assert crawl(house, role, 1) > 40


def test_search_never_finds_the_other_centre(house: House) -> None:
    """A word of the other centre answers what a word of nobody answers, to the letter."""
    address = f"/c/{house.own.slug}/chercher/?q="
    nothing = send(house.clients["coordinator"], "GET", address + "z" * 20)
    for word in sorted(house.words)[:40]:
        page = send(house.clients["coordinator"], "GET", address + word)
        assert page.content.decode().replace(word, "") != page.content.decode()
        assert len(page.content) == len(nothing.content), word


@pytest.mark.parametrize("centre", [None, "", "999999999"])
def test_postgresql_alone_isolates_every_table(house: House, centre: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's row policies")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.centre', %s, true), set_config('app.user', '', true)", [centre]
        )
        for model in tenant_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
            acts = ("UPDATE {} SET version = 7", "DELETE FROM {}")
            for act in acts if table != "core_auditevent" else ():
                cursor.execute(act.format(table))
                assert cursor.rowcount == 0, (act, table)
