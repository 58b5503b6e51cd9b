"""The keys that an arriving centre takes: those that it had when all of them are free here, else new ones above them."""

from django.db import connection

from pupitre.core.backup.archive import ArchiveError
from pupitre.portability.references import USERS, travelling


def places_for(had: dict[str, list[int]]) -> tuple[dict[str, list[int]], bool]:
    """Return the keys to take, by model, and whether they are those of before; the counters are moved past them.

    All or none keep their key: numbers written inside texts (references given to a bank, codes of the books) then stay
    true. New keys are above every former one, so that such a number never comes to mean another row.
    """
    last = {model: _last(model) for model in travelling()}
    kept = all(
        not keys or keys[0] > last[model]
        for model in last
        if (keys := had[model._meta.label]) is not None
    )
    found: dict[str, list[int]] = {}
    for model, used in last.items():
        keys = had[model._meta.label]
        base = max(used, keys[-1] if keys else 0)
        taken = keys if kept else list(range(base + 1, base + 1 + len(keys)))
        if taken:
            _advance(model, used, taken[-1])
        found[model._meta.label] = taken
    return found, kept


def account_places(count: int) -> list[int]:
    """Return keys that no account has or will have, for those who acted and have no account any more."""
    from django.apps import apps

    users = apps.get_model(USERS)
    used = _last(users)
    if count:
        _advance(users, used, used + count)
    return list(range(used + 1, used + 1 + count))


def _last(model: type) -> int:
    """Return the last key that a table's counter gave, whoever's row took it."""
    table = model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = _sequence(table)
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608  # a table's own
            last, called = cursor.fetchone()
            return int(last) if called else 0
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def _advance(model: type, used: int, upto: int) -> None:
    """Move a table's counter to a key; the application's role may only ask PostgreSQL's for the next ones."""
    table = model._meta.db_table  # type: ignore[attr-defined]
    if upto <= used:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if upto - used > 20_000_000:
                raise ArchiveError("Les numéros de cette archive sont trop grands pour cette base.")
            cursor.execute(
                "SELECT max(nextval(%s)) FROM generate_series(1, %s)",
                [_sequence(table), upto - used],
            )
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, upto])


def _sequence(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        return str(cursor.fetchone()[0])
