"""Clore: a last look, one act; then proofreading, sending, reopening."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from pupitre.core.access import requires
from pupitre.core.dates import local
from pupitre.core.links import centre_url
from pupitre.core.records import ConflictError
from pupitre.core.web import CentreRequest, asked_key
from pupitre.mailing.queries import awaits_hand, outcome_of
from pupitre.meetings.forms.run import CloseForm, ReopenForm
from pupitre.meetings.models import Meeting
from pupitre.meetings.queries.attendance import effective_hours
from pupitre.meetings.queries.close import checks, minutes_message, usual_next
from pupitre.meetings.queries.common import get_meeting
from pupitre.meetings.queries.run import room_of
from pupitre.meetings.services import close as services
from pupitre.meetings.views.run import refusal
from pupitre.meetings.views.workspace import show_stage


@requires("meetings.edit")
def close(request: CentreRequest, pk: int) -> HttpResponse:
    """The check-list and the real hours; closing is this page's one act."""
    meeting = get_meeting(pk)
    if meeting.state == Meeting.State.CLOSED:
        return redirect(centre_url("meetings:follow", pk))
    form = CloseForm(request.POST or None, meeting=meeting, initial=_usual(meeting))
    if request.method == "POST" and form.is_valid():
        said = refusal(lambda: _close(request, meeting, form))
        if not said:
            return redirect(centre_url("meetings:proof", pk))
        form.add_error(None, said)
    room = room_of(meeting, timezone.now())
    context = {
        "form": form,
        "room": room,
        "checks": checks(room),
        "decided": sum(len(line.outcomes) for line in room.lines) + len(room.loose),
    }
    status = 422 if form.errors else 200
    return show_stage(request, meeting, "close", "meetings/close.html", context, status=status)


def _usual(meeting: Meeting) -> dict[str, object]:
    now = timezone.now()
    start, end = effective_hours(meeting)
    if meeting.finished_at is None and start < now < end:
        end = now
    return {
        "opened": local(start).time(),
        "finished": local(end).time(),
        "next_meeting": usual_next(meeting),
    }


def _close(request: CentreRequest, meeting: Meeting, form: CloseForm) -> None:
    closed = services.close_meeting(
        meeting,
        by=request.actor,
        now=timezone.now(),
        hours=_typed_hours(meeting, form),
        next_meeting=form.cleaned_data["next_meeting"],
    )
    messages.success(request, f"Réunion close : le compte rendu {closed.number} est prêt à relire.")


def _typed_hours(meeting: Meeting, form: CloseForm) -> services.Hours:
    """What was typed; a moment left as it was keeps its seconds."""
    known = {at.replace(second=0, microsecond=0): at for at in effective_hours(meeting)}
    opened, finished = form.hours()
    return services.Hours(known.get(opened, opened), known.get(finished, finished))


@requires("meetings.edit")
def proof(request: CentreRequest, pk: int) -> HttpResponse:
    """Proofreading: the PDF beside the notes; a correction prints it again under its number."""
    meeting = get_meeting(pk)
    if meeting.state != Meeting.State.CLOSED:
        return redirect(centre_url("meetings:close", pk))
    items = list(meeting.items.all())
    said = ""
    if request.method == "POST":
        typed = {item.pk: request.POST.get(f"notes-{item.pk}", item.notes) for item in items}
        read = {item.pk: asked_key(request.POST.get(f"version-{item.pk}")) for item in items}
        said = _correct(request, meeting, typed, {pk: seen for pk, seen in read.items() if seen})
        if not said:
            messages.success(request, "Compte rendu corrigé et réimprimé.")
            return redirect(centre_url("meetings:proof", pk))
        items = list(meeting.items.all())
        for item in items:
            item.stored = item.notes  # type: ignore[attr-defined]  # shown beside what was typed
            item.notes = typed.get(item.pk, item.notes)
    context = {"items": items, "said": said, "rcp": meeting.kind == Meeting.Kind.RCP}
    status = 422 if said else 200
    return show_stage(request, meeting, "close", "meetings/proof.html", context, status=status)


def _correct(
    request: CentreRequest, meeting: Meeting, typed: dict[int, str], read: dict[int, int]
) -> str:
    try:
        return refusal(
            lambda: services.correct_minutes(
                meeting, typed, by=request.actor, now=timezone.now(), read=read
            )
        )
    except ConflictError:
        return (
            "Quelqu’un vient de corriger ce compte rendu. Son texte est sous le vôtre : "
            "reprenez ce qui convient, puis corrigez de nouveau."
        )


@requires("meetings.edit")
@require_POST
def send(request: CentreRequest, pk: int) -> HttpResponse:
    """Mail the minutes to everybody invited."""
    meeting = get_meeting(pk)
    said = refusal(lambda: services.send_minutes(meeting, by=request.actor, now=timezone.now()))
    if said:
        messages.error(request, said)
        return redirect(centre_url("meetings:close", pk))
    message = minutes_message(meeting)
    told = outcome_of(message) if message else ""
    messages.success(request, f"Compte rendu diffusé. {told}")
    if message and awaits_hand(message):
        return redirect(message.get_absolute_url())
    return redirect(centre_url("meetings:follow", pk))


@requires("meetings.edit")
def reopen(request: CentreRequest, pk: int) -> HttpResponse:
    """Open closed minutes again, with a reason."""
    meeting = get_meeting(pk)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        said = refusal(lambda: services.reopen_meeting(meeting, why=why, by=request.actor))
        if not said:
            messages.success(request, "Réunion rouverte : corrigez, puis clôturez de nouveau.")
            return redirect(centre_url("meetings:run", pk))
        form.add_error("why", said)
    status = 422 if form.errors else 200
    return show_stage(
        request, meeting, "follow", "meetings/reopen.html", {"form": form}, status=status
    )
