"""Two people wrote in one record: the page that shows both versions, and lets the second choose."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pupitre.core.once import FIELD
from pupitre.core.records import ConflictError
from pupitre.core.web import asked_key, came_from

NOT_WRITTEN = {"csrfmiddlewaretoken", FIELD, "version"}


@dataclass(frozen=True)
class Line:
    """One field: its title, what was written, what is stored."""

    title: str
    mine: str
    stored: str

    @property
    def differs(self) -> bool:
        return self.mine.split() != self.stored.split()


class ConflictMiddleware:
    """Answers a ConflictError that a view lets through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return conflict_page(request, error) if isinstance(error, ConflictError) else None


def conflict_page(request: HttpRequest, conflict: ConflictError) -> HttpResponse:
    """Show what was written, ready to be sent again, beside what is stored."""
    current, form = conflict.current, conflict.form
    lines = _of_form(form, current) if form and current else _of_request(request, current)
    if form and current:
        form.catch_up(current)
    back = came_from(request, request.path)
    context = {
        "object": current,
        "form": form if current else None,
        "lines": lines,
        "others": _others(request, form, current),
        "back": back if back.rpartition("#")[0] else request.path,
    }
    return render(request, "core/conflict.html", context, status=409)


def _of_form(form: Any, current: Any) -> list[Line]:
    stored = form.opened_on(current)
    return [
        Line(str(field.label), written(field), written(stored[field.name]))
        for field in form.visible_fields()
        if field.name in stored.fields
    ]


def _of_request(request: HttpRequest, current: Any) -> list[Line]:
    """Return what was sent, by the name of the column where there is one."""
    named = {field.name: field for field in current._meta.concrete_fields} if current else {}
    return [
        Line(
            str(named[name].verbose_name).capitalize() if name in named else "Texte écrit",
            _told(named[name], value) if name in named else value,
            str(getattr(current, name) or "") if name in named else "",
        )
        for name, value in request.POST.items()
        if name not in NOT_WRITTEN and isinstance(value, str) and value
    ]


def _told(field: Any, value: str) -> str:
    """Return a value as people read it: the row that a key names."""
    if not field.remote_field:
        return value
    return str(field.remote_field.model.objects.filter(pk=asked_key(value)).first() or "")


def _others(request: HttpRequest, form: Any, current: Any) -> list[tuple[str, str]]:
    """Return what was sent beside the fields of the form, to be sent again with it; all of it without a form."""
    shown = {form.add_prefix(name) for name in form.fields} if form else set()
    sent = [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in shown and name not in NOT_WRITTEN
        for value in values
    ]
    moved = not form and current and "version" in request.POST
    return [*sent, ("version", str(current.version))] if moved else sent


def written(field: Any) -> str:
    """Return the value of a field as people read it: the words of a choice, not its key."""
    value = field.value()
    if value in (None, "", []):
        return ""
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return _plain(field.field, value)
    keys = {str(one) for one in (value if isinstance(value, list | tuple | set) else [value])}
    return ", ".join(label for key, label in _flat(choices) if key in keys)


def _plain(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(field, forms.DateField | forms.TimeField):
        try:
            value = field.to_python(value)
        except ValidationError:
            return str(value)
        return f"{value:%d/%m/%Y}" if isinstance(field, forms.DateField) else f"{value:%H:%M}"
    return str(field.widget.format_value(value) or "")


def _flat(choices: Any) -> list[tuple[str, str]]:
    """Return the choices of a field, those of groups included."""
    pairs: list[tuple[str, str]] = []
    for key, label in choices:
        if isinstance(label, list | tuple):
            pairs += _flat(label)
        else:
            pairs.append((str(key), str(label)))
    return pairs
