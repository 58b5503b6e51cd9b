"""Writing records: one place that checks the version, saves, audits and indexes, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F

from pupitre.core import audit, once, search
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import CentreModel

_M = TypeVar("_M", bound=CentreModel)
SILENT = {"id", "centre_id", "version"}


class ConflictError(Exception):
    """Somebody else saved the record meanwhile, or deleted it; `current` is what the database holds, if anything.

    `form` is the form that was to be saved, when it was one; `core.conflict` shows both versions.
    """

    def __init__(self, sent: models.Model, current: models.Model | None) -> None:
        super().__init__(f"{sent} a été {'modifié' if current else 'supprimé'} entre-temps.")
        self.current = current
        self.form: Any = getattr(sent, "filled_by", None)


def locked(obj: _M) -> _M:
    """Read a record again and keep others from writing it until the end of the caller's transaction."""
    audit.take_turn()
    return type(obj).objects.select_for_update().get(pk=obj.pk)


def save(obj: _M, *, by: Actor, action: str = "", expected_version: int | None = None) -> _M:
    """Validate and save one record, raise ConflictError if its version moved, and write the audit event."""
    with transaction.atomic():
        turn = audit.take_turn()
        before = _stored(obj) if obj.pk else {}
        if before:
            _check_version(obj, before["version"], expected_version)
            obj.version = before["version"] + 1
        elif not obj._state.adding:
            raise ConflictError(obj, None)
        else:
            once.claim()
        obj.take_centre()
        obj.full_clean(exclude={"centre"})
        obj.save()
        verb = action or ("modifier" if before else "créer")
        audit.append([_event(verb, obj, by, _changes(before, _values(obj)))], turn)
        search.index(obj)
    return obj


def save_all(objects: Iterable[_M], *, by: Actor, action: str = "créer") -> list[_M]:
    """Create many records of one model in a fixed number of queries, each with its audit event."""
    with transaction.atomic():
        created = list(objects)
        if not created:
            return []
        turn = audit.take_turn()
        once.claim()
        type(created[0]).objects.bulk_create(created)
        audit.append([_event(action, obj, by, _changes({}, _values(obj))) for obj in created], turn)
        search.index_all(created)
    return created


def update_all(
    objects: Sequence[_M],
    fields: Sequence[str],
    *,
    by: Actor,
    action: str = "modifier",
    told: bool = True,
) -> None:
    """Save some fields of many records of one model in a fixed number of queries, with their audit events.

    `told=False`: the audit keeps that it happened, not what the fields said.
    """
    if not objects:
        return
    model = type(objects[0])
    with transaction.atomic():
        turn = audit.take_turn()
        stored = {
            row["id"]: row
            for row in model.objects.filter(pk__in=[obj.pk for obj in objects]).values()
        }
        model.objects.bulk_update(objects, fields)
        model.objects.filter(pk__in=list(stored)).update(version=F("version") + 1)
        events = [
            _event(action, obj, by, _changes(stored[obj.pk], _values(obj))) for obj in objects
        ]
        events = [event for event in events if event.changes]
        audit.append(events if told else [_untold(event, objects[0]) for event in events], turn)
        search.index_all(objects)


def remove(obj: CentreModel, *, by: Actor, action: str = "supprimer", told: bool = True) -> None:
    """Delete one record with its audit event, which keeps what it held unless `told=False`."""
    with transaction.atomic():
        held = {name: [_plain(value), None] for name, value in _values(obj).items() if value}
        event = _event(action, obj, by, held)
        turn = audit.take_turn()
        search.forget(obj)
        obj.delete()
        audit.append([event if told else _untold(event, obj)], turn)


def note(action: str, obj: CentreModel, *, by: Actor, **facts: Any) -> None:
    """Write an audit event for an act that changes no field: a sending, a reading, an export."""
    told = {name: [None, _plain(value)] for name, value in facts.items()}
    with transaction.atomic():
        audit.append([_event(action, obj, by, told)], audit.take_turn())


def _stored(obj: CentreModel) -> dict[str, Any]:
    rows = type(obj).objects.filter(pk=obj.pk).order_by("pk").select_for_update()  # joins nothing
    return dict(rows.values().first() or {})


def _check_version(obj: CentreModel, stored: int, expected: int | None) -> None:
    if stored != (obj.version if expected is None else expected):
        raise ConflictError(obj, type(obj).objects.get(pk=obj.pk))


def _values(obj: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(obj, field.attname) for field in obj._meta.concrete_fields}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    changed: dict[str, list[Any]] = {}
    for name, value in after.items():
        old, new = _plain(before.get(name)), _plain(value)
        if name not in SILENT and old != new and (before or new not in (None, "", [], {})):
            changed[name] = [old, new]
    return changed


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | models.fields.files.FieldFile):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} octets"
    return value


def _untold(event: AuditEvent, obj: CentreModel) -> AuditEvent:
    event.object_label, event.changes = str(obj._meta.verbose_name), {}
    return event


def _repeated(obj: CentreModel, name: str, sides: list[Any]) -> list[Any]:
    return [side and "…" for side in sides] if name in obj.UNREPEATED else sides


def _event(action: str, obj: CentreModel, by: Actor, changes: dict[str, list[Any]]) -> AuditEvent:
    return AuditEvent(
        user_id=by.user_id,
        person_id=by.person_id,
        who=by.label[:200],
        via=by.via,
        action=action[:80],
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        object_label=str(obj)[:250],
        changes={name: _repeated(obj, name, sides) for name, sides in changes.items()},
    )
