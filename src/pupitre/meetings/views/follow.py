"""Suivi: the minutes, what was decided and where it stands, who read, what people thought."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.web import CentreRequest, asked_key
from pupitre.documents.models import Document
from pupitre.meetings.models import AgendaItem, Meeting, Series
from pupitre.meetings.queries.attendance import seats
from pupitre.meetings.queries.close import ratings_of, readers
from pupitre.meetings.queries.common import get_meeting
from pupitre.meetings.queries.minutes import MINUTES, theme_words, versions
from pupitre.meetings.services.papers import series_minutes
from pupitre.meetings.views.workspace import show_stage
from pupitre.tasks.queries import tasks_from


@requires("meetings.view")
@require_safe
def follow(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    present = [one for one in seats(meeting, timezone.now()) if one.participant.status == "present"]
    context = {
        "tasks": tasks_from(meeting),
        "today": timezone.localdate(),
        "versions": versions(meeting),
        "minutes": MINUTES,
        "readers": readers(meeting),
        "ratings": ratings_of(meeting),
        "seats": present,
        "carried": AgendaItem.objects.filter(carried_from__meeting=meeting),
        "themes": theme_words(meeting.themes),
        "hours": sum(one.minutes for one in present),
    }
    return show_stage(request, meeting, "follow", "meetings/follow.html", context)


def as_pdf(document: Document) -> HttpResponse:
    """A printed document, read in the browser under its own name."""
    with document.file.open("rb") as source:
        content = source.read()
    name = document.original_name
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@requires("meetings.view")
@require_safe
@xframe_options_sameorigin
@csp_update({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # shown beside the notes
def minutes_pdf(request: CentreRequest, pk: int) -> HttpResponse:
    """The minutes in force; `?version=2` for a former print."""
    printed = versions(get_meeting(pk))[::-1]
    wanted = request.GET.get("version", str(len(printed)))
    version = asked_key(wanted)
    if not 1 <= version <= len(printed):
        raise Http404
    return as_pdf(printed[version - 1])


@requires("meetings.view")
@require_safe
def series_pdf(request: CentreRequest, pk: int) -> HttpResponse:
    """The minutes of a whole series in one document."""
    series = get_object_or_404(Series, pk=pk)
    if not series.meetings.filter(state=Meeting.State.CLOSED).exists():
        raise Http404
    return HttpResponse(
        series_minutes(series),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="comptes-rendus-{pk}.pdf"'},
    )
