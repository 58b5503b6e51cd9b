"""Animer: the agenda, its clock, the notes and what is decided, by several people at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.records import ConflictError
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key, is_htmx
from pupitre.meetings.forms.run import FilesForm, OutcomeForm
from pupitre.meetings.models import AgendaItem, Meeting, Outcome
from pupitre.meetings.queries.common import get_meeting
from pupitre.meetings.queries.run import Room, room_of, sheets_for
from pupitre.meetings.rules.merge import Merged
from pupitre.meetings.services import run as services
from pupitre.meetings.services.rcp import set_rcp_facts
from pupitre.meetings.views.live import answer, parts_of, saved_at
from pupitre.meetings.views.rcp import moved, refuse_late_counts
from pupitre.meetings.views.workspace import show_stage

ITEM_ACTS: dict[str, Callable[..., Meeting]] = {
    "aller": services.go_to_item,
    "traiter": services.finish_item,
    "reporter": services.postpone_item,
}


def refusal(work: Callable[[], Any]) -> str:
    """Do the work; return the sentence of the service that refuses it, else nothing."""
    try:
        work()
    except ValueError as error:
        return str(error)
    return ""


def back(
    request: CentreRequest, meeting: Meeting, said: str = "", page: str = "run"
) -> HttpResponse:
    """Answer an act of the room: what changed for htmx, the page again without it."""
    if is_htmx(request):
        return answer(request, meeting, {"said": said}, 422 if said else 200)
    if said:
        messages.error(request, said)
    return redirect(centre_url(f"meetings:{page}", meeting.pk))


@requires("meetings.view")
@require_safe
def run(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    return show_run(request, meeting)


def show_run(
    request: CentreRequest, meeting: Meeting, typed: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The room; `typed` brings back a form that was refused."""
    room = room_of(meeting, timezone.now())
    parts = parts_of(room)
    people = [seat.participant.person for seat in room.seats]
    context = {
        "room": room,
        "parts": parts,
        "lines": _lines(room, parts),
        "loose": parts.get("outcomes-0", ""),
        "outcome_form": OutcomeForm(people=people, today=timezone.localdate()),
        "files_form": FilesForm(initial={"number": meeting.files, "themes": meeting.themes}),
        "sheets": sheets_for(meeting, len(people))[:3],
        "live": meeting.state in {Meeting.State.PLANNED, Meeting.State.RUNNING},
        "may_type": registry.allows("meetings.run", request.role),
        "now": int(timezone.now().timestamp() * 1000),
        **(typed or {}),
    }
    return show_stage(request, meeting, "run", "meetings/run.html", context, status=status)


def _lines(room: Room, parts: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "item": line.item,
            "head": parts[f"head-{line.item.pk}"],
            "outcomes": parts.get(f"outcomes-{line.item.pk}", ""),
            "stored": parts.get(f"stored-{line.item.pk}", ""),
        }
        for line in room.lines
    ]


@requires("meetings.view")
@require_safe
def state(request: CentreRequest, pk: int) -> HttpResponse:
    """What changed since the page looked: asked for every few seconds."""
    return answer(request, get_meeting(pk))


