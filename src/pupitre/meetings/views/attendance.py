"""Attendance typed by the team: taps, hours, replacements, the printed sheet and its copy."""

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, asked_key, is_htmx
from pupitre.meetings.forms.attendance import (
    STATUSES,
    SheetLine,
    moment,
    shown,
    stored_lines,
    typed_lines,
)
from pupitre.meetings.forms.run import JoinForm
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.queries.attendance import (
    participants_of,
    profession_that_day,
    quorum_of,
    seats,
)
from pupitre.meetings.queries.common import get_meeting
from pupitre.meetings.rules.attendance import Interval
from pupitre.meetings.services import attendance as services
from pupitre.meetings.services.papers import attendance_sheet
from pupitre.meetings.views.run import back, refusal
from pupitre.meetings.views.workspace import show_stage

PNG_START = "data:image/png;base64,"
LARGEST = 400_000
"""Characters of a signature: a drawing of 600 by 200 weighs some 10 000."""


def seat_of(pk: int) -> Participant:
    """One participant of this centre, or 404."""
    return get_object_or_404(Participant.objects.select_related("person", "meeting"), pk=pk)


@requires("meetings.run")
@require_POST
def mark(request: CentreRequest, pk: int) -> HttpResponse:
    """One tap: present now; or excused, absent, expected again."""
    participant = seat_of(pk)
    status = request.POST.get("status", "")
    allowed = {"present", "excused", "absent", "invited"}
    said = "Choisissez présent·e, excusé·e ou absent·e." if status not in allowed else ""
    said = said or refusal(
        lambda: services.mark(
            participant, status, by=request.actor, at=timezone.now(), via="coordination"
        )
    )
    return _after_tap(request, participant, said)


@requires("meetings.run")
@require_POST
def leave(request: CentreRequest, pk: int) -> HttpResponse:
    participant = seat_of(pk)
    said = refusal(lambda: services.leave(participant, by=request.actor, at=timezone.now()))
    return _after_tap(request, participant, said)


def _after_tap(request: CentreRequest, participant: Participant, said: str) -> HttpResponse:
    if request.POST.get("from") == "seat" and not is_htmx(request):
        if said:
            messages.error(request, said)
        return redirect(centre_url("meetings:seat", participant.pk))
    return back(request, participant.meeting, said)


@requires("meetings.run")
@require_POST
def everybody(request: CentreRequest, pk: int) -> HttpResponse:
    meeting = get_meeting(pk)
    said = refusal(lambda: services.everybody_present(meeting, by=request.actor))
    return back(request, meeting, said)


@requires("meetings.run")
def seat(request: CentreRequest, pk: int) -> HttpResponse:
    """One person at the meeting: status, hours of each stay, replacement, proxy."""
    participant = seat_of(pk)
    meeting = get_meeting(participant.meeting_id)
    said = _save_hours(request, participant, meeting) if request.method == "POST" else ""
    if request.method == "POST" and not said:
        messages.success(request, f"Heures {french.of(str(participant.person))} enregistrées.")
        return redirect(centre_url("meetings:seat", pk))
    found = next(one for one in seats(meeting, timezone.now()) if one.participant.pk == pk)
    others = [one.person for one in participants_of(meeting) if one.pk != pk]
    context = {
        "seat": found,
        "who": found.participant,
        "said": said,
        "stays": _stay_rows(request, found.participant),
        "join_form": JoinForm(meeting=meeting),
        "others": others,
        "assembly": meeting.kind == Meeting.Kind.ASSEMBLY or meeting.quorum,
    }
    status = 422 if said else 200
    return show_stage(request, meeting, "run", "meetings/seat.html", context, status=status)


def _stay_rows(request: CentreRequest, participant: Participant) -> list[tuple[str, str]]:
    if request.method == "POST":
        rows = zip(request.POST.getlist("arrived"), request.POST.getlist("left"), strict=False)
        return list(rows)
    rows_stored = [(shown(stay.arrived), shown(stay.left)) for stay in participant.stays.all()]
    return [*rows_stored, ("", "")]


def _save_hours(request: CentreRequest, participant: Participant, meeting: Meeting) -> str:
    def work() -> None:
        stays = [
            Interval(moment(meeting, arrived), moment(meeting, left))
            for arrived, left in _stay_rows(request, participant)
            if arrived.strip() or left.strip()
        ]
        services.set_stays(participant, stays, by=request.actor)

    return refusal(work)


@requires("meetings.run")
@require_POST
def replace(request: CentreRequest, pk: int) -> HttpResponse:
    """Somebody sits in for a participant."""
    participant = seat_of(pk)
    form = JoinForm(request.POST, meeting=participant.meeting)
    said = "" if form.is_valid() else "Choisissez la personne qui remplace."
    said = said or refusal(
        lambda: services.replace_by(
            participant, form.cleaned_data["person"], by=request.actor, at=timezone.now()
        )
    )
    return _after_tap(request, participant, said)


