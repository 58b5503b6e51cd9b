"""One value of one field, as JSON holds it: exactly, both ways; what comes back is taken as a stranger's."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.db import connection, models


def encode(value: Any) -> Any:
    """Return a column's value as JSON holds it; moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def decode(field: Any, value: Any) -> Any:
    """Return what the field's column would hold; ValueError unless it is exactly of its kind, size and choices."""
    if value is None:
        if not field.null:
            raise ValueError
        return None
    read = next(read for kind, read in READERS if isinstance(field, kind))
    found = read(field, value)
    if field.choices and found not in {key for key, _ in field.flatchoices} and found != "":
        raise ValueError
    return found


def _boolean(_field: Any, value: Any) -> bool:
    return bool(_of(bool, value))


def _integer(field: Any, value: Any) -> int:
    kind = (getattr(field, "target_field", None) or field).get_internal_type()
    least, most = connection.ops.integer_field_range(kind)
    found = int(_of(int, value))
    if isinstance(value, bool) or not (least or 0) <= found <= (most or 2**63 - 1):
        raise ValueError
    return found


def _decimal(field: Any, value: Any) -> Decimal:
    try:
        found = Decimal(_of(str, value))
        DecimalValidator(field.max_digits, field.decimal_places)(found)
    except (InvalidOperation, ValidationError) as error:
        raise ValueError from error
    return found


def _moment(_field: Any, value: Any) -> datetime:
    found = datetime.fromisoformat(_of(str, value))
    if found.tzinfo is None:
        raise ValueError
    return found


def _text(field: Any, value: Any) -> str:
    found = str(_of(str, value))
    if "\0" in found or (field.max_length and len(found) > field.max_length):
        raise ValueError
    if isinstance(field, models.URLField | models.SlugField) and found:
        try:
            field.run_validators(found)
        except ValidationError as error:
            raise ValueError from error
    return found


def _json(_field: Any, value: Any) -> Any:
    if any("\0" in text for text in _texts(value)):
        raise ValueError
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _of(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise ValueError  # the caller says one sentence for every fault
    return value


Reader = Callable[[Any, Any], Any]
READERS: tuple[tuple[Any, Reader], ...] = (
    (models.BooleanField, _boolean),
    ((models.IntegerField, models.ForeignKey), _integer),
    (models.DecimalField, _decimal),
    (models.DateTimeField, _moment),
    (models.DateField, lambda _field, value: date.fromisoformat(_of(str, value))),
    (models.TimeField, lambda _field, value: time.fromisoformat(_of(str, value))),
    (models.JSONField, _json),
    (models.Field, _text),
)
