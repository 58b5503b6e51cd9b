"""What people without an account do by their personal link: answer, propose a topic, read their calendar."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key
from pupitre.inbox.models import ActLink, Idea
from pupitre.inbox.services import drop_idea
from pupitre.meetings.forms.prepare import AnswerForm, TopicForm, proxies_for
from pupitre.meetings.models import Meeting, MeetingSettings, Participant
from pupitre.meetings.queries import calendar
from pupitre.meetings.queries.agenda import agenda_schedule, via_meeting
from pupitre.meetings.queries.common import line_of
from pupitre.meetings.services import invite
from pupitre.meetings.services.prepare import MeetingError
from pupitre.people.guarded import PatientIdentityError
from pupitre.people.models import Person
from pupitre.people.queries import team


def answer(request: CentreRequest, link: ActLink, target: Participant) -> HttpResponse:
    """Answer an invitation in one tap, and change one's mind until the meeting."""
    form = AnswerForm(request.POST or None, participant=target)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            _record(request, form, target)
        except MeetingError as error:
            refusal, status = str(error), 422
    context = _answer_page(target) | {"refusal": refusal}
    return render(request, "meetings/link_answer.html", context, status=status)


def _record(request: CentreRequest, form: AnswerForm, target: Participant) -> None:
    if not form.is_valid() or form.cleaned_data["answer"] == Participant.Answer.NONE:
        raise MeetingError("Choisissez une des réponses proposées.")
    invite.answer(target, by=request.actor, **form.cleaned_data)


def _answer_page(target: Participant) -> dict[str, Any]:
    meeting = target.meeting
    items = list(meeting.items.all())
    over = meeting.opened_at is not None or meeting.ends_at < timezone.now()
    return {
        "one": target,
        "meeting": meeting,
        "line": line_of(meeting),
        "schedule": zip(items, agenda_schedule(meeting, items).lines, strict=True),
        "proxies": proxies_for(target),
        "open": meeting.state == Meeting.State.PLANNED and not over,
    }


def topic(request: CentreRequest, link: ActLink, target: Meeting) -> HttpResponse:
    """Propose a topic for a meeting; as many as one likes."""
    form = TopicForm(request.POST or None)
    over = target.state != Meeting.State.PLANNED or target.ends_at < timezone.now()
    if request.method == "POST" and over:
        form.add_error("text", "Cette réunion n’attend plus de sujet : voyez avec la coordination.")
    elif request.method == "POST" and form.is_valid():
        try:
            drop_idea(
                kind=Idea.Kind.TOPIC,
                text=form.cleaned_data["text"],
                by=request.actor,
                author=link.person,
                via=via_meeting(target),
            )
        except PatientIdentityError as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect(f"{request.path}?merci")
    context = {
        "form": form,
        "meeting": target,
        "line": line_of(target),
        "sent": "merci" in request.GET,
    }
    return render(request, "meetings/link_topic.html", context, status=422 if form.errors else 200)


def feed(request: CentreRequest, link: ActLink, target: Person) -> HttpResponse:
    """Serve a person's own meetings as a calendar."""
    found = calendar.meetings_of(target, timezone.now())
    return _calendar(calendar.feed(found, f"Mes réunions, {request.centre}"))


def centre_feed(request: CentreRequest, link: ActLink, target: MeetingSettings) -> HttpResponse:
    """Serve every meeting of the centre as a calendar."""
    found = calendar.centre_meetings(timezone.now())
    return _calendar(calendar.feed(found, f"Réunions, {request.centre}"))


def _calendar(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@requires("meetings.view")
@require_safe
def calendars(request: CentreRequest) -> HttpResponse:
    """Show one's own feed address; the office has the centre's too, and sends anybody theirs."""
    me = Person.objects.filter(user=request.user).first()
    may_edit = registry.allows("meetings.edit", request.role)
    context = {
        "me": me,
        "mine": invite.feed_in_use(me) if me else "",
        "centre_feed": invite.feed_in_use(None),
        "may_edit": may_edit,
        "people": team(timezone.localdate()) if may_edit else [],
    }
    return render(request, "meetings/calendars.html", context)


@requires("meetings.view")
@require_POST
def my_calendar(request: CentreRequest, act: str) -> HttpResponse:
    """Make or withdraw the address of one's own feed."""
    me = get_object_or_404(Person.objects.all(), user=request.user)
    return _make_or_withdraw(request, act, me)


@requires("meetings.edit")
@require_POST
def centre_calendar(request: CentreRequest, act: str) -> HttpResponse:
    """Make or withdraw the address of the centre's feed."""
    return _make_or_withdraw(request, act, None)


def _make_or_withdraw(request: CentreRequest, act: str, person: Person | None) -> HttpResponse:
    if act == "creer":
        invite.feed_url(person, by=request.actor)
    elif act == "retirer":
        invite.withdraw_feed(person, by=request.actor)
        messages.success(request, "Cette adresse ne répond plus.")
    else:
        raise Http404
    return redirect(centre_url("meetings:calendars"))


@requires("meetings.edit")
@require_POST
def send_calendar(request: CentreRequest) -> HttpResponse:
    """Mail somebody the address of their own calendar, account or not."""
    asked = request.POST.get("person", "")
    person = get_object_or_404(team(timezone.localdate()), pk=asked_key(asked))
    if person.email:
        invite.send_feed(person, by=request.actor)
        messages.success(request, f"L’adresse est envoyée à {person}.")
    else:
        messages.error(request, f"{person} n’a pas d’adresse e-mail : ajoutez-la dans l’annuaire.")
    return redirect(centre_url("meetings:calendars"))
