"""The list of meetings: those to come, those held."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.web import CentreRequest
from pupitre.meetings.queries.common import meetings


@requires("meetings.view")
@require_safe
def meeting_list(request: CentreRequest) -> HttpResponse:
    coming = meetings().filter(ends_at__gte=timezone.now()).order_by("starts_at")
    return render(request, "meetings/list.html", {"meetings": coming})
