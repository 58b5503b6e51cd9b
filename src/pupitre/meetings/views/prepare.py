"""Préparer: the page of a meeting to come, and the acts on the meeting itself."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.core import records
from pupitre.core.access import requires
from pupitre.core.dates import local
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, asked_key
from pupitre.meetings.forms.prepare import CancelForm, ItemForm, MeetingForm, NewItemForm
from pupitre.meetings.models import AgendaItem, Meeting, Participant
from pupitre.meetings.queries import agenda, calendar
from pupitre.meetings.queries import prepare as queries
from pupitre.meetings.queries.common import get_meeting
from pupitre.meetings.rules.steps import AGENDA, MINUTES
from pupitre.meetings.services import invite
from pupitre.meetings.services import prepare as services
from pupitre.meetings.services.prepare import MeetingError
from pupitre.meetings.views.workspace import show_stage
from pupitre.people.guarded import PatientIdentityError
from pupitre.people.queries import team

CHANGED = "Quelqu’un a modifié cette réunion entre-temps : rechargez la page."


@requires("meetings.view")
@require_safe
def prepare(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the preparation; `?point=3` opens an item's form in its place."""
    meeting = get_meeting(pk)
    item = meeting.items.filter(pk=asked_key(request.GET.get("point"))).first()
    return show(request, meeting, item_form=ItemForm(instance=item) if item else None)


def show(
    request: CentreRequest,
    meeting: Meeting,
    *,
    item_form: ItemForm | None = None,
    new_item: NewItemForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page, with a form sent back or a refusal in its place."""
    items = list(meeting.items.select_related("owner", "task", "idea__author"))
    participants = list(meeting.participants.select_related("person", "proxy"))
    cancelled = meeting.state == Meeting.State.CANCELLED
    plan = [] if cancelled else queries.plan_lines(meeting, timezone.localdate())
    context = {
        "clock": agenda.agenda_schedule(meeting, items),
        "lines": _lines(meeting, items),
        "editing": item_form.instance.pk if item_form else None,
        "item_form": item_form,
        "new_item": new_item or NewItemForm(),
        "refusal": refusal,
        "waiting": [
            (agenda.key_of(one), one, agenda.source_words(one))
            for one in agenda.waiting_items(meeting, items)
        ],
        "backlog": agenda.backlog(),
        "plan": plan,
        "agenda_ready": any(line.step.key == AGENDA and line.done_on for line in plan),
        "roles": queries.role_lines(meeting, participants),
        "people": _people(meeting, participants),
        "counts": Counter(one.answer for one in participants),
        "others": team(timezone.localdate()).exclude(participations__meeting=meeting),
        "open": meeting.state == Meeting.State.PLANNED,
        "next_step": _next_step(meeting, plan),
        "untold": cancelled and invite.to_tell(meeting),
    }
    return show_stage(request, meeting, "prepare", "meetings/prepare.html", context, status=status)


def _lines(meeting: Meeting, items: list[AgendaItem]) -> list[dict[str, Any]]:
    clock = agenda.agenda_schedule(meeting, items)
    return [
        {"item": item, "start": line.start, "late": line.late, "source": agenda.source_words(item)}
        for item, line in zip(items, clock.lines, strict=True)
    ]


def _people(meeting: Meeting, participants: list[Participant]) -> list[dict[str, Any]]:
    """Return the participants with what became of the last mail to each."""
    mails = queries.deliveries_by_person(meeting)
    return [{"one": one, "mail": mails.get(one.person_id)} for one in participants]


def _next_step(meeting: Meeting, plan: list[queries.PlanLine]) -> queries.PlanLine | None:
    """Return the first mail that is still to send before the meeting, for the page's one strong button."""
    if meeting.state != Meeting.State.PLANNED or meeting.ends_at < timezone.now():
        return None
    mails = (line for line in plan if line.step.key not in {AGENDA, MINUTES})
    return next((line for line in mails if line.step.state not in {"done", "dropped"}), None)


@requires("meetings.edit")
def change(request: CentreRequest, pk: int) -> HttpResponse:
    """Change the words, the place or the time; then propose the mail to those who were told."""
    meeting = get_meeting(pk)
    form = MeetingForm(request.POST or None, instance=meeting)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _store(request, form):
            return _after_change(request, meeting, invite.MOVED)
    return render(
        request, "meetings/change.html", {"form": form, "meeting": meeting}, status=status
    )


def _store(request: CentreRequest, form: MeetingForm) -> bool:
    """Save the change; put a refusal on the form."""
    data, meeting = form.cleaned_data, form.instance
    try:
        services.move_meeting(
            meeting,
            starts_at=form.starts_at(),
            minutes=data["minutes"],
            by=request.actor,
            expected_version=data.get("version"),
        )
    except (MeetingError, PatientIdentityError) as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _after_change(request: CentreRequest, meeting: Meeting, kind: str) -> HttpResponse:
    """Go to the mail that tells those who were invited, or back when nobody was."""
    if invite.draft(meeting, kind).to:
        messages.info(request, "C’est enregistré. Il reste à prévenir les personnes convoquées.")
        return redirect(centre_url("meetings:meeting-mail", meeting.pk, kind))
    messages.success(request, "C’est enregistré.")
    return redirect(centre_url("meetings:prepare", meeting.pk))


@requires("meetings.edit")
def cancel(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            services.cancel_meeting(meeting, why=form.cleaned_data["why"], by=request.actor)
        except (MeetingError, PatientIdentityError) as refusal:
            form.add_error(None, str(refusal))
            status = 422
        except records.ConflictError:
            form.add_error(None, CHANGED)
            status = 409
        else:
            return _after_change(request, meeting, invite.CANCELLED)
    return render(
        request, "meetings/cancel.html", {"form": form, "meeting": meeting}, status=status
    )


@requires("meetings.edit")
@require_POST
def again(request: CentreRequest, pk: int) -> HttpResponse:
    new = services.same_again(get_meeting(pk), by=request.actor, today=timezone.localdate())
    messages.success(request, "La même réunion est planifiée, avec les mêmes personnes.")
    return redirect(centre_url("meetings:prepare", new.pk))


@requires("meetings.edit")
@require_POST
def agenda_ready(request: CentreRequest, pk: int) -> HttpResponse:
    """Settle the agenda: the act that ticks its step off."""
    meeting = get_meeting(pk)
    try:
        services.still_to_hold(meeting)
    except MeetingError as refusal:
        return show(request, meeting, refusal=str(refusal), status=422)
    services.tick(meeting, AGENDA, on=timezone.localdate(), by=request.actor)
    return redirect(centre_url("meetings:prepare", pk))


@requires("meetings.view")
@require_safe
def agenda_pdf(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    name = f"ordre-du-jour-{local(meeting.starts_at):%Y-%m-%d}.pdf"
    return _file(invite.agenda_pdf(meeting), "application/pdf", name)


@requires("meetings.view")
@require_safe
def meeting_ics(request: CentreRequest, pk: int) -> HttpResponse:
    """Return the meeting alone, to drop into one's calendar."""
    meeting = get_meeting(pk)
    return _file(
        calendar.feed([meeting], meeting.title), "text/calendar; charset=utf-8", "reunion.ics"
    )


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
