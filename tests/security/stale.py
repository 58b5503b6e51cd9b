"""Two people open one form, and send it one after the other: what the second sending did to the first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.test import Client

from pupitre.centres.models import Centre
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from tests.matrix import tenant_models
from tests.security.forms import FORM, Sent

FIRST, SECOND = "première", "deuxième"
TYPED = ("text", "textarea")
Row = tuple[str, int]


@dataclass
class Effect:
    """What one sending answered and did: rows that existed and changed (field → new value), rows it made."""

    status: int
    url: str
    page: str
    changed: dict[Row, dict[str, Any]] = field(default_factory=dict)
    made: list[Row] = field(default_factory=list)


def last_keys(centre: Centre) -> dict[str, int]:
    """Return the last key of every table, by the model's label: a greater one is a new row."""
    with centre_scope(centre):
        return {
            model._meta.label_lower: model.objects.aggregate(last=Max("pk"))["last"] or 0
            for model in tenant_models()
        }


def sending(client: Client, centre: Centre, form: Sent, body: str, last: dict[str, int]) -> Effect:
    """Send a form, and read in the audit what that did."""
    with centre_scope(centre):
        top = AuditEvent.objects.aggregate(last=Max("number"))["last"] or 0
    answer: Any = client.generic("POST", form.action, body, content_type=FORM)
    page = b"" if answer.streaming else answer.content
    effect = Effect(answer.status_code, answer.get("Location", ""), page.decode("utf-8", "replace"))
    with centre_scope(centre):
        for event in AuditEvent.objects.filter(number__gt=top).order_by("number"):
            row = (event.object_type, event.object_id or 0)
            if row[1] > last.get(row[0], 0):
                effect.made.append(row)
            elif event.changes and row[0] in last:
                told = {name: new for name, (old, new) in event.changes.items() if old != new}
                effect.changed.setdefault(row, {}).update(told)
    return effect


def marked(form: Sent, word: str) -> Iterator[dict[str, str]]:
    """Yield ways to change a form with that word: every text, then one field at a time, of whatever kind."""
    texts = [name for name, kind in form.kinds.items() if kind in TYPED and name in form.values]
    yield {name: f"{form.values[name][0]} {word}" for name in texts}
    yield from ({name: f"{form.values[name][0]} {word}"} for name in texts)
    rank = 1 if word == FIRST else 2
    for name, kind in form.kinds.items():
        if kind == "date":
            yield {name: f"{_day(form.values[name][0]) + timedelta(days=rank)}"}
        elif kind in {"number", "numeric", "decimal"}:
            yield {name: str(4 + rank)}
        elif kind == "time":
            yield {name: f"1{rank}:30"}
        elif len(form.options.get(name, [])) > 2:
            others = [one for one in form.options[name] if one not in form.values[name]]
            yield {name: others[rank - 1]}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date(2026, 11, 20)


@dataclass
class Together:
    """A form filled twice from the same page: what each sending did."""

    first: Effect
    second: Effect
    typed: bool

    @property
    def overwritten(self) -> dict[Row, dict[str, Any]]:
        """What the first wrote in rows that existed, and the second replaced."""
        found = {}
        for row, told in self.first.changed.items():
            later = self.second.changed.get(row, {})
            lost = {name: later[name] for name in told if name in later}
            if lost:
                found[row] = lost
        return found

    @property
    def hides_a_version(self) -> bool:
        """Whether the second answer leaves out what its author typed, or what the first has stored."""
        stored = [str(new) for told in self.first.changed.values() for new in told.values()]
        kept = any(FIRST in text for text in stored)
        page = self.second.page
        return self.typed and (SECOND not in page or (kept and FIRST not in page))


def met_twice(client: Client, centre: Centre, form: Sent, last: dict[str, int]) -> Together | None:
    """Send a form as two people who opened it together; None when no way tried changes an existing row."""
    bare = dict.fromkeys(form.optional, "")
    for one, two in zip(marked(form, FIRST), marked(form, SECOND), strict=True):
        with transaction.atomic():
            first = sending(client, centre, form, form.body(**bare | one), last)
            if first.changed and first.status < 400:
                second = sending(client, centre, form, form.body(**bare | two), last)
                transaction.set_rollback(True)
                return Together(first, second, any(FIRST in text for text in one.values()))
            transaction.set_rollback(True)
    return None
