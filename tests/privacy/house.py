"""A centre with a year of work, and a person whose name no other text holds."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection, models

from pupitre.centres.models import Centre
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import CentreModel
from pupitre.demo.build import make_one
from pupitre.demo.centres import Size, account
from pupitre.people.models import Person
from pupitre.privacy.declarations import tenant_holdings
from pupitre.privacy.queries.rows import rows_about, text_fields

TODAY = date(2026, 11, 22)
WORD = "Zorglubinette"
EMAIL, PHONE, RPPS = "zorglubinette@secret.example", "07 81 92 03 14", "81008170094"


def full_centre() -> Centre:
    make_one(
        0, Size(8, 1), years=1, coordinator=account("alice@a.example", "C", "C"), seed=7,
        today=TODAY, say=str,
    )  # fmt: skip
    centre = Centre.objects.order_by("-pk").first()
    assert centre is not None
    return centre


def busiest() -> Person:
    """The person that most tables speak of, without an account that coordinates."""
    persons = list(Person.objects.filter(kind=Person.Kind.PROFESSIONAL))
    return max(persons, key=lambda one: sum(_tables(one)))


def _tables(person: Person) -> list[bool]:
    return [
        rows_about(model, holding, person.pk).exists()
        for model, holding in tenant_holdings()
        if holding.about
    ]


def rename(person: Person, by: Actor) -> None:
    person.first_name, person.last_name = "Odette", WORD
    person.email, person.phone, person.rpps = EMAIL, PHONE, RPPS
    person.skills = f"sait tout de {WORD}"
    records.save(person, by=by)


def plant(person: Person) -> set[str]:
    """Write the person's name, address or number in one row of every text of every table; return the tables."""
    said = (f"Odette {WORD}", f"Dr {WORD}", EMAIL, PHONE.replace(" ", ""))
    planted = set()
    for model in apps.get_models():
        if not issubclass(model, CentreModel) or model is Person:
            continue
        row = model.objects.order_by("pk").last()
        for rank, name in enumerate(text_fields(model) if row else ()):
            field: Any = model._meta.get_field(name)
            if model._meta.label in {"core.AuditEvent", "core.AuditHead", "core.SearchEntry"}:
                continue
            word = said[rank % len(said)]
            if field.max_length and field.max_length < len(word):
                continue
            value = _with(field, getattr(row, name), word)
            if value is not None:
                model.objects.filter(pk=row.pk).update(**{name: value})
                planted.add(model._meta.label)
    return planted


def _with(field: Any, value: Any, word: str) -> Any:
    if isinstance(field, models.JSONField):
        if isinstance(value, dict):
            return {**value, "mot": word}
        return [*value, word] if isinstance(value, list) else None
    if isinstance(field, models.EmailField):
        return EMAIL
    return f"{value or ''} {word}"[-(field.max_length or 10_000) :]


def tables_that_say(*words: str) -> set[str]:
    """The tables of the whole database where one of the words is still written, index included."""
    found = set()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor:
                text = " ".join(_readable(value) for value in row).lower()
                if any(word.lower() in text for word in words):
                    found.add(table)
    return found


def _readable(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)
