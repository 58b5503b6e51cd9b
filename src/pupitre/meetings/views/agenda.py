"""The acts on the agenda: each answers with the page of the preparation, of which htmx takes the agenda."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest
from pupitre.meetings.forms.prepare import ItemForm, NewItemForm
from pupitre.meetings.models import AgendaItem, Meeting
from pupitre.meetings.queries.agenda import waiting_items
from pupitre.meetings.queries.common import get_meeting
from pupitre.meetings.services import agenda as services
from pupitre.meetings.services.prepare import MeetingError
from pupitre.meetings.views.prepare import show
from pupitre.people.guarded import PatientIdentityError

SHIFTS = {"monter": -1, "descendre": 1}


def _back(meeting: Meeting) -> HttpResponse:
    return redirect(centre_url("meetings:prepare", meeting.pk))


@requires("meetings.edit")
@require_POST
def add(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    form = NewItemForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, new_item=form, status=422)
    try:
        services.add_item(meeting, form.instance, by=request.actor)
    except (MeetingError, PatientIdentityError) as refusal:
        form.add_error("title", str(refusal))
        return show(request, meeting, new_item=form, status=422)
    return _back(meeting)


@requires("meetings.edit")
@require_POST
def change(request: CentreRequest, pk: int) -> HttpResponse:
    item = owned(AgendaItem, pk)
    form = ItemForm(request.POST, instance=item)
    if form.is_valid():
        try:
            services.save_item(
                form.instance, by=request.actor, expected_version=form.cleaned_data["version"]
            )
        except (MeetingError, PatientIdentityError) as refusal:
            form.add_error("title", str(refusal))
        else:
            return _back(item.meeting)
    return show(request, _meeting_of(item), item_form=form, status=422)


@requires("meetings.edit")
@require_POST
def act(request: CentreRequest, pk: int, verb: str) -> HttpResponse:
    """Move an item up or down, put it aside for later, or take it off."""
    item = owned(AgendaItem, pk)
    meeting = _meeting_of(item)
    try:
        if verb in SHIFTS:
            services.shift_item(item, places=SHIFTS[verb], by=request.actor)
        elif verb == "plus-tard":
            services.add_item(None, item, by=request.actor)
        elif verb == "retirer":
            services.remove_item(item, by=request.actor)
        else:
            raise Http404
    except MeetingError as refusal:
        return show(request, meeting, refusal=str(refusal), status=422)
    return _back(meeting)


def _meeting_of(item: AgendaItem) -> Meeting:
    """Return the meeting of an item; an item of the backlog has no agenda to act on."""
    if item.meeting_id is None:
        raise Http404
    return get_meeting(item.meeting_id)


@requires("meetings.edit")
@require_POST
def feed(request: CentreRequest, pk: int) -> HttpResponse:
    """Bring everything that waits, or the one subject of `key`."""
    meeting = get_meeting(pk)
    try:
        only = request.POST.get("key", "")
        services.feed_agenda(meeting, by=request.actor, only=only)
    except (MeetingError, PatientIdentityError) as refusal:
        return show(request, meeting, refusal=str(refusal), status=422)
    left = 0 if only else len(waiting_items(meeting, list(meeting.items.all())))
    if left:
        still = french.counted(left, "point attend", "points attendent")
        messages.info(
            request, f"{still} encore : hors de la durée prévue, ou déjà inscrit ailleurs."
        )
    return _back(meeting)


@requires("meetings.edit")
@require_POST
def take(request: CentreRequest, pk: int, item: int) -> HttpResponse:
    """Put an item of the backlog on this agenda."""
    meeting, waiting = get_meeting(pk), owned(AgendaItem, item)
    if waiting.meeting_id is not None:
        raise Http404
    try:
        services.add_item(meeting, waiting, by=request.actor)
    except MeetingError as refusal:
        return show(request, meeting, refusal=str(refusal), status=422)
    return _back(meeting)
