"""Screens of date polls: the office's, and the page that a personal link opens."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.forms import CentreForm
from pupitre.core.registry import registry
from pupitre.core.tables import Column
from pupitre.core.tenancy import CentreModel
from pupitre.core.web import CentreRequest, go
from pupitre.inbox.models import ActLink
from pupitre.mailing.queries import awaits_hand, messages_about, outcome_of
from pupitre.meetings.forms.poll import PollForm
from pupitre.meetings.models import Poll, PollAnswer, PollSlot
from pupitre.meetings.queries.poll import (
    accepts_answers,
    answers_of,
    people_asked,
    poll_results,
    polls,
)
from pupitre.meetings.queries.rcp import profession_label
from pupitre.meetings.queries.series import centre_calendar
from pupitre.meetings.services import poll as services
from pupitre.people.models import Person

STATES = {
    "draft": ("à envoyer", "warning"),
    "open": ("en cours", "info"),
    "over": ("date à choisir", "warning"),
    "done": ("date choisie", "success"),
}


def state_of(poll: Poll) -> str:
    if poll.meeting_id:
        return "done"
    if not accepts_answers(poll, timezone.localdate()):
        return "over"
    return "open" if poll.sent_at else "draft"


class PollCrud(CrudView):
    """The date polls of the centre."""

    model = Poll
    form_class = PollForm
    permissions = ("meetings.view", "meetings.edit")
    words = ("sondage de date", "sondages de date")
    template_dir = "meetings/poll"
    search_fields = ("title",)
    empty = "Aucun sondage : proposez quelques dates, chacun répond d’un lien, sans compte."
    columns = (
        Column("Réunion à placer", str, url=lambda poll: poll.get_absolute_url(), sort="title"),
        Column("Où en est-on", lambda poll: STATES[state_of(poll)][0], "tag", tone=lambda poll: STATES[state_of(poll)][1]),
        Column("Créneaux", lambda poll: poll.slot_count, "number"),
        Column("Réponses", lambda poll: poll.answered_count, "number"),
        Column("Avant le", lambda poll: poll.closes_on, "date", sort="closes_on"),
        Column("Date choisie", lambda poll: poll.meeting and poll.meeting.starts_at, "date"),
    )  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        return polls()

    def form(self, request: CentreRequest, obj: CentreModel) -> CentreForm[Any]:
        data = request.POST if request.method == "POST" else None
        initial = {"template": request.GET["template"]} if "template" in request.GET else {}
        self.poll_form = PollForm(
            data, instance=obj, initial=initial, now=timezone.now(), calendar=centre_calendar()
        )
        return self.poll_form

    def save_object(self, request: CentreRequest, obj: CentreModel) -> HttpResponse:
        """Show what the slots were refused for beside them."""
        try:
            return super().save_object(request, obj)
        except services.PollError as refusal:
            form = self.form(request, obj)
            form.add_error("days", str(refusal))
            return self.show_form(request, form, status=422)

    def after_save(self, obj: Any) -> str:
        for sentence in self.poll_form.proposal.left_out:
            messages.warning(self.request, sentence)
        return str(obj.get_absolute_url())

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "detail":
            context |= _page(context["object"])
        return super().render(template, context, status=status)


def _page(poll: Poll) -> dict[str, Any]:
    """What a poll's page shows: the ranking, the table, the messages."""
    today = timezone.localdate()
    results = poll_results(poll, today)
    best = results.choices[0] if results.choices and results.answered else None
    return {
        "results": results,
        "best": best,
        "state": STATES[state_of(poll)],
        "open": accepts_answers(poll, today),
        "needs": [profession_label(key) for key in poll.professions],
        "messages_sent": messages_about(poll),
        "words": dict(PollAnswer.Answer.choices),
    }


@requires("meetings.edit")
@require_POST
def send(request: CentreRequest, pk: int) -> HttpResponse:
    return _write(request, owned(Poll, pk), services.send_poll)


@requires("meetings.edit")
@require_POST
def chase(request: CentreRequest, pk: int) -> HttpResponse:
    return _write(request, owned(Poll, pk), services.chase_poll)


def _write(request: CentreRequest, poll: Poll, act: Any) -> HttpResponse:
    try:
        message = act(poll, by=request.actor, now=timezone.now())
    except services.PollError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{outcome_of(message)} Chaque personne a son lien.")
        if awaits_hand(message):
            return go(request, message.get_absolute_url())
    return go(request, poll.get_absolute_url())


@requires("meetings.edit")
@require_POST
def choose(request: CentreRequest, pk: int, slot: int) -> HttpResponse:
    """Make the meeting of a slot."""
    chosen = owned(PollSlot, slot)
    if chosen.poll_id != pk:
        raise Http404
    try:
        meeting = services.choose_slot(chosen, by=request.actor, now=timezone.now())
    except services.PollError as refusal:
        messages.error(request, str(refusal))
        return go(request, chosen.poll.get_absolute_url())
    when = services.moment_words(meeting.starts_at)
    messages.success(request, f"La réunion est posée le {when}, avec les réponses du sondage.")
    return go(request, meeting.get_absolute_url())


@requires("meetings.edit")
@require_safe
def sheet(request: CentreRequest, pk: int) -> HttpResponse:
    """The poll on paper: one line a person, to tick by hand."""
    poll = owned(Poll, pk)
    return render(request, "meetings/poll/print.html", {"object": poll, **_page(poll)})


@requires("meetings.view")
def answer_for(request: CentreRequest, pk: int, person: int) -> HttpResponse:
    """Type the answers of somebody who telephoned, or one's own."""
    poll, somebody = owned(Poll, pk), owned(Person, person)
    mine = somebody.user_id is not None and somebody.user_id == request.user.pk
    may = mine or registry.allows("meetings.edit", request.role)
    if not may or somebody not in people_asked(poll, timezone.localdate()):
        raise Http404
    return _answer(
        request, poll, somebody, "meetings/poll/answer_for.html", poll.get_absolute_url()
    )


def answer_by_link(request: CentreRequest, link: ActLink, target: Poll) -> HttpResponse:
    """The page that a personal link opens: yes, if needed or no for each slot."""
    if link.person is None:
        raise Http404
    return _answer(request, target, link.person, "meetings/poll/answer.html", request.path)


def _answer(
    request: CentreRequest, poll: Poll, person: Person, template: str, then: str
) -> HttpResponse:
    refusal, given = "", answers_of(poll, person)
    today = timezone.localdate()
    if request.method == "POST":
        given |= _typed(request, poll)
        try:
            services.answer_poll(poll, person, given, by=request.actor, today=today)
        except services.PollError as error:
            refusal = str(error)
        else:
            messages.success(request, f"C’est noté, merci {person.first_name or person}.")
            return redirect(then)
    context = {
        "poll": poll,
        "person": person,
        "refusal": refusal,
        "lines": [(slot, given.get(slot.pk, "")) for slot in poll.slots.all()],
        "choices": PollAnswer.Answer.choices,
        "open": accepts_answers(poll, today),
        "answered": bool(given),
    }
    return render(request, template, context, status=422 if refusal else 200)


def _typed(request: CentreRequest, poll: Poll) -> dict[int, str]:
    names = {slot.pk: f"slot-{slot.pk}" for slot in poll.slots.all()}
    return {pk: request.POST[name] for pk, name in names.items() if request.POST.get(name)}
