"""Several centres of one coordinator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.centres.roles import Role
from pupitre.core.access import requires
from pupitre.network import queries


@requires("login")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show every centre of the user: what is late, what comes next."""
    rows = queries.overview(request.user.pk or 0, timezone.now(), timezone.localdate())
    leads = {str(Role.COORDINATOR.label), str(Role.MANAGER.label)}
    may_open = any(row.role in leads for row in rows)
    return render(request, "network/home.html", {"rows": rows, "may_open": may_open})