@requires("meetings.run")
@require_POST
def start(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    now, early = timezone.now(), "early" in request.POST
    try:
        services.start_meeting(meeting, by=request.actor, now=now, early=early)
    except services.EarlyError as error:
        return show_run(request, meeting, {"early": str(error)}, 422)
    except services.RunError as error:
        messages.error(request, str(error))
    return redirect(centre_url("meetings:run", pk))


@requires("meetings.run")
@require_POST
def item_act(request: CentreRequest, pk: int, act: str) -> HttpResponse:
    """Go to an item, finish it or put it off."""
    if act not in ITEM_ACTS:
        raise Http404
    item = get_object_or_404(AgendaItem.objects.exclude(meeting=None), pk=pk)
    said = refusal(lambda: ITEM_ACTS[act](item, by=request.actor, now=timezone.now()))
    if said:
        messages.error(request, said)
    page = "projector" if request.POST.get("from") == "projector" else "run"
    return redirect(centre_url(f"meetings:{page}", item.meeting_id))


@requires("meetings.run")
@require_POST
def notes(request: CentreRequest, pk: int) -> HttpResponse:
    """Save the notes of an item over the text that was read; others' lines are kept."""
    item = get_object_or_404(AgendaItem.objects.exclude(meeting=None), pk=pk)
    meeting = get_meeting(item.meeting_id or 0)
    text, base = request.POST.get("notes", ""), request.POST.get("base", "")
    try:
        merged = services.write_notes(item, base=base, text=text, by=request.actor)
    except ValueError as error:
        return _refuse_notes(request, meeting, item, str(error))
    if not is_htmx(request):
        messages.success(request, saved_at())
        return redirect(f"{centre_url('meetings:run', meeting.pk)}#item-{pk}")
    return answer(request, meeting, {f"saved-{pk}": _saved(merged, text)})


def _saved(merged: Merged, text: str) -> str:
    """When it was saved, and the merged text when others wrote here too."""
    alone = merged.text == text.replace("\r\n", "\n")
    context = {"saved": saved_at(), "merged": merged, "alone": alone}
    return render_to_string("meetings/live/saved.html", context)


def _refuse_notes(
    request: CentreRequest, meeting: Meeting, item: AgendaItem, said: str
) -> HttpResponse:
    if is_htmx(request):
        sentence = render_to_string("meetings/live/refused.html", {"said": said})
        return answer(request, meeting, {f"saved-{item.pk}": sentence}, 422)
    typed = {"refused": {"item": item.pk, "said": said, "notes": request.POST.get("notes", "")}}
    return show_run(request, meeting, typed, 422)


@requires("meetings.run")
@require_POST
def outcome_add(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    item = meeting.items.filter(pk=asked_key(request.POST.get("item"))).first()
    people = [one.person for one in meeting.participants.select_related("person")]
    form = OutcomeForm(request.POST, people=people, today=timezone.localdate())
    said = "" if form.is_valid() else _first_error(form)
    said = said or refusal(
        lambda: services.add_outcome(meeting, item=item, by=request.actor, **form.cleaned_data)
    )
    place = f"refused-{item.pk if item else 0}"
    if is_htmx(request):
        sentence = render_to_string("meetings/live/refused.html", {"said": said})
        return answer(request, meeting, {place: sentence}, 422 if said else 200)
    if said:
        messages.error(request, said)
        typed = {"outcome_form": form, "typed_in": item.pk if item else 0}
        return show_run(request, meeting, typed, 422)
    return redirect(f"{centre_url('meetings:run', pk)}#item-{item.pk if item else 0}")


def _first_error(form: OutcomeForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)


@requires("meetings.run")
def outcome_change(request: CentreRequest, pk: int) -> HttpResponse:
    """Correct a decision or a task, or take it out."""
    outcome = get_object_or_404(Outcome, pk=pk)
    meeting = get_meeting(outcome.meeting_id)
    people = [one.person for one in meeting.participants.select_related("person")]
    fields = ("text", "kind", "owner", "due")
    initial = {name: getattr(outcome, name) for name in fields}
    form = OutcomeForm(
        request.POST or None, people=people, today=timezone.localdate(), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        said = refusal(
            lambda: services.change_outcome(outcome, by=request.actor, **form.cleaned_data)
        )
        if not said:
            return redirect(f"{centre_url('meetings:run', meeting.pk)}#item-{outcome.item_id}")
        form.add_error("text", said)
    status = 422 if form.errors else 200
    context = {"form": form, "outcome": outcome}
    return show_stage(request, meeting, "run", "meetings/outcome.html", context, status=status)


@requires("meetings.run")
@require_POST
def outcome_drop(request: CentreRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome, pk=pk)
    meeting = get_meeting(outcome.meeting_id)
    today = timezone.localdate()
    said = refusal(lambda: services.drop_outcome(outcome, by=request.actor, on=today))
    return back(request, meeting, said)


@requires("meetings.run")
@require_POST
def hand(request: CentreRequest, pk: int) -> HttpResponse:
    """Raise or lower somebody's hand."""
    meeting = get_meeting(pk)
    number = asked_key(request.POST.get("person"))
    said = refusal(lambda: services.toggle_hand(meeting, number, by=request.actor))
    page = "projector" if request.POST.get("from") == "projector" else "run"
    return back(request, meeting, said, page)


@requires("meetings.run")
@require_POST
def files(request: CentreRequest, pk: int) -> HttpResponse:
    """Note how many files an RCP discussed, and on which themes."""
    meeting = get_meeting(pk)
    refuse_late_counts(request, meeting)
    form = FilesForm(request.POST)
    if not form.is_valid():
        return show_run(request, meeting, {"files_form": form}, 422)
    number, themes = form.cleaned_data["number"], form.cleaned_data["themes"]
    now = timezone.now()
    try:
        said = refusal(
            lambda: set_rcp_facts(meeting, files=number, themes=themes, by=request.actor, now=now)
        )
    except ConflictError as conflict:
        form.add_error(None, moved(conflict))
        return show_run(request, meeting, {"files_form": form}, 409)
    if said:
        messages.error(request, said)
    else:
        messages.success(request, "Dossiers et thèmes notés.")
    return redirect(centre_url("meetings:run", pk))
