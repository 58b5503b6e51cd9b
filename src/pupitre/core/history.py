"""What happened to one record, from its audit events, as the timeline component draws it."""

from typing import Any

from django.db.models import Field, Model

from pupitre.core import french
from pupitre.core.models import AuditEvent
from pupitre.core.money import HARD_SPACE


def history(obj: Model, *, limit: int = 50) -> list[dict[str, Any]]:
    """Return the acts on a record, latest first: {when, who, text, detail}."""
    events = AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
    names = {field.attname: field for field in obj._meta.concrete_fields}
    return [
        {
            "when": f"{french.short_day(event.at)}, {french.clock(event.at)}",
            "who": f"{event.who}{HARD_SPACE}:",
            "text": event.action,
            "detail": _detail(event.changes, names),
        }
        for event in events.order_by("-pk")[:limit]
    ]


def _detail(changes: dict[str, Any], fields: dict[str, Field[Any, Any]]) -> str:
    """Say which fields changed, and how where the values are words; a creation says nothing more."""
    if changes and all(before is None for before, _after in changes.values()):
        return ""
    told = [
        f"{fields[name].verbose_name} : {_word(fields[name], before)} → {_word(fields[name], after)}"
        for name, (before, after) in changes.items()
        if name in fields and not _technical(fields[name])
    ]
    return " ; ".join(told)


def _technical(field: Field[Any, Any]) -> bool:
    """Tell whether a field has no name of its own for people, or is another row's number."""
    plain = field.verbose_name == field.name.replace("_", " ")
    return plain or field.is_relation


def _word(field: Field[Any, Any], value: Any) -> str:
    if value in (None, ""):
        return "rien"
    text = str(dict(field.flatchoices).get(value, value))
    return text if len(text) <= 60 else f"{text[:60]}…"
