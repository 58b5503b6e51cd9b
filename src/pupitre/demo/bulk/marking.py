"""Putting holes in a centre's rows: in the numbers of other rows, and in the words that are its own."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models

from pupitre.core import audit
from pupitre.core.models import AuditEvent, SearchEntry
from pupitre.demo.bulk.names import CLOSE, OPEN, Identity, Reader, hole, number
from pupitre.demo.bulk.references import KEY, KEYS, NUMBERS, PAGES, Row, numbers_of

HOLE = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
QUOTED = re.compile(f'"({OPEN}#[^{CLOSE}]*{CLOSE})"')
FOLDER = re.compile(r"^centres/(\d+)/")
IN_PATH, IN_QUERY = re.compile(r"(?<=/)(\d+)(?=/)"), re.compile(r"(?<==)(\d+)$")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = r"\N"


class Pattern:
    """A text with holes."""

    def __init__(self, text: str) -> None:
        pieces = HOLE.split(text)
        self.literals, self.holes = pieces[::2], pieces[1::2]

    def fill(self, values: Mapping[str, str]) -> str:
        filled = [""] * (2 * len(self.holes) + 1)
        filled[::2] = self.literals
        filled[1::2] = map(values.__getitem__, self.holes)
        return "".join(filled)


class Marker:
    """Marks the rows of one centre; `digests` are those that its copies compute anew."""

    def __init__(self, identity: Identity, people: int, digests: dict[str, str]) -> None:
        self.identity, self.digests = identity, digests
        self.reader = Reader(identity, people)

    def lines(self, model: type[models.Model], rows: list[Row]) -> Pattern:
        """Return rows as the lines of PostgreSQL's COPY."""
        return Pattern("".join(f"{self._line(model, row)}\n" for row in rows))

    def cell(self, model: type[models.Model], name: str, row: Row) -> Pattern:
        """Return the text of one cell that holds something."""
        return Pattern(self._cell(model, name, row) or "")

    def content(self, event: AuditEvent) -> Pattern:
        """Return what an event's digest covers."""
        row = vars(event)
        marked: Any = AuditEvent(
            **{name: row[name] for name in ("number", "at", "via", "action", "object_type")}
        )
        for name in ("centre_id", "user_id", "person_id", "who", "object_id", "object_label"):
            setattr(marked, name, self._value(AuditEvent, name, row[name], row))
        marked.changes = self._changes(event.object_type, event.changes)
        return Pattern(QUOTED.sub(r"\1", audit.content_of(marked)))

    def _line(self, model: type[models.Model], row: Row) -> str:
        cells = (self._cell(model, name, row) for name in row)
        return "\t".join(NULL if cell is None else cell.translate(ESCAPES) for cell in cells)

    def _cell(self, model: type[models.Model], name: str, row: Row) -> str | None:
        held = row[name]
        if held is None:
            return None
        field = model._meta.get_field(name)
        if isinstance(field, models.JSONField):
            value = json.loads(held)
            value = (
                self._changes(row["object_type"], value)
                if model is AuditEvent
                else self._json("", value, {})
            )
            held = QUOTED.sub(r"\1", json.dumps(value, ensure_ascii=False))
        elif model is SearchEntry and name == "url":
            held = self._url(row["object_type"], held)
        elif isinstance(
            field, models.CharField | models.TextField | models.FileField
        ) or name in numbers_of(model):
            held = self._value(model, name, held, row)
        return str(held)

    def _value(
        self, model: type[models.Model] | None, name: str, value: Any, row: Mapping[str, Any]
    ) -> Any:
        """Mark one value of a row, or of an event about that row."""
        label = numbers_of(model).get(name, "") if model else NUMBERS.get(name, "")
        if label.startswith("@"):
            label = row.get(label[1:]) or ""
        if label and str(value).isdecimal():
            return number(label, value)
        return self._json(name, value, {})

    def _changes(self, label: str, changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """Mark the values before and after of an event."""
        if not changes:  # a trace of reading may be about no row
            return {}
        model = apps.get_model(label)
        sides = [{name: pair[side] for name, pair in changes.items()} for side in (0, 1)]
        return {
            name: [self._value(model, name, side[name], side) for side in sides] for name in changes
        }

    def _json(self, name: str, value: Any, held: Mapping[str, Any]) -> Any:
        if isinstance(value, dict):
            return {key: self._json(key, one, value) for key, one in value.items()}
        if isinstance(value, list):
            return [self._json(name, one, held) for one in value]
        if isinstance(value, str):
            return self._text(name, value)
        label = held["label"] if name == "key" and "label" in held else NUMBERS.get(name)
        return number(label, value) if label and type(value) is int and value else value

    def _text(self, name: str, text: str) -> str:
        if name == "last_name" and text == str(self.identity.rank + 1):
            return hole("coordinator-last")
        if name == "key":
            text = KEY.sub(_key, text)
        text = FOLDER.sub(lambda found: f"centres/{number('centres.centre', found[1])}/", text)
        text = DIGEST.sub(
            lambda found: hole(self.digests[found[0]]) if found[0] in self.digests else found[0],
            text,
        )
        return self.reader.text(text)

    def _url(self, label: str, url: str) -> str:
        """Mark the address of a found object: its number is in the path, or last in the query."""
        page = PAGES.get(label, label)
        url = IN_PATH.sub(lambda found: number(page, found[0]), url)
        return self.reader.text(IN_QUERY.sub(lambda found: number(label, found[0]), url))


def _key(found: re.Match[str]) -> str:
    """Mark the numbers of a unique key; the last is a rank where it numbers no row."""
    what, first, second = found["what"], found["number"], found["second"]
    if what not in KEYS:
        return found[0]
    label, further = KEYS[what]
    text = f"{what}/{number(label, first)}"
    return text if second is None else f"{text}/{number(further, second) if further else second}"
