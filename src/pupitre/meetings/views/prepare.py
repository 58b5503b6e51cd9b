"""Préparer: the agenda, the participants, the roles and the back-plan of a meeting to come."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.web import CentreRequest
from pupitre.meetings.queries.common import get_meeting
from pupitre.meetings.views.workspace import show_stage


@requires("meetings.view")
@require_safe
def prepare(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    return show_stage(request, meeting, "prepare", "meetings/prepare.html", {})
