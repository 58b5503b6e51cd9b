"""JSON in and out of frozen dataclasses, and the JSON schema of a dataclass."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, TypeVar

T = TypeVar("T")


class ShapeError(ValueError):
    """The JSON has not the expected shape; the message is one French sentence with the field."""


def read(hint: type[T], value: Any, where: str = "") -> T:
    """`value`, parsed JSON, as a `hint`; `where` is the path of the field for messages."""
    return typing.cast(T, _read(hint, value, where))


def write(value: Any) -> Any:
    """A dataclass as plain JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: write(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [write(item) for item in value]
    if isinstance(value, Mapping):
        return {key: write(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def schema(hint: Any) -> dict[str, Any]:
    """The JSON schema (2020-12) of what `read` accepts."""
    definitions: dict[str, Any] = {}
    root = _schema(hint, definitions)
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **root, "$defs": dict(sorted(definitions.items()))}


def _read(hint: Any, value: Any, where: str) -> Any:  # noqa: PLR0911 - one way out per shape
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return None if value is None else _read(arguments[0], value, where)
    if origin is Literal:
        return _choice(arguments, value, where)
    if origin is tuple:
        items = _typed(list, "une liste", value, where)
        return tuple(_read(arguments[0], item, f"{where}[{n}]") for n, item in enumerate(items))
    if origin is dict:
        items = _typed(dict, "un objet", value, where)
        return {key: _read(arguments[1], item, f"{where}.{key}") for key, item in items.items()}
    if dataclasses.is_dataclass(hint):
        return _record(hint, _typed(dict, "un objet", value, where), where)
    if hint in (date, datetime):
        return _moment(hint, value, where)
    names = {int: "un nombre entier", str: "un texte", bool: "vrai ou faux"}
    return _typed(hint, names[hint], value, where)


def _typed(hint: type, name: str, value: Any, where: str) -> Any:
    if type(value) is not hint:
        raise ShapeError(f"« {where or 'document'} » doit être {name}.")
    return value


def _choice(choices: tuple[Any, ...], value: Any, where: str) -> Any:
    if value not in choices:
        raise ShapeError(f"« {where} » doit être l’un de : {', '.join(choices)}.")
    return value


def _moment(hint: Any, value: Any, where: str) -> Any:
    sample = "2026-03-14" if hint is date else "2026-03-14T08:00"
    try:
        moment = hint.fromisoformat(_typed(str, "une date", value, where))
    except ValueError:
        raise ShapeError(f"« {where} » doit être une date comme {sample}.") from None
    if hint is datetime and moment.tzinfo is not None:
        raise ShapeError(f"« {where} » doit être une heure locale, sans fuseau.")
    return moment


def _record(hint: Any, value: dict[str, Any], where: str) -> Any:
    hints = typing.get_type_hints(hint)
    known = {field.name: field for field in dataclasses.fields(hint)}
    for name in value.keys() - known.keys():
        raise ShapeError(f"Le champ « {_join(where, name)} » est inconnu.")
    for name, field in known.items():
        if name not in value and not _optional(field):
            raise ShapeError(f"Il manque le champ « {_join(where, name)} ».")
    return hint(**{n: _read(hints[n], item, _join(where, n)) for n, item in value.items()})


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _optional(field: "dataclasses.Field[Any]") -> bool:
    missing = dataclasses.MISSING
    return field.default is not missing or field.default_factory is not missing


SCALARS: dict[Any, dict[str, Any]] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time", "description": "local time, no offset"},
}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return {"anyOf": [_schema(arguments[0], definitions), {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if hint in SCALARS:
        return SCALARS[hint]
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}
        definitions[hint.__name__] = _object(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _object(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(hint)
    fields = dataclasses.fields(hint)
    return {
        "type": "object",
        "description": (hint.__doc__ or "").strip(),
        "properties": {f.name: _schema(hints[f.name], definitions) for f in fields},
        "required": [f.name for f in fields if not _optional(f)],
        "additionalProperties": False,
    }
