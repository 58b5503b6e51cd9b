"""Who is invited, who does what, what leaves by mail, and the answers typed for somebody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, asked_key
from pupitre.mailing.queries import messages_about
from pupitre.meetings.forms.prepare import AnswerForm, MailForm
from pupitre.meetings.models import Meeting, MeetingRole, Participant
from pupitre.meetings.queries.common import get_meeting
from pupitre.meetings.queries.prepare import past_roles
from pupitre.meetings.services import invite, prepare
from pupitre.meetings.services.prepare import MeetingError
from pupitre.meetings.views.prepare import show
from pupitre.people.models import Person

ROLES_SHOWN = 36


@requires("meetings.edit")
def send(request: CentreRequest, pk: int, kind: str) -> HttpResponse:
    """Read a mail over, then send it: call for topics, notice, reminder, change, cancellation."""
    meeting = get_meeting(pk)
    if kind not in invite.MAILS:
        raise Http404
    draft, mail = invite.draft(meeting, kind), invite.MAILS[kind]
    initial = {"subject": draft.subject, "body": draft.body}
    form = MailForm(request.POST or None, initial=initial, needs_link=bool(mail.link))
    if request.method == "POST" and form.is_valid():
        try:
            message = invite.send(
                meeting, kind, by=request.actor, on=timezone.now(), **form.cleaned_data
            )
        except MeetingError as refusal:
            form.add_error(None, str(refusal))
        else:
            count = message.deliveries.count()
            sent = french.counted(count, "personne", "personnes")
            messages.success(request, f"{mail.words} : {sent}. Voici où en est chaque envoi.")
            return redirect(centre_url("meetings:mails", pk))
    context = {"form": form, "meeting": meeting, "mail": mail, "draft": draft, "kind": kind}
    return render(request, "meetings/send.html", context, status=422 if form.errors else 200)


@requires("meetings.edit")
@require_safe
def mails(request: CentreRequest, pk: int) -> HttpResponse:
    """Show each message about the meeting, and where each delivery stands."""
    meeting = get_meeting(pk)
    sent = messages_about(meeting).prefetch_related("deliveries__person")
    return render(request, "meetings/mails.html", {"meeting": meeting, "sent": sent})


@requires("meetings.edit")
@require_POST
def add_participant(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    person = get_object_or_404(Person.objects.all(), pk=asked_key(request.POST.get("person")))
    return _try(
        request, meeting, lambda: prepare.add_participants(meeting, [person], by=request.actor)
    )


@requires("meetings.edit")
@require_POST
def remove_participant(request: CentreRequest, pk: int) -> HttpResponse:
    one = owned(Participant, pk)
    return _try(request, one.meeting, lambda: prepare.remove_participant(one, by=request.actor))


@requires("meetings.edit")
@require_POST
def role(request: CentreRequest, pk: int) -> HttpResponse:
    """Give a role to somebody invited, or to nobody."""
    meeting, name = get_meeting(pk), request.POST.get("role", "")
    if name not in MeetingRole.Role.values:
        raise Http404
    asked = asked_key(request.POST.get("person"))
    person = get_object_or_404(Person.objects.all(), pk=asked) if asked else None
    return _try(
        request, meeting, lambda: prepare.assign_role(meeting, name, person, by=request.actor)
    )


def _try(request: CentreRequest, meeting: Meeting, do: Any) -> HttpResponse:
    """Do an act, then go back to the preparation, or show it with the refusal."""
    try:
        do()
    except MeetingError as refusal:
        return show(request, get_meeting(meeting.pk), refusal=str(refusal), status=422)
    return redirect(centre_url("meetings:prepare", meeting.pk))


@requires("meetings.edit")
def participant(request: CentreRequest, pk: int) -> HttpResponse:
    """Type the answer of somebody who called, proxy included; or the one tap of the list."""
    one = get_object_or_404(Participant.objects.select_related("person", "meeting"), pk=pk)
    initial = {"answer": one.answer, "proxy": one.proxy}
    form = AnswerForm(request.POST or None, initial=initial, participant=one)
    if request.method == "POST" and form.is_valid():
        try:
            invite.answer(one, by=request.actor, **form.cleaned_data)
        except MeetingError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(centre_url("meetings:prepare", one.meeting_id))
    context = {"form": form, "one": one, "meeting": one.meeting}
    return render(request, "meetings/participant.html", context, status=422 if form.errors else 200)


@requires("meetings.view")
@require_safe
def roles(request: CentreRequest) -> HttpResponse:
    """Show who did what, latest first."""
    held: dict[Meeting, dict[str, Person]] = {}
    for row in past_roles()[: ROLES_SHOWN * 3]:
        held.setdefault(row.meeting, {})[row.role] = row.person
    rows = [
        (meeting, [people.get(name) for name in MeetingRole.Role.values])
        for meeting, people in list(held.items())[:ROLES_SHOWN]
    ]
    labels = [label for _, label in MeetingRole.Role.choices]
    return render(request, "meetings/roles.html", {"rows": rows, "labels": labels})
