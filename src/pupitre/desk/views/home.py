"""The home page: my next 30 minutes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.centres.queries import centres_of
from pupitre.core.access import requires
from pupitre.core.memo import remembering
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest
from pupitre.desk import queries


@requires("login")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send to the only centre, or to the choice among several."""
    centres = centres_of(request.user.pk or 0)
    if len(centres) == 1:
        return redirect("desk:home", centre=centres[0].centre.slug)
    return redirect("network:home")


@requires("desk.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Show what to do now, this week's meetings and the apps' cards."""
    today = timezone.localdate()
    sees_meetings = registry.allows("meetings.view", request.role)
    week = queries.week(today) if sees_meetings else []
    with remembering():
        context = {
            "agenda": queries.agenda(request.role, today),
            "week": week,
            "sees_meetings": sees_meetings,
            "now": queries.meeting_now(timezone.now(), week),
            "cards": [
                render_to_string(card["template"], card["context"], request)
                for card in queries.cards(request.role, today)
            ],
            "steps": queries.first_steps()
            if registry.allows("meetings.edit", request.role)
            else [],
        }
    return render(request, "desk/home.html", context)


@requires("desk.view")
@require_safe
def deadlines(request: CentreRequest) -> HttpResponse:
    """Show everything that is due."""
    found = queries.deadlines(request.role, timezone.localdate())
    return render(request, "desk/deadlines.html", {"deadlines": found})
