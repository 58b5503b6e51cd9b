"""Fixtures of every test: the database of either engine, two centres, and Alice, Bob and Charlie."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from pupitre.accounts.models import User
from pupitre.centres import pace
from pupitre.centres.models import Centre, Membership
from pupitre.centres.roles import Role
from pupitre.centres.services import NewCentre, open_centre
from pupitre.core import memo
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope, centre_scope
from pupitre.core.tenancy.rights import grant_to

# A busy machine is slow, not wrong: time fails no property.
settings.register_profile("pupitre", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pupitre")

APPLICATION_ROLE = "pupitre_application"
DATABASE_FIXTURES = {"db", "transactional_db"}


HOUSE = "tests/security/house/"
LONGEST = ("tests/browser/test_pages.py", HOUSE, "tests/browser/", "tests/privacy/")
"""What begins first, so that the processes end together."""


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps a file in one process, and the files that share the house of the hostile tests: what they build serves them all."""

    def _split_scope(self, nodeid: str) -> str:
        return HOUSE if nodeid.startswith(HOUSE) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the tests; on PostgreSQL, leave out what never asks for a database: it ran on SQLite already."""
    items.sort(key=lambda item: [not item.nodeid.startswith(name) for name in LONGEST])
    if connection.vendor == "postgresql":
        asking = [item for item in items if _asks_for_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in asking])
        items[:] = asking


def pytest_collection_finish() -> None:
    """Spare what every test shares from the search for garbage: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _asks_for_database(item: pytest.Item) -> bool:
    fixtures = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db") or "tests/cli/" in item.nodeid)


def _as_application(connection: Any, **_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Migrate as the owner, then work as the application's role, which the row policies bind."""
    with django_db_blocker.unblock():
        from django.core.management import call_command

        call_command("createcachetable", verbosity=0)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE ROLE {APPLICATION_ROLE}")
            grant_to(APPLICATION_ROLE)
            with connection.cursor() as cursor:  # lets transactional tests empty the tables
                cursor.execute(
                    f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APPLICATION_ROLE}"
                )
                cursor.execute(
                    f"GRANT UPDATE ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE}"
                )
            connection.close()
            connection_created.connect(_as_application)
        else:
            _let_flush_pass()
    yield
    connection_created.disconnect(_as_application)
    with django_db_blocker.unblock():
        connection.close()


def _let_flush_pass() -> None:
    """Let a transactional test empty the audit on SQLite, by taking its trigger away meanwhile."""
    name = "core_auditevent_no_delete"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
        trigger = cursor.fetchone()[0]
    operations: Any = type(connection.ops)  # every connection's: the browser tests open another
    plain = operations.sql_flush

    def sql_flush(*args: Any, **kwargs: Any) -> list[str]:
        return [f"DROP TRIGGER {name}", *plain(*args, **kwargs), trigger]

    operations.sql_flush = sql_flush


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    pace._read.clear()  # else the tenth page of a process, in whatever test, costs one query more
    for name in ("transactional_db", "db"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
            cache.clear()
            return


@pytest.fixture(autouse=True)
def _nothing_kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute at each page: tests put rows past `records`, which nothing in Pupitre does (`kept` asks to keep all the same)."""
    if "kept" not in request.fixturenames:
        monkeypatch.setattr(memo, "_last_act", lambda: None)


@pytest.fixture
def kept() -> None:
    """Keep what pages compute, as Pupitre does."""


@pytest.fixture
def alice(db: None) -> User:
    """Coordinates A."""
    return User.objects.create_user(
        "alice@a.example", "correct horse battery", first_name="Alice", last_name="Aubert"
    )


@pytest.fixture
def charlie(db: None) -> User:
    """Coordinates B."""
    return User.objects.create_user(
        "charlie@b.example", "correct horse battery", first_name="Charlie", last_name="Caron"
    )


@pytest.fixture
def centre_a(alice: User) -> Centre:
    return open_centre(NewCentre("MSP des Tilleuls", "35000", "Rennes"), coordinator=alice)


@pytest.fixture
def centre_b(charlie: User) -> Centre:
    return open_centre(NewCentre("MSP du Port", "29200", "Brest"), coordinator=charlie)


@pytest.fixture
def member_of(db: None) -> Any:
    """Return a function that makes a user with a role in a centre."""

    def make(centre: Centre, role: str, email: str = "") -> User:
        user = User.objects.create_user(
            email or f"{role}@{centre.slug}.example",
            "correct horse battery",
            first_name=role.capitalize(),
            last_name="Essai",
        )
        with centre_scope(centre):
            Membership.objects.create(user=user, role=role)
        return user

    return make


@pytest.fixture
def bob(centre_a: Centre, member_of: Any) -> User:
    """Is a professional of A."""
    user: User = member_of(centre_a, Role.PROFESSIONAL, "bob@a.example")
    return user


@pytest.fixture
def in_a(centre_a: Centre) -> Iterator[Scope]:
    """Work inside centre A."""
    with centre_scope(centre_a) as scope:
        yield scope


@pytest.fixture
def actor(alice: User) -> Actor:
    """Alice, as the author of writes."""
    return Actor(str(alice), "web", user_id=alice.pk, role=Role.COORDINATOR)


@pytest.fixture
def logged_in(db: None) -> Any:
    """Return a function that gives a client of a user, second factor done, confirmed, never idle."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session["second_factor"], session["seen"] = True, 9_000_000_000
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
        session.save()
        return client

    return make


@pytest.fixture
def as_alice(logged_in: Any, alice: User, centre_a: Centre) -> Client:
    client: Client = logged_in(alice)
    return client


@pytest.fixture
def as_bob(logged_in: Any, bob: User) -> Client:
    client: Client = logged_in(bob)
    return client


@pytest.fixture
def as_charlie(logged_in: Any, charlie: User, centre_b: Centre) -> Client:
    client: Client = logged_in(charlie)
    return client
