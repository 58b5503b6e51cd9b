"""Two records that are one person become one, in every app."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Field, UniqueConstraint

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.events import PersonsMerged
from pupitre.people.models import Person
from pupitre.people.services.persons import PersonError

MERGED_FIELDS = (
    "kind", "civility", "last_name", "first_name", "profession", "speciality", "rpps", "adeli",
    "am_number", "email", "secure_email", "phone", "skills", "joined_on", "left_on", "user",
)  # fmt: skip


def differing(one: Person, other: Person) -> list[tuple[Field[Any, Any], Any, Any]]:
    """Return the fields where two records differ: (field, value of one, value of other)."""
    fields = [Person._meta.get_field(name) for name in MERGED_FIELDS]
    pairs = [(field, getattr(one, field.name), getattr(other, field.name)) for field in fields]
    return [(field, mine, theirs) for field, mine, theirs in pairs if mine != theirs]  # type: ignore[misc]


@transaction.atomic
def merge_persons(kept: Person, gone: Person, *, take: Mapping[str, Any], by: Actor) -> Person:
    """Point every relation of `gone` to `kept`, give `kept` the fields of `take` (name: value), delete `gone`.

    Where both stand in one place that holds a person once (one meeting, one group), the fuller row stays.
    It cannot be undone; the audit keeps all that `gone` held. PersonError: twice the same record.
    """
    if kept.pk == gone.pk:
        raise PersonError("Choisissez deux fiches différentes.")
    moved = sum(_repoint(model, field, kept, gone) for model, field in relations())
    registry.publish(PersonsMerged(kept, gone, by))
    number = gone.rpps or "sans RPPS"
    held = f"{gone} (fiche {gone.pk}, {number})"
    for name in MERGED_FIELDS:
        if name in take:
            setattr(kept, name, take[name])
    kept.directory = kept.directory or gone.directory
    kept.photo = kept.photo or gone.photo
    records.remove(gone, by=by, action="fusionner dans une autre fiche")
    records.note("fusionner", kept, by=by, absorbed=held, rows=moved)
    return records.save(kept, by=by, action="fusionner")


def relations() -> Iterator[tuple[type[CentreModel], CentreForeignKey]]:
    """Return every relation of every app to a person."""
    for model in apps.get_models():
        if issubclass(model, CentreModel):
            for field in model._meta.local_fields:
                if isinstance(field, CentreForeignKey) and field.remote_field.model is Person:
                    yield model, field


def _repoint(model: type[CentreModel], field: CentreForeignKey, kept: Person, gone: Person) -> int:
    moved = 0
    for row in model.objects.filter(**{field.name: gone}).order_by("pk"):
        setattr(row, field.name, kept)
        twin = _twin(model, row)
        if twin is not None and _fullness(row) > _fullness(twin):
            _move_children(twin, row)
            twin.delete()
            twin = None
        if twin is not None:
            _move_children(row, twin)
            row.delete()
        else:
            model.objects.filter(pk=row.pk).update(**{field.name: kept})
        moved += 1
    return moved


def _twin(model: type[CentreModel], row: CentreModel) -> CentreModel | None:
    """Return the row that a unique constraint forbids beside this one, if there is one."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint):
            continue
        names = [name for name in constraint.fields if name != "centre"]
        wanted = {name: getattr(row, name) for name in names}
        if None in wanted.values():
            continue
        rows = model.objects.filter(**wanted).exclude(pk=row.pk)
        if constraint.condition is not None:
            rows = rows.filter(constraint.condition)
        twin: CentreModel | None = rows.first()
        if twin is not None:
            return twin
    return None


def _fullness(row: CentreModel) -> tuple[int, int]:
    """Return how much a row says: its filled fields, then its age; what was signed or answered fills fields."""
    plain = [field for field in row._meta.concrete_fields if field.name not in {"id", "version"}]
    said = [
        field
        for field in plain
        if getattr(row, field.attname) not in (None, "", field.get_default())
    ]
    return len(said), -(row.pk or 0)


def _move_children(row: CentreModel, twin: CentreModel) -> None:
    """Give the rows that hang from a row to its twin, before the row goes."""
    for relation in row._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and issubclass(model, CentreModel):
            name = relation.field.name
            for child in model.objects.filter(**{name: row}):
                setattr(child, name, twin)
                if _twin(model, child) is None:
                    model.objects.filter(pk=child.pk).update(**{name: twin})
