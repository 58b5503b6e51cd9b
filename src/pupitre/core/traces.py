"""Acts that write nothing but are told all the same: sensitive readings, files taken away, refusals, logins.

The same reader, act, object and day leave one event, so that a page read again or a robot floods nothing.
"""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from pupitre.core import audit
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest

READ, EXPORTED, REFUSED, MISSING = "lire", "exporter", "se voir refuser", "chercher en vain"
LOGGED_IN = "se connecter"
TRACES = (READ, EXPORTED, REFUSED, MISSING, LOGGED_IN)
FILE_TYPES = ("pdf", "zip", "csv", "sheet", "vcard", "calendar", "xml", "wordprocessing")
STRANGER = "un compte d’ailleurs"


def trace(
    action: str, *, by: Actor, object_type: str, object_id: int | None = None, label: str = ""
) -> None:
    """Write the event of such an act in the centre in scope, unless the day already has it."""
    event = AuditEvent(
        user_id=by.user_id,
        person_id=by.person_id,
        who=by.label[:200],
        via=by.via,
        action=action,
        object_type=object_type[:80],
        object_id=object_id,
        object_label=label[:250],
    )
    same = {
        name: getattr(event, name)
        for name in ("user_id", "action", "object_type", "object_id", "object_label")
    }
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if AuditEvent.objects.filter(at__gte=midnight, **same).exists():
        return
    with transaction.atomic():
        audit.append([event], audit.take_turn())


def trace_page(request: CentreRequest, response: HttpResponse) -> None:
    """Leave the trace that an answered page of the centre asks for; a view that wrote its own event is left alone."""
    match = request.resolver_match
    action = _action(request, response)
    if not action or match is None:
        return
    model = getattr(match.func, "view_initkwargs", {}).get("model")
    refused = action in {REFUSED, MISSING}
    trace(
        action,
        by=request.actor,
        object_type=model._meta.label_lower if model else match.namespace,
        object_id=None if refused else match.kwargs.get("pk"),
        label=match.view_name if refused else _place(request),
    )


def trace_stranger(user_id: int, path: str) -> None:
    """Tell the centre in scope that an account of elsewhere asked for its pages: who it is stays with the host."""
    by = Actor(STRANGER, "web", user_id=user_id)
    trace(REFUSED, by=by, object_type="centres", label=path.split("/")[3] if path else "")


def _action(request: CentreRequest, response: HttpResponse) -> str:
    match = request.resolver_match
    if response.status_code == 403:
        return REFUSED
    if match is None:
        return ""
    if response.status_code == 404:
        return MISSING if "pk" in match.kwargs else ""
    if response.status_code != 200 or request.method == "HEAD":
        return ""
    if _is_file(response):
        return EXPORTED
    watched = request.method == "GET" and match.view_name.startswith(tuple(registry.watched))
    return READ if watched and registry.watched else ""


def _is_file(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    attached = response.headers.get("Content-Disposition", "").startswith("attachment")
    return attached or kind.partition(";")[0].endswith(FILE_TYPES)


def _place(request: Any) -> str:
    """The address inside the centre, without what was searched; the format of a list matters."""
    place = "/".join(request.path.split("/")[3:])
    form = request.GET.get("format", "")
    return f"{place} ({form})" if form.isalnum() else place
