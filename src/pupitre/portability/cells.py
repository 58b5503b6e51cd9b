"""A value as a spreadsheet shows it to people: words for choices, names for relations, euros for cents."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from pupitre.accounts.models import User
from pupitre.core.tables import harmless
from pupitre.core.tenancy import CentreModel
from pupitre.core.tenancy.protection import centre_relations
from pupitre.portability.references import USERS


class Cells:
    """Writes cells; the names of related rows are read once per model."""

    def __init__(self, places: dict[str, dict[int, int]]) -> None:
        self.places = places
        self.names: dict[Any, dict[int, str]] = {}

    def written(self, field: Any, row: dict[str, Any], told: dict[str, Any]) -> str:
        """Return the cell of a field: `row` is what the database holds, `told` what the archive does."""
        value = row[field.attname]
        if value is None:
            return ""
        if field.remote_field:
            name = self._names(field.remote_field.model).get(value, "")
            return harmless(f"{name} (n° {told[field.name]})".strip())
        if field.choices:
            return harmless(dict(field.flatchoices).get(value, value))
        if field.name.endswith("cents"):
            return f"{value / 100:.2f}".replace(".", ",")
        return _plain(value if isinstance(value, date | time | Decimal) else told[field.name])

    def _names(self, model: Any) -> dict[int, str]:
        if model not in self.names:
            self.names[model] = _read_names(model, self.places)
        return self.names[model]


def _read_names(model: Any, places: dict[str, dict[int, int]]) -> dict[int, str]:
    if not issubclass(model, CentreModel):
        accounts = User.objects.filter(pk__in=places[USERS])
        return {user.pk: str(user) for user in accounts}
    near = [field.name for field in centre_relations(model)]
    heavy = [field.name for field in model._meta.concrete_fields if field.max_length is None and field.get_internal_type() in {"JSONField", "BinaryField"}]  # fmt: skip
    found = model.objects.order_by("pk").select_related(*near).defer(*heavy)
    return {one.pk: str(one)[:200] for one in found.iterator(chunk_size=1000)}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return localtime(value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return str(value) if isinstance(value, int) else harmless(value)
