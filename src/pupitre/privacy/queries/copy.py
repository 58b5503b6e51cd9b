"""Everything about one person, as data: what the right of access and portability asks (GDPR art. 15 and 20)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import BinaryField, Q

from pupitre.core.history import past
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import CentreModel
from pupitre.documents.models import Document
from pupitre.people.models import Person
from pupitre.privacy.declarations import tenant_holdings, treatments
from pupitre.privacy.queries.rows import documents_about, rows_about

LEFT_OUT = {"id", "centre_id", "version", "salt", "content"}


@dataclass(frozen=True)
class Table:
    """The rows of one table about the person: column titles and texts."""

    label: str
    title: str
    purpose: str
    head: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def tables_of(person: Person) -> list[Table]:
    """Return what each table holds about somebody; other persons are not named."""
    found = []
    for model, holding in tenant_holdings():
        if holding.about:
            rows = rows_about(model, holding, person.pk).order_by("pk").distinct()
            found.append(_table(model, treatments()[holding.treatment].title, list(rows), person))
    found.append(_table(Document, "Documents et justificatifs", list(papers_of(person)), person))
    return [one for one in found if one.rows]


def papers_of(person: Person) -> Any:
    return documents_about(person).order_by("pk")


def acts_of(person: Person) -> list[dict[str, str]]:
    """Return what the journal says that the person did, and what was done to their record."""
    mine = Q(person_id=person.pk) | Q(object_type="people.person", object_id=person.pk)
    if person.user_id:
        mine |= Q(user_id=person.user_id)
    return [
        {
            "date": one.at.isoformat(timespec="seconds"),
            "auteur": one.who if one.user_id == person.user_id else "un membre de l'équipe",
            "acte": past(one.action),
            "objet": one.object_label,
        }
        for one in AuditEvent.objects.filter(mine).order_by("number")
    ]


def _table(model: type[CentreModel], purpose: str, rows: list[Any], person: Person) -> Table:
    fields = [
        field
        for field in model._meta.local_fields
        if field.attname not in LEFT_OUT and not isinstance(field, BinaryField)
    ]
    return Table(
        label=model._meta.label,
        title=str(model._meta.verbose_name_plural),
        purpose=purpose,
        head=tuple(str(field.verbose_name) for field in fields),
        rows=tuple({field.name: _told(field, row, person) for field in fields} for row in rows),
    )


def _told(field: Any, row: Any, person: Person) -> Any:
    if field.is_relation:
        other = field.remote_field.model is Person and getattr(row, field.attname) != person.pk
        value = getattr(row, field.name)
        return None if value is None else "une autre personne" if other else str(value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.attname)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str | int | bool | dict | list) or value is None:
        return value
    return float(value) if isinstance(value, Decimal) else str(value)
