"""The list of meetings, and the one page that plans a new one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest
from pupitre.meetings.forms.prepare import NewMeetingForm
from pupitre.meetings.models import Meeting
from pupitre.meetings.queries.common import hours_of, place_of
from pupitre.meetings.queries.lists import listed
from pupitre.meetings.services.prepare import MeetingError, plan_meeting
from pupitre.people.guarded import PatientIdentityError
from pupitre.people.models import Group

PAGE_SIZE = 30
COLOURS = {
    Meeting.State.PLANNED: "info",
    Meeting.State.RUNNING: "accent",
    Meeting.State.CLOSED: "success",
    Meeting.State.CANCELLED: "warning",
}


@requires("meetings.view")
@require_safe
def meeting_list(request: CentreRequest) -> HttpResponse:
    past = request.GET.get("quand") == "passees"
    rows = listed(
        now=timezone.now(),
        past=past,
        kind=request.GET.get("sorte", ""),
        group=request.GET.get("groupe", ""),
        state=request.GET.get("etat", ""),
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(meeting) for meeting in page],
        "past": past,
        "filtered": any(request.GET.get(name) for name in ("sorte", "groupe", "etat")),
        "kinds": Meeting.Kind.choices,
        "groups": Group.objects.all(),
        "states": Meeting.State.choices,
        "may_edit": registry.allows("meetings.edit", request.role),
    }
    return render(request, "meetings/list.html", context)


def _row(meeting: Any) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "day": french.short_day(meeting.starts_at, timezone.localdate()),
        "about": _about(meeting),
        "hours": hours_of(meeting),
        "place": place_of(meeting),
        "colour": COLOURS[Meeting.State(meeting.state)],
        "answers": _answers(meeting),
    }


def _about(meeting: Meeting) -> str:
    """Return the kind and the group, where the title does not say them already."""
    kind = str(meeting.get_kind_display())
    words = [kind[0].upper() + kind[1:], str(meeting.group or "")]
    return ", ".join(word for word in words if word and word.lower() not in meeting.title.lower())


def _answers(meeting: Any) -> str:
    """« 8 sur 22 viennent » before the meeting, « 15 présents » once it is closed."""
    if meeting.state == Meeting.State.CLOSED:
        return french.counted(meeting.present, "présent", "présents")
    return f"{meeting.coming} sur {meeting.invited}"


@requires("meetings.edit")
def create(request: CentreRequest, kind: str = "") -> HttpResponse:
    """Plan a meeting; `?kind=rcp`, `?group=3` and `?template=2` prepare the page."""
    initial = {"kind": kind, **request.GET.dict()}
    form = NewMeetingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = plan_meeting(by=request.actor, **_values(form))
        except PatientIdentityError as refusal:
            form.add_error("title", str(refusal))
        except MeetingError as refusal:
            form.add_error("room", str(refusal))
        else:
            return redirect(centre_url("meetings:prepare", meeting.pk))
    status = 422 if form.errors else 200
    return render(request, "meetings/create.html", {"form": form}, status=status)


def _values(form: NewMeetingForm) -> dict[str, Any]:
    """Return what `plan_meeting` takes from the form."""
    data = form.cleaned_data
    names = ("template", "title", "kind", "group", "room", "place")
    values = {name: data[name] for name in names}
    return values | {"starts_at": form.starts_at(), "minutes": data["minutes"] or 0}
