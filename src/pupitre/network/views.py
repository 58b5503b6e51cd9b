"""Several centres of one coordinator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pupitre.centres.queries import centres_of
from pupitre.core.access import requires


@requires("login")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show every centre of the user."""
    return render(request, "network/home.html", {"rows": centres_of(request.user.pk or 0)})
