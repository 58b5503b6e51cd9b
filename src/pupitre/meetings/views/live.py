"""The parts of a running meeting that change while others work: sent again only when they differ."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pupitre.core import french
from pupitre.meetings.models import Meeting
from pupitre.meetings.queries.run import Room, room_of


@dataclass(frozen=True)
class Part:
    """One live element; `mark` names its content."""

    mark: str
    html: SafeString

    def __str__(self) -> str:
        return self.html

    def __html__(self) -> str:
        return self.html


def parts_of(room: Room) -> dict[str, Part]:
    """The live parts by the id of their element; none holds a field that somebody types in."""
    context = {"room": room, "meeting": room.meeting}
    parts = {
        "clock": _drawn("meetings/live/clock.html", context),
        "seats": _drawn("meetings/live/seats.html", context),
        "hands": _drawn("meetings/live/hands.html", context),
    }
    for line in room.lines:
        about = {**context, "line": line}
        parts[f"head-{line.item.pk}"] = _drawn("meetings/live/head.html", about)
        if room.meeting.kind == Meeting.Kind.RCP:
            continue  # an RCP keeps neither notes nor decisions
        parts[f"outcomes-{line.item.pk}"] = _drawn(
            "meetings/live/outcomes.html", {"outcomes": line.outcomes}
        )
        parts[f"stored-{line.item.pk}"] = format_html(
            '<textarea hidden readonly data-stored="notes-{}">{}</textarea>',
            line.item.pk,
            f"\n{line.item.notes}",  # a browser drops the first line end
        )
    if room.meeting.kind != Meeting.Kind.RCP:
        parts["outcomes-0"] = _drawn("meetings/live/outcomes.html", {"outcomes": room.loose})
    return {name: _wrapped(name, html) for name, html in parts.items()}


def _drawn(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context)


def _wrapped(name: str, html: str) -> Part:
    """The part with its mark, which the page gives back so that only changes come."""
    mark = f"{name}.{blake2b(html.encode(), digest_size=6).hexdigest()}"
    whole = format_html(
        '<div id="{}" class="part" hx-swap-oob="true">{}'
        '<input type="hidden" name="seen" value="{}"></div>',
        name,
        mark_safe(html),  # noqa: S308  # a template has escaped it
        mark,
    )
    return Part(mark, whole)


def answer(
    request: HttpRequest, meeting: Meeting, said: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """Send what changed since the page last looked, and small sentences by element."""
    fresh = Meeting.objects.get(pk=meeting.pk)
    seen = {*request.GET.getlist("seen"), *request.POST.getlist("seen")}
    parts = parts_of(room_of(fresh, timezone.now())).values()
    news = [part.html for part in parts if part.mark not in seen]
    for name, sentence in (said or {}).items():
        news.append(format_html('<div id="{}" hx-swap-oob="innerHTML">{}</div>', name, sentence))
    return HttpResponse("".join(news), status=status if news else 204)


def saved_at() -> str:
    """« Enregistré à 12 h 41. »"""
    return f"Enregistré à {french.clock(timezone.now())}."