@requires("meetings.run")
@require_POST
def proxy(request: CentreRequest, pk: int) -> HttpResponse:
    """A participant is represented by another."""
    participant = seat_of(pk)
    number = request.POST.get("person", "")
    holder = participant.meeting.participants.filter(person_id=asked_key(number)).select_related(
        "person"
    )
    found = holder.first()
    said = "" if found else "Choisissez qui porte le pouvoir."
    if found:
        said = refusal(lambda: services.give_proxy(participant, found.person, by=request.actor))
    return _after_tap(request, participant, said)


@requires("meetings.run")
def join(request: CentreRequest, pk: int) -> HttpResponse:
    """Somebody who was not invited comes in."""
    meeting = get_meeting(pk)
    form = JoinForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        said = refusal(
            lambda: services.add_walk_in(meeting, person, by=request.actor, at=timezone.now())
        )
        if not said:
            return redirect(centre_url("meetings:run", pk))
        form.add_error("person", said)
    status = 422 if form.errors else 200
    return show_stage(request, meeting, "run", "meetings/join.html", {"form": form}, status=status)


@requires("meetings.run")
def attendance(request: CentreRequest, pk: int) -> HttpResponse:
    """The printed sheet typed again: P, E or A for each, hours where they differ."""
    meeting = get_meeting(pk)
    participants = participants_of(meeting)
    lines = stored_lines(participants)
    if request.method == "POST":
        lines = typed_lines(meeting, participants, request.POST)
        said = "" if any(line.error for line in lines) else refusal(lambda: _store(request, lines))
        if not said and not any(line.error for line in lines):
            messages.success(request, "Feuille de présence enregistrée.")
            return redirect(centre_url("meetings:run", pk))
        if said:
            messages.error(request, said)
    context: dict[str, Any] = {
        "lines": [(line, profession_that_day(line.participant)) for line in lines],
        "statuses": STATUSES,
        "wrong": sum(bool(line.error) for line in lines),
        "quorum": quorum_of(meeting, participants),
    }
    status = 422 if request.method == "POST" else 200
    return show_stage(request, meeting, "run", "meetings/attendance.html", context, status=status)


@transaction.atomic
def _store(request: CentreRequest, lines: list[SheetLine]) -> None:
    """All the lines or none; several stays are left alone."""
    for line in lines:
        if line.status == Participant.Status.PRESENT and not line.several and line.stay:
            stays = [line.stay] if line.stay.arrived or line.stay.left else []
            services.set_stays(line.participant, stays, by=request.actor)
        elif line.status and line.status != line.participant.status:
            services.mark(
                line.participant, line.status, by=request.actor, at=timezone.now(), via="feuille"
            )


@requires("meetings.run")
@require_safe
def sheet(request: CentreRequest, pk: int) -> HttpResponse:
    """The sheet to print and sign, with the code of the arrivals."""
    meeting = get_meeting(pk)
    pdf = attendance_sheet(meeting, by=request.actor)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="feuille-de-presence-{pk}.pdf"'},
    )


@requires("meetings.run")
@require_safe
def sign_list(request: CentreRequest, pk: int) -> HttpResponse:
    """The tablet that goes round: touch your name, sign."""
    meeting = get_meeting(pk)
    context = {"meeting": meeting, "participants": participants_of(meeting)}
    return render(request, "meetings/sign_list.html", context)


@requires("meetings.run")
def sign(request: CentreRequest, pk: int) -> HttpResponse:
    """The pad of one person."""
    participant = seat_of(pk)
    said = ""
    if request.method == "POST":
        image = read_png(request.POST.get("image", ""))
        said = "Signez dans le cadre, avec le doigt ou un stylet." if image is None else ""
        said = said or refusal(
            lambda: services.sign(
                participant, by=request.actor, at=timezone.now(), via="tablette", image=image
            )
        )
        if not said:
            messages.success(request, f"Merci {participant.person}, votre présence est signée.")
            return redirect(centre_url("meetings:sign-list", participant.meeting_id))
    context = {"who": participant, "meeting": participant.meeting, "said": said}
    return render(request, "meetings/sign.html", context, status=422 if said else 200)


def read_png(text: str) -> bytes | None:
    """The drawing that the pad sends; None for anything else."""
    if not text.startswith(PNG_START) or len(text) > LARGEST:
        return None
    try:
        return base64.b64decode(text.removeprefix(PNG_START), validate=True)
    except binascii.Error:
        return None
