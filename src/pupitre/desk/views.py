"""The home page: my next 30 minutes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from pupitre.centres.queries import centres_of
from pupitre.core.access import requires
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
    return render(request, "desk/home.html", {"deadlines": queries.next_deadlines(request.role)})
