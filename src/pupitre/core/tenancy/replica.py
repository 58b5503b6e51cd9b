"""Reading a centre's pages from a streaming replica of PostgreSQL, when one is set.

Accounts, sessions, rights and jobs are always read from the primary: who has left is refused at once, whatever the
lag. A page that turns out to write is served again by the primary. Who has just written carries the place of that
write in a cookie, and reads from the primary until the replica has it.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
COOKIE = "wrote_at"
KEPT = 600
"""Seconds that a browser remembers its last write."""
ASKED_EVERY, AWAY = 2.0, 15.0
"""Seconds between two questions to the replica: when it answers, when it did not."""
READ_ONLY, NUMBERS = "25006", re.compile(r"\d+")
_alias: ContextVar[str] = ContextVar("database", default=DEFAULT_DB_ALIAS)


@dataclass(frozen=True)
class State:
    """Where the replica is: octets of the primary's log that it has replayed, and that it has not."""

    replayed: int
    behind: int

    @property
    def usable(self) -> bool:
        return self.behind <= settings.REPLICA_MAX_BEHIND


class Router:
    """Sends the rows of centres where the request reads; everything else to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        from pupitre.core.tenancy.models import CentreModel

        return _alias.get() if issubclass(model, CentreModel) else DEFAULT_DB_ALIAS

    db_for_write = db_for_read  # the replica refuses: the page is then served again by the primary

    def allow_relation(self, *objects: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def database() -> str:
    """Return the alias that the current code reads centres from."""
    return _alias.get()


@contextmanager
def reading_replica() -> Iterator[None]:
    token = _alias.set(REPLICA)
    try:
        yield
    finally:
        _alias.reset(token)


class Replica:
    """What one process knows of the replica, asked again every few seconds."""

    def __init__(self) -> None:
        self.ask_at = 0.0
        self.state: State | None = None
        self.writing: set[str] = set()

    def serves(self, request: HttpRequest) -> bool:
        """Say whether the replica may answer: a page that reads, not too late, and after this browser's last write."""
        if not is_set() or request.method not in {"GET", "HEAD"} or "/l/" in request.path_info:
            return False
        if page_of(request) in self.writing:
            return False
        wrote = request.COOKIES.get(COOKIE, "")
        place = int(wrote) if wrote.isdecimal() and len(wrote) < 20 else 0
        if time.monotonic() > self.ask_at or (self.state and self.state.replayed < place):
            self.ask()
        return self.state is not None and self.state.usable and self.state.replayed >= place

    def ask(self) -> None:
        self.state = state()
        self.ask_at = time.monotonic() + (ASKED_EVERY if self.state else AWAY)

    def refused(self, request: HttpRequest, error: Exception) -> bool:
        """Note that the replica could not serve a page: the page writes, or the server has gone."""
        if database() != REPLICA or not isinstance(error, Error):
            return False
        if getattr(error.__cause__, "sqlstate", "") == READ_ONLY:
            self.writing.add(page_of(request))
        else:
            self.gone()
        return True

    def gone(self) -> None:
        """Leave the replica aside for a while."""
        self.state, self.ask_at = None, time.monotonic() + AWAY


def page_of(request: HttpRequest) -> str:
    """Return what tells a page of a centre, whichever the centre and the object."""
    return NUMBERS.sub("0", request.path_info.split("/", 3)[-1])


replica = Replica()


def is_set() -> bool:
    return REPLICA in settings.DATABASES


def state() -> State | None:
    """Ask both servers how late the replica is; None when it does not answer."""
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(
                "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') WHERE pg_is_in_recovery()"
            )
            found = cursor.fetchone()
    except Error:
        return None
    if found is None:  # promoted: it is a primary now, of another history
        return None
    replayed = int(found[0])
    return State(replayed, max(0, written() - replayed))


def written() -> int:
    """Return how far the primary has written, in octets of its log."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


def remember_write(response: HttpResponse) -> None:
    """Give the browser the place of its write, once it is committed."""
    response.set_cookie(
        COOKIE, str(written()), max_age=KEPT, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
