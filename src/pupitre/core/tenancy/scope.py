"""The scope: which centre, and which user, the current code works for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from django.db import connections, transaction

from pupitre.core.tenancy.replica import REPLICA, database


class NoCentreScopeError(RuntimeError):
    """A tenant table was read or written outside a centre scope."""


@dataclass(frozen=True)
class Scope:
    """The centre and the user in force; either may be absent."""

    centre_id: int | None = None
    slug: str = ""
    user_id: int | None = None


class ScopedCentre(Protocol):
    """What a scope needs to know of a centre."""

    @property
    def pk(self) -> int: ...
    @property
    def slug(self) -> str: ...


_scope: ContextVar[Scope | None] = ContextVar("pupitre_scope", default=None)


def current_scope() -> Scope:
    """Return the centre scope in force; raise NoCentreScopeError where there is none."""
    scope = _scope.get()
    if scope is None or scope.centre_id is None:
        message = "No centre scope: wrap this code in centre_scope(centre)."
        raise NoCentreScopeError(message)
    return scope


def user_in_scope() -> int | None:
    scope = _scope.get()
    return scope.user_id if scope else None


def _tell_postgresql(scope: Scope | None, using: str) -> None:
    """Set the variables that the row-level policies read, until the end of the transaction."""
    centre, user = (scope.centre_id, scope.user_id) if scope else (None, None)
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.centre', %s, true), set_config('app.user', %s, true)",
            ["" if centre is None else str(centre), "" if user is None else str(user)],
        )


@contextmanager
def _enter(scope: Scope, *, to_the_end: bool = False) -> Iterator[Scope]:
    """Put a scope in force; on leaving restore the former one explicitly, as set_config outlives a savepoint.

    Nothing is to restore where the transaction ends with the scope.
    """
    former, using = _scope.get(), database()
    token = _scope.set(scope)
    try:
        if connections[using].vendor != "postgresql":
            yield scope
            return
        ends = to_the_end or not connections[using].in_atomic_block
        with transaction.atomic(using=using, savepoint=not to_the_end):
            if using == REPLICA:  # even of a server that has just been promoted
                connections[using].cursor().execute("SET TRANSACTION READ ONLY")
            _tell_postgresql(scope, using)
            yield scope
            if not ends and not transaction.get_rollback(using):
                _tell_postgresql(former, using)
    finally:
        _scope.reset(token)


@contextmanager
def centre_scope(
    centre: ScopedCentre, *, user_id: int | None = None, to_the_end: bool = False
) -> Iterator[Scope]:
    """Work for one centre; on PostgreSQL this opens a transaction, on SQLite it does not.

    `to_the_end`: nothing follows in the transaction that is open already; what fails inside undoes all of it.
    """
    user = user_id if user_id is not None else user_in_scope()
    with _enter(Scope(centre.pk, centre.slug, user), to_the_end=to_the_end) as scope:
        yield scope


@contextmanager
def user_scope(user_id: int | None) -> Iterator[Scope]:
    """Work for one user, outside every centre."""
    with _enter(Scope(user_id=user_id)) as scope:
        yield scope
