"""Which models travel with a centre, in what order, and what the numbers inside their rows point to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import Any, Protocol

from django.apps import apps
from django.db import models

from pupitre.core.registry import KEY, Target, registry
from pupitre.core.tenancy import CentreModel, FormerKeyField
from pupitre.core.tenancy.protection import centre_relations

USERS = "accounts.User"
Number = Callable[[str, int], int]
"""Gives, for a model's label and a number, the number that takes its place."""
Model = type[CentreModel]


class Reference(Protocol):
    """What a field's numbers point to."""

    def translate(self, value: Any, row: Mapping[str, Any], number: Number) -> Any:
        """Return the field's value with other numbers; `row` holds the other columns."""


@dataclass(frozen=True)
class ToModel:
    """A number, or a list of numbers, of rows of one model."""

    label: str

    def translate(self, value: Any, row: Mapping[str, Any], number: Number) -> Any:
        if isinstance(value, list):
            return [_moved(each, self.label, number) for each in value]
        return _moved(value, self.label, number)


@dataclass(frozen=True)
class ToTyped:
    """A number of a row whose model stands in the column beside; any other text there leaves it as it is."""

    column: str

    def translate(self, value: Any, row: Mapping[str, Any], number: Number) -> Any:
        label = label_of(row[self.column])
        return _moved(value, label, number) if label else value


@dataclass(frozen=True)
class InJson:
    """Numbers inside a JSON value, found by the names that hold them."""

    names: Mapping[str, str]

    def translate(self, value: Any, row: Mapping[str, Any], number: Number) -> Any:
        if isinstance(value, list):
            return [self.translate(each, row, number) for each in value]
        if not isinstance(value, dict):
            return value
        if label := self.names.get(""):
            return {str(_moved(int(key), label, number)): each for key, each in value.items()}
        return {key: self._held(key, each, value, number) for key, each in value.items()}

    def _held(self, key: str, value: Any, beside: Mapping[str, Any], number: Number) -> Any:
        target = self.names.get(key, "")
        label = label_of(beside.get(target[1:])) if target.startswith("@") else target
        if label and isinstance(value, int):
            return _moved(value, label, number)
        return self.translate(value, beside, number)


@dataclass(frozen=True)
class InKey:
    """Numbers inside a key: a declared word, then `/` or `-` before each of them."""

    form = re.compile(r"([a-z._]+)((?:[/-]\d+)+)(.*)", re.DOTALL)

    def translate(self, value: Any, row: Mapping[str, Any], number: Number) -> Any:
        found = self.form.fullmatch(value or "")
        labels = registry.key_words.get(found[1], ()) if found else ()
        if not found or not labels:
            return value
        numbers = re.findall(r"([/-])(\d+)", found[2])
        moved = [
            mark + (str(_moved(int(text), labels[rank], number)) if rank < len(labels) else text)
            for rank, (mark, text) in enumerate(numbers)
        ]
        return found[1] + "".join(moved) + found[3]


def _moved(value: Any, label: str, number: Number) -> Any:
    plain = isinstance(value, int) and not isinstance(value, bool)
    return number(label, value) if plain and value else value


@cache
def travelling() -> tuple[Model, ...]:
    """Return the models whose rows leave with the centre, each after those that its rows need."""
    found: dict[str, Model] = {
        label: apps.get_model(label)
        for label, decision in sorted(registry.exports.items())
        if decision == "data"
    }
    needs = {
        label: sorted({_label(field) for field in centre_relations(model) if not field.null})
        for label, model in found.items()
    }
    return tuple(found[label] for label in TopologicalSorter(needs).static_order())


@cache
def label_of(text: object) -> str:
    """Return the label of a model that travels from any writing of it, empty for anything else."""
    known = {model._meta.label_lower: model._meta.label for model in travelling()}
    return known.get(text.lower(), "") if isinstance(text, str) else ""


@cache
def later(model: Model) -> tuple[str, ...]:
    """Return the columns that point to rows written after those of the model, itself included."""
    order = [one._meta.label for one in travelling()]
    place = order.index(model._meta.label)
    return tuple(
        field.attname for field in centre_relations(model) if order.index(_label(field)) >= place
    )


@cache
def columns(model: Model) -> tuple[Any, ...]:
    """Return the fields of a model that travel: all but its key and its centre, and the seal of an audit event."""
    left = {"id", "centre"} | ({"digest"} if model._meta.label == "core.AuditEvent" else set())
    return tuple(field for field in model._meta.concrete_fields if field.name not in left)


@cache
def former_keys(model: Model) -> tuple[Any, ...]:
    """Return the columns that keep a row's first key, for the texts that name it by that number."""
    return tuple(each for each in columns(model) if isinstance(each, FormerKeyField))


@cache
def references(model: Model) -> dict[str, Reference]:
    """Return what the numbers of each column point to; columns that hold none are left out."""
    found = {field.attname: _reference(model, field) for field in columns(model)}
    return {name: reference for name, reference in found.items() if reference is not None}


def _reference(model: Model, field: Any) -> Reference | None:
    if field.remote_field:
        return ToModel(_label(field))
    target = registry.references.get((model._meta.label, field.name))
    if target is not None:
        return _declared(target)
    if not isinstance(field, models.IntegerField):
        return None
    beside = field.name.removesuffix("_id") + "_type"
    if beside in {each.name for each in columns(model)}:
        return ToTyped(beside)
    if re.search(r"(^|_)user_id$", field.name):
        return ToModel(USERS)
    return ToModel("people.Person") if re.search(r"(^|_)person_id$", field.name) else None


def _declared(target: Target) -> Reference:
    if target == KEY:
        return InKey()
    return ToModel(target) if isinstance(target, str) else InJson(target)


def _label(field: Any) -> str:
    return str(field.remote_field.model._meta.label)
