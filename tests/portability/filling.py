"""Fills every field of every tenant model of the centre in scope, whatever the models are: a new one is covered by itself."""

import secrets
import string
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction

from pupitre.core import audit
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import CentreModel, current_scope
from pupitre.core.tenancy.protection import centre_relations
from pupitre.portability.loading import insert
from pupitre.portability.references import (
    USERS,
    InJson,
    InKey,
    ToTyped,
    columns,
    later,
    references,
    travelling,
)

LETTERS = string.ascii_letters + string.digits + "éèàçœÉÀ ’« »;,'\"=+-@<>&\t\n😀"
ROWS = 3
TRIES, ROOMS = 60, 4
"""Draws until a row meets its constraints; insertions tried before a table counts as full."""


class Filling:
    """Makes rows; `accounts` are keys of accounts, GONE acted and has none any more."""

    GONE = 987_654

    def __init__(self, seed: int, accounts: list[int]) -> None:
        self.random = Random(seed)
        self.accounts = accounts
        self.keys: dict[str, list[int]] = {USERS: [*accounts, self.GONE]}
        self.waiting: list[tuple[Any, str, int, str]] = []

    def fill(self) -> dict[str, int]:
        """Write up to three rows of every model, and return how many of each."""
        for model in travelling():
            label = model._meta.label
            self.keys[label] = list(model.objects.order_by("pk").values_list("pk", flat=True))
            if model is AuditEvent:
                self._acts()
                continue
            self._complete(model)
            for rank in range(ROWS):
                self._row(model, rank)
        for model, column, key, label in self.waiting:
            value = self.random.choice(self.keys[label])
            model.objects.filter(pk=key).update(**{column: value})
        return {label: len(keys) for label, keys in self.keys.items()}

    def _acts(self) -> None:
        events = [AuditEvent() for _ in range(ROWS)]
        for rank, event in enumerate(events):
            for name, value in self._values(AuditEvent, rank).items():
                setattr(event, name, None if name == "seal" else value)
        audit.append(events, audit.take_turn())
        events[1].who, events[1].changes = "retiré", {}
        audit.redact([events[1]], who="Essai")

    def _complete(self, model: Any) -> None:
        """Fill what the rows that the centre was opened with leave empty."""
        for key in self.keys[model._meta.label]:
            held = model.objects.filter(pk=key).values().get()
            made = self._values(model, 0)
            empty = {name: made[name] for name, value in held.items() if value is None}
            model.objects.filter(pk=key).update(**empty)

    def _row(self, model: Any, rank: int) -> None:
        full = 0
        for attempt in range(TRIES):
            values = self._values(model, rank)
            if attempt >= TRIES // 2:  # some constraints ask for one relation and not the other
                values |= self._without_one(model, rank + attempt)
            row = model(centre_id=current_scope().centre_id, **values)
            if not self._allowed(model, row):
                continue
            full += 1
            if self._inserted(model, row):
                return
            if full == ROOMS:
                break
        assert self.keys[model._meta.label], (
            f"{model._meta.label}: no row could be made; its constraints ask for more than this filling knows"
        )

    def _without_one(self, model: Any, turn: int) -> dict[str, None]:
        optional = [field.attname for field in centre_relations(model) if field.null]
        return {optional[turn % len(optional)]: None} if optional else {}

    def _allowed(self, model: Any, row: Any) -> bool:
        checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
        try:
            for check in checks:
                check.validate(model, row)
        except Exception:  # any refusal of a constraint
            return False
        return True

    def _inserted(self, model: Any, row: Any) -> bool:
        row.pk = self._fresh_key(model)
        late = [(name, getattr(row, name)) for name in later(model)]
        for name, _ in late:
            setattr(row, name, None)
        try:
            with transaction.atomic():
                insert(model, [row])
        except IntegrityError:  # a second row of what may have one
            return False
        label = model._meta.label
        self.keys[label].append(row.pk)
        fields = {field.attname: field for field in columns(model)}
        self.waiting += [
            (model, name, row.pk, fields[name].remote_field.model._meta.label)
            for name, value in late
        ]
        return True

    def _fresh_key(self, model: Any) -> int:
        from pupitre.portability.numbering import _advance, _last

        last = _last(model)
        _advance(model, last, last + 1)
        return last + 1

    def _values(self, model: Any, rank: int) -> dict[str, Any]:
        pointed = references(model)
        values: dict[str, Any] = {}
        for field in columns(model):
            if field.attname not in pointed and not field.name.endswith("_type"):
                values[field.attname] = self._value(model, field, rank)
        for field in columns(model):
            if field.name.endswith("_type") and field.attname not in values:
                values[field.attname] = self.random.choice(travelling())._meta.label_lower
        for name, reference in pointed.items():
            values[name] = self._pointing(model, name, reference, values, rank)
        return values

    def _pointing(
        self, model: Any, name: str, reference: Any, values: dict[str, Any], rank: int
    ) -> Any:
        if isinstance(reference, ToTyped):
            found = [
                one._meta.label
                for one in travelling()
                if one._meta.label_lower == values[reference.column]
            ]
            return self._key(found[0])
        if isinstance(reference, InKey):
            return f"meetings-{self._key('meetings.Meeting')}-{rank}-{secrets.token_hex(3)}"
        if isinstance(reference, InJson):
            return self._json(reference)
        field = next(one for one in columns(model) if one.attname == name)
        return self._related(model, field, reference.label, rank)

    def _related(self, model: Any, field: Any, label: str, rank: int) -> Any:
        if isinstance(field, models.JSONField):
            return [self._key(label) for _ in range(2)]
        if field.remote_field is None:
            return self._key(label)
        own = self.accounts if label == USERS else self.keys.get(label, [])
        if field.attname in later(model) or not own:
            return None
        return own[(rank + self.random.randrange(2)) % len(own)]

    def _key(self, label: str) -> int:
        """Return a row's key, or one that no row has any more."""
        known = self.keys.get(label, [])
        return self.random.choice([*known, 40_000 + self.random.randrange(50)])

    def _json(self, reference: InJson) -> Any:
        if label := reference.names.get(""):
            return {str(self._key(label)): "3/4"}
        told = {
            name: self._key(label)
            for name, label in reference.names.items()
            if not label.startswith("@")
        }
        beside = {"label": "people.person", "key": self._key("people.Person")}
        return [told | beside | {"reste": [beside, None, 0, 2.5]}]

    def _value(self, model: Any, field: Any, rank: int) -> Any:
        if field.choices:
            return self.random.choice([key for key, _ in field.flatchoices])
        make = next(make for kind, make in MAKERS if isinstance(field, kind))
        return make(self.random, field, model)


