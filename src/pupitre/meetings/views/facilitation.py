"""Facilitation sheets: which suit this meeting, each on one page and as a PDF."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.dates import today
from pupitre.core.web import CentreRequest, asked_key, pdf_answer
from pupitre.meetings.forms.settings import FacilitationForm
from pupitre.meetings.models import Meeting
from pupitre.meetings.papers import sheet_facts, technique_paper
from pupitre.meetings.queries.habits import meeting_settings
from pupitre.meetings.reference import load_techniques
from pupitre.meetings.rules.facilitation import Technique, suitable

TYPES = {
    Meeting.Kind.TEAM: "équipe",
    Meeting.Kind.RCP: "RCP",
    Meeting.Kind.WORKING_GROUP: "groupe de travail",
    Meeting.Kind.MANAGEMENT: "gérance",
    Meeting.Kind.ASSEMBLY: "gouvernance",
}
"""The word of the sheets for each sort of meeting."""


@requires("meetings.view")
@require_safe
def sheets(request: CentreRequest) -> HttpResponse:
    """The sheets that suit a team; `?reunion=12` starts from that meeting."""
    form = FacilitationForm(_usual(request) | request.GET.dict())
    asked = form.asked()
    found = suitable(
        load_techniques(),
        kind=asked.get("type", ""),
        maturity=asked.get("maturite"),
        people=asked.get("personnes"),
        minutes=asked.get("minutes"),
    )
    made = [sheet for sheet in found if asked.get("type") in {"", None, *sheet.meeting_types}]
    context = {
        "form": form,
        "made": made,
        "others": [sheet for sheet in found if sheet not in made],
        "chosen": asked.get("type", ""),
    }
    return render(request, "meetings/facilitation.html", context)


def _usual(request: CentreRequest) -> dict[str, Any]:
    """What the filter starts with: the team's maturity, and the meeting that was open."""
    usual: dict[str, Any] = {"maturite": meeting_settings().maturity}
    number = request.GET.get("reunion", "")
    meeting = Meeting.objects.filter(pk=asked_key(number)).first()
    if meeting:
        minutes = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
        usual |= {"type": TYPES.get(Meeting.Kind(meeting.kind), ""), "minutes": minutes}
        usual["personnes"] = meeting.participants.count() or None
    return usual


def _sheet(key: str) -> Technique:
    found = next((sheet for sheet in load_techniques() if sheet.key == key), None)
    if found is None:
        raise Http404
    return found


@requires("meetings.view")
@require_safe
def sheet(request: CentreRequest, key: str) -> HttpResponse:
    """One sheet, one page."""
    found = _sheet(key)
    return render(
        request, "meetings/facilitation_sheet.html", {"sheet": found, "facts": sheet_facts(found)}
    )


@requires("meetings.view")
@require_safe
def sheet_pdf(request: CentreRequest, key: str) -> HttpResponse:
    """One sheet on one printed page."""
    found = _sheet(key)
    day = today(timezone.now())
    pdf = technique_paper(found, structure=request.centre.name, printed=day)
    return pdf_answer(pdf, f"{key}.pdf")
