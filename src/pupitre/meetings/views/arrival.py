"""Pages of personal links: arriving, reading the minutes, rating; nobody needs an account."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pupitre.core.web import CentreRequest
from pupitre.inbox.models import ActLink
from pupitre.meetings.forms.run import RatingForm
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.queries.attendance import participants_of
from pupitre.meetings.queries.common import line_of
from pupitre.meetings.services.attendance import sign
from pupitre.meetings.services.rating import rate_meeting
from pupitre.meetings.views.follow import as_pdf
from pupitre.meetings.views.run import refusal

EARLY, LATE = timedelta(hours=1), timedelta(hours=3)


def arrive(request: CentreRequest, link: ActLink, meeting: Meeting) -> HttpResponse:
    """« Je suis là »: the personal link knows the person, the code on the wall lists the names."""
    participants = [
        one
        for one in participants_of(meeting)
        if link.person_id is None or one.person_id == link.person_id
    ]
    now = timezone.now()
    open_now = meeting.starts_at - EARLY <= now <= meeting.ends_at + LATE
    said = ""
    if request.method == "POST":
        said = "" if open_now else "Les arrivées se notent le jour de la réunion."
        said = said or _arrive(request, participants)
        if not said:
            return redirect(f"{request.path}?ici={request.POST['participant']}")
    context = {
        "meeting": meeting,
        "line": line_of(meeting),
        "participants": participants,
        "open_now": open_now and meeting.state in {"planned", "running"},
        "said": said,
        "me": _named(participants, request.GET.get("ici", "")),
    }
    return render(request, "meetings/arrive.html", context, status=422 if said else 200)


def _named(participants: list[Participant], number: str) -> Participant | None:
    """The participant who has just arrived."""
    here = (one for one in participants if str(one.pk) == number and one.status == "present")
    return next(here, None)


def _arrive(request: CentreRequest, participants: list[Participant]) -> str:
    wanted = request.POST.get("participant", "")
    chosen = next((one for one in participants if str(one.pk) == wanted), None)
    if chosen is None:
        return "Votre nom n’est pas dans la liste : dites-le à la personne qui anime."
    via = "lien" if request.actor.person_id else "QR"
    return refusal(lambda: sign(chosen, by=request.actor, at=timezone.now(), via=via))


def minutes(request: CentreRequest, link: ActLink, meeting: Meeting) -> HttpResponse:
    """The minutes for a participant: read here, or the PDF."""
    document = meeting.minutes_document
    ready = document is not None and meeting.state == Meeting.State.CLOSED
    if ready and document and "pdf" in request.GET:
        return as_pdf(document)
    context = {
        "meeting": meeting,
        "line": line_of(meeting),
        "ready": ready,
        "outcomes": [] if meeting.kind == Meeting.Kind.RCP else meeting.outcomes.all(),
        "mine": link.person_id,
    }
    return render(request, "meetings/minutes_link.html", context)


def rate(request: CentreRequest, link: ActLink, meeting: Meeting) -> HttpResponse:
    """A mark and a word, without a name; the link is over once used."""
    form = RatingForm(request.POST or None)
    done = False
    if request.method == "POST" and form.is_valid():
        said = refusal(lambda: rate_meeting(meeting, link, **form.cleaned_data))
        if said:
            form.add_error("comment", said)
        done = not said
    context = {"meeting": meeting, "line": line_of(meeting), "form": form, "done": done}
    return render(request, "meetings/rate.html", context, status=422 if form.errors else 200)