def _text(random: Random, field: Any, _model: Any) -> str:
    most = min(field.max_length or 300, 300)
    return "".join(random.choices(LETTERS, k=random.randint(1, most)))


def _whole(random: Random, field: Any, _model: Any) -> int:
    if random.random() < 0.25:  # some constraints ask for a nought
        return 0
    most = 30_000 if "Small" in type(field).__name__ else 2_000_000
    return random.randint(0, most) if "Positive" in type(field).__name__ else random.randint(-most, most)  # fmt: skip


def _part(random: Random, field: Any, _model: Any) -> Decimal:
    digits = random.randrange(10 ** min(field.max_digits, 6))
    return Decimal(digits).scaleb(-field.decimal_places)


def _moment(random: Random, _field: Any, _model: Any) -> datetime:
    return datetime(2020, 1, 1, tzinfo=UTC) + timedelta(microseconds=random.randrange(10**14))


def _day(random: Random, _field: Any, _model: Any) -> date:
    return date(2020, 1, 1) + timedelta(days=random.randrange(2500))


def _stored(random: Random, field: Any, model: Any) -> str:
    name: str = field.generate_filename(model(centre_id=current_scope().centre_id), "essai.pdf")
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(random.randbytes(random.randrange(1, 5000)))
    return name


def _tree(random: Random, field: Any, model: Any) -> Any:
    return {"é": [1, -2, 2.5, None, True, "texte « »"], "vide": {}, "n": random.randrange(10**9)}


MAKERS: tuple[tuple[Any, Any], ...] = (
    (models.FileField, _stored),
    (models.BinaryField, lambda random, *_: random.randbytes(random.randrange(1, 3000))),
    (models.BooleanField, lambda random, *_: random.random() < 0.5),
    (models.IntegerField, _whole),
    (models.DecimalField, _part),
    (models.DateTimeField, _moment),
    (models.DateField, _day),
    (models.TimeField, lambda random, *_: time(random.randrange(24), random.randrange(60))),
    (models.JSONField, _tree),
    (models.EmailField, lambda random, *_: f"p{random.randrange(10**9)}@exemple.fr"),
    (models.URLField, lambda random, *_: f"https://visio.exemple.fr/{random.randrange(10**9)}"),
    (models.SlugField, lambda random, *_: f"mot-{random.randrange(10**9)}"),
    (models.Field, _text),
)


def rows_of(model: type[CentreModel]) -> list[dict[str, Any]]:
    """Return every column of a model's rows of the centre in scope."""
    return list(model.objects.order_by("pk").values())
