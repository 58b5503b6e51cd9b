"""Where a centre's rows hold the number of another row: relations, pairs of label and number, JSON, keys."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from pupitre.core.tenancy import CentreModel

# Numbers without a relation, by the name of their column or of their key in a JSON value.
NUMBERS = {
    "user_id": "accounts.user",
    "made_user_id": "accounts.user",
    "approved_user_id": "accounts.user",
    "proposed_user_id": "accounts.user",
    "person_id": "people.person",
    "proposed_person_id": "people.person",
    "current_item_id": "meetings.agendaitem",
    "person": "people.person",
    "replaces": "people.person",
    "meeting": "meetings.meeting",
    "document": "documents.document",
}
# What the first words of a unique key name; the number that follows is that row's.
KEYS = {
    "bank.line": ("bank.bankline", ""),
    "indemnities.run": ("indemnities.indemnityrun", "people.person"),
    "invoices.invoice": ("invoices.invoice", ""),
    "payments.batch": ("payments.paymentbatch", ""),
    "rents.call": ("rents.rentcall", ""),
}
KEY = re.compile(r"(?<![a-z])(?P<what>[a-z]+\.[a-z]+)/(?P<number>\d+)(?:/(?P<second>\d+))?")
# Pages that are not the object's own: what the number in the path numbers; the object's is in the query.
PAGES = {"bank.bankline": "payments.bankaccount"}

Row = dict[str, Any]


class UnknownNumberError(RuntimeError):
    """A column looks like the number of a row, and nothing says of which table."""


def tenant_models() -> list[type[CentreModel]]:
    return [model for model in apps.get_models() if issubclass(model, CentreModel)]


@cache
def numbers_of(model: type[models.Model]) -> dict[str, str]:
    """Return the columns that hold numbers of rows: a label, or `@column` where that column holds the label."""
    names = {field.attname for field in model._meta.concrete_fields}
    return dict(_numbers(model, names))


def _numbers(model: type[models.Model], names: set[str]) -> Iterator[tuple[str, str]]:
    for field in model._meta.concrete_fields:
        name = field.attname
        if field.primary_key:
            yield name, model._meta.label_lower
        elif field.remote_field:
            yield name, field.remote_field.model._meta.label_lower
        elif isinstance(field, models.IntegerField) and name.endswith("_id"):
            kind = f"{name.removesuffix('_id')}_type"
            if kind not in names and name not in NUMBERS:
                raise UnknownNumberError(f"{model._meta.label}.{name}")
            yield name, f"@{kind}" if kind in names else NUMBERS[name]
