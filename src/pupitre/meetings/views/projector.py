"""The projector: what the whole room reads from afar."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.web import CentreRequest
from pupitre.inbox.services import link_url, make_link
from pupitre.meetings.models import Meeting
from pupitre.meetings.qr import qr_svg
from pupitre.meetings.queries.common import get_meeting, line_of
from pupitre.meetings.queries.run import room_of, sheets_for


@requires("meetings.view")
@require_safe
def projector(request: CentreRequest, pk: int) -> HttpResponse:
    """Current item, clock, next item, who waits to speak, what was decided."""
    meeting = get_meeting(pk)
    room = room_of(meeting, timezone.now())
    context = {
        "meeting": meeting,
        "room": room,
        "line": line_of(meeting),
        "sheets": sheets_for(meeting, len(room.seats))[:4],
        "now": int(timezone.now().timestamp() * 1000),
    }
    return render(request, "meetings/projector.html", context)


@requires("meetings.run")
@require_safe
def arrivals(request: CentreRequest, pk: int) -> HttpResponse:
    """The code to photograph: on the wall, on the projector, or printed."""
    meeting = get_meeting(pk)
    url = link_url(make_link(kind="meetings.arrive", about=meeting, by=request.actor, days=3))
    context = {"meeting": meeting, "url": url, "qr": qr_svg(url), "line": line_of(meeting)}
    over = meeting.state in {Meeting.State.CLOSED, Meeting.State.CANCELLED}
    return render(request, "meetings/arrivals.html", {**context, "over": over})
