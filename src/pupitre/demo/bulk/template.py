"""One centre's rows as text with holes: fill the holes, and they are another centre's rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

from pupitre.accounts.models import User
from pupitre.aci.models import Dossier
from pupitre.centres.models import Centre, Membership
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.demo.bulk.marking import Marker, Pattern
from pupitre.demo.bulk.names import NUMBER, Identity
from pupitre.demo.bulk.references import Row, tenant_models
from pupitre.inbox.models import ActLink


@dataclass(frozen=True)
class Table:
    """A table's rows, as lines of PostgreSQL's COPY."""

    model: type[models.Model]
    columns: list[str]
    count: int
    lines: Pattern


@dataclass(frozen=True)
class Template:
    """A whole centre: its tables, what its audit seals, its signed links and the evidence that it froze."""

    identity: Identity
    people: int
    centre_id: int
    tables: list[Table]
    events: list[Pattern]
    links: list[ActLink]
    dossiers: dict[int, Pattern]
    numbers: dict[type[models.Model], list[str]]
    mails: list[str]

    @property
    def size(self) -> int:
        return sum(table.count for table in self.tables)


def read_template(centre: Centre, rank: int, people: int) -> Template:
    """Read every row of a centre and of its accounts."""
    identity = Identity.of(rank)
    with centre_scope(centre):
        users = Membership.objects.values_list("user_id", flat=True)
        rows: dict[type[models.Model], list[Row]] = {
            Centre: _rows(Centre, "id", [centre.pk]), User: _rows(User, "id", users)
        }  # fmt: skip
        rows |= {model: _rows(model, "centre_id", [centre.pk]) for model in tenant_models()}
        digests = {row["digest"]: f"digest:{row['number']}" for row in rows[AuditEvent]}
        digests |= {row["digest"]: f"dossier:{row['id']}" for row in rows[Dossier]}
        marker = Marker(identity, people, digests)
        events = [marker.content(event) for event in AuditEvent.objects.order_by("number")]
        links = list(ActLink.objects.all())
    tables = [_table(marker, *held) for held in rows.items() if held[1]]
    dossiers = {int(row["id"]): marker.cell(Dossier, "snapshot", row) for row in rows[Dossier]}
    holes = {name for held in (*(table.lines for table in tables), *events) for name in held.holes}
    mails = sorted(name.removeprefix("mail:") for name in holes if name.startswith("mail:"))
    return Template(
        identity, people, centre.pk, tables, events, links, dossiers, _numbers(holes), mails
    )


def _table(marker: Marker, model: type[models.Model], rows: list[Row]) -> Table:
    return Table(model, list(rows[0]), len(rows), marker.lines(model, rows))


def _numbers(holes: set[str]) -> dict[type[models.Model], list[str]]:
    """Return the names of the rows that anything numbers, those deleted since too, by table and in order."""
    named: dict[str, list[tuple[int, str]]] = {}
    for name in holes:
        if name.startswith(NUMBER):
            label, _, key = name[1:].partition(":")
            named.setdefault(label, []).append((int(key), name))
    return {
        apps.get_model(label): [name for _, name in sorted(found)]
        for label, found in sorted(named.items())
    }


def _rows(model: type[models.Model], column: str, keys: Iterable[Any]) -> list[Row]:
    """Return the rows whose column has one of these values, as texts of the database (None for none)."""
    names = [field.attname for field in model._meta.concrete_fields]
    quote = connection.ops.quote_name
    chosen, listed = ", ".join(map(quote, names)), ", ".join(str(int(key)) for key in keys)
    query = f"SELECT {chosen} FROM {quote(model._meta.db_table)} WHERE {column} IN ({listed}) ORDER BY id"  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
                found = list(copy.rows())
        else:
            found = [tuple(map(_text, row)) for row in cursor.execute(query).fetchall()]
    return [dict(zip(names, row, strict=True)) for row in found]


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return rf"\x{value.hex()}" if isinstance(value, bytes) else str(value)
