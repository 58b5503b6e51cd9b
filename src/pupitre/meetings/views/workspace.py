"""The workspace of a meeting: the door to its stages, and the frame that they share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest
from pupitre.meetings.models import Meeting
from pupitre.meetings.queries.common import get_meeting, stage_of, workspace


def show_stage(
    request: CentreRequest,
    meeting: Meeting,
    stage: str,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a stage's template, which extends `meetings/workspace.html`, with what the frame reads."""
    rights = {
        "may_edit": registry.allows("meetings.edit", request.role),
        "may_run": registry.allows("meetings.run", request.role),
    }
    return render(
        request, template, {**workspace(meeting, stage), **rights, **context}, status=status
    )


@requires("meetings.view")
@require_safe
def meeting(request: CentreRequest, pk: int) -> HttpResponse:
    """Send to the stage that fits the moment."""
    found = get_meeting(pk)
    return redirect(centre_url(f"meetings:{stage_of(found, timezone.now())}", found.pk))
