"""What the machine fails to give: room on the disk, a disk that can be written, a database that answers."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Outage:
    """A fault of the machine, in one French sentence, and in how many seconds one may try again."""

    sentence: str
    retry_after: int


FULL = Outage("Le disque est plein : rien n’a été enregistré.", 300)
UNWRITABLE = Outage("Le disque ne se laisse plus écrire : rien n’a été enregistré.", 300)
AWAY = Outage("La base de données ne répond pas : rien n’a été enregistré.", 15)
BUSY = Outage("Trop de personnes écrivent en même temps : rien n’a été enregistré.", 5)

_BY_ERRNO = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: UNWRITABLE,
    errno.EIO: UNWRITABLE,
}
_BY_SQLITE_NAME = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": UNWRITABLE,
    "SQLITE_CANTOPEN": UNWRITABLE,
    "SQLITE_IOERR": UNWRITABLE,
    "SQLITE_BUSY": BUSY,
}
_BY_SQLSTATE = {
    "53100": FULL,
    "25006": UNWRITABLE,
    "58030": UNWRITABLE,
    "08": AWAY,
    "57P": AWAY,
    "53": BUSY,
}
_GONE = {"OperationalError", "InterfaceError", "PoolTimeout", "PoolClosed"}
"""Errors of psycopg without an SQLSTATE: the server said nothing, it is not there."""


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the fault of the machine behind an error, None when the error is of another kind."""
    return next((found for one in _causes(error) if (found := _named(one))), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _named(error: BaseException) -> Outage | None:
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0)
    name = getattr(error, "sqlite_errorname", "")
    if name:
        return next((one for start, one in _BY_SQLITE_NAME.items() if name.startswith(start)), None)
    if not type(error).__module__.startswith("psycopg"):
        return None
    state = getattr(error, "sqlstate", None)
    if state:
        return next((one for start, one in _BY_SQLSTATE.items() if state.startswith(start)), None)
    return AWAY if type(error).__name__ in _GONE else None
