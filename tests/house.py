"""Two centres full of work with a unique word in every text, a client per role of the first, and what a response says."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from pypdf import PdfReader

from pupitre.accounts.models import User
from pupitre.centres.models import Centre, Membership
from pupitre.centres.roles import Role
from pupitre.core.tenancy import centre_scope
from pupitre.demo.build import make_one
from pupitre.demo.canaries import plant
from pupitre.demo.centres import Size, account
from tests.matrix import tenant_models
from tests.security.headers import check_headers

TODAY = date(2026, 11, 22)
READING = {"GET", "HEAD", "OPTIONS"}
NOTED = {
    "core_auditevent",
    "core_audithead",
    "core_ratecount",
    "django_session",
    "accounts_usersession",
}
"""What reading may write: that it took place, and how often."""
WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
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
    planted: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def built(folder: Path, unblocker: Any) -> Iterator[House]:
    """Build the house in a transaction that is undone at the end."""
    with unblocker.unblock(), transaction.atomic(), override_settings(DEMO=True):
        cache.clear()
        house = _build(folder / "canaries")
        connection.run_on_commit.clear()  # else each rollback reads the thousands that wait
        yield house
        transaction.set_rollback(True)


def _build(listed: Path) -> House:
    _move_keys(1)
    own = _centre(0, "alice@a.example")
    members = {role: member(own, role) for role in Role.values}
    _move_keys(FAR)
    other = _centre(1, "charlie@b.example")
    house = House(own, other, own_pks=_keys(own), other_pks=_keys(other))
    plant(listed, seed=1)
    house.planted = [json.loads(line) for line in listed.read_text().splitlines()]
    house.words = {line["word"] for line in house.planted if line["centre"] == other.slug}
    house.clients = {role: logged_in(user) for role, user in members.items()}
    return house


def member(centre: Centre, role: str) -> User:
    user = User.objects.create_user(f"{role}@own.example", "correct horse battery")
    with centre_scope(centre):
        Membership.objects.create(user=user, role=role)
    return user


def logged_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
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


def _move_keys(start: int) -> None:
    """Start the next keys of every tenant table there: PostgreSQL does not undo what an earlier house drew."""
    with connection.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, start]
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start]
                )


def _keys(centre: Centre) -> dict[str, int]:
    with centre_scope(centre):
        rows = {
            model._meta.label: model.objects.order_by("-pk").first() for model in tenant_models()
        }
    return {label: row.pk for label, row in rows.items() if row is not None}


def send(client: Client, method: str, path: str, *args: Any, **options: Any) -> Any:
    """Send one request, check the headers of its response, that what only reads wrote nothing, and undo what it wrote."""
    written: set[str] = set()

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if found := WRITING.match(sql):
            written.add(found[1])
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(note):
        response = client.generic(method, path, *args, **options)
        transaction.set_rollback(True)
    check_headers(response, path)
    assert method not in READING or written <= NOTED, (method, path, written - NOTED)
    return response


def text_of(response: Any) -> str:
    """Return all that a response says, whatever its kind: page, PDF, workbook, archive."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return str(content.decode("utf-8", "replace"))


def said_of(house: House, response: Any, where: object) -> None:
    """Fail when a response holds a word planted in the other centre."""
    text = "" if response.streaming else response.content.decode("utf-8", "replace")
    leaked = [word for word in house.words if word in text] if len(text) > 20 else []
    assert not leaked, (where, leaked)
