"""RCPs: the express page, the facts of one RCP, the year and its calendar of concertation."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from pupitre.centres.reference import load_themes
from pupitre.core import french, records, tables
from pupitre.core.access import requires
from pupitre.core.actor import Actor
from pupitre.core.charts import bar_chart
from pupitre.core.crud import owned
from pupitre.core.dates import today
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, go, pdf_answer
from pupitre.meetings.forms.rcp import ExpressForm, RcpFactsForm
from pupitre.meetings.models import Meeting
from pupitre.meetings.papers import calendar_paper
from pupitre.meetings.queries.habits import meeting_settings
from pupitre.meetings.queries.rcp import (
    HeldRcp,
    concertation_calendar,
    files_chart,
    people_for_rcp,
    rcps_without_files,
    year_counts,
)
from pupitre.meetings.rules.rcp import RcpYear
from pupitre.meetings.services.rcp import RcpError, record_express_rcp, set_rcp_facts
from pupitre.meetings.views.years import asked_year, year_tabs


def _facts_url(held: HeldRcp) -> str:
    return centre_url("meetings:rcp-facts", held.meeting.pk)


CALENDAR = (
    tables.Column("Date", lambda held: held.rcp.day, "date", url=_facts_url),
    tables.Column("Dossiers", lambda held: held.rcp.files if held.files_known else None, "number"),
    tables.Column("Thèmes", lambda held: " ; ".join(held.themes)),
    tables.Column("Professions présentes", lambda held: ", ".join(sorted(held.rcp.professions))),
    tables.Column("Durée", lambda held: held.rcp.minutes, "minutes"),
)

DAY = tables.Column(
    "Date", lambda held: held.rcp.day, "date", url=lambda held: held.meeting.get_absolute_url()
)
EXPORTS = {"csv": tables.as_csv, "xlsx": tables.as_xlsx}


@requires("meetings.run")
@require_http_methods(["GET", "HEAD", "POST"])
def express(request: CentreRequest) -> HttpResponse:
    """One page, one submit: an RCP held on the telephone becomes a closed meeting."""
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form = ExpressForm(data, people=people_for_rcp(today(now)), now=now)
    if form.is_valid():
        try:
            meeting = record_express_rcp(form.express(), by=request.actor, now=now)
        except RcpError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"La RCP est notée : {counted(meeting)}.")
            return go(request, centre_url("meetings:rcp"))
    context = {"form": form, "themes": load_themes()}
    return render(request, "meetings/rcp_express.html", context, status=422 if form.errors else 200)


def counted(meeting: Meeting) -> str:
    """« 4 personnes, 3 dossiers »."""
    people = meeting.participants.count()
    return (
        f"{french.counted(people, 'personne', 'personnes')},"
        f" {french.counted(meeting.files or 0, 'dossier', 'dossiers')}"
    )


@requires("meetings.run")
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: CentreRequest, pk: int) -> HttpResponse:
    """Files and themes of one RCP, before or after it is closed."""
    meeting = owned(Meeting, pk)
    if meeting.kind != Meeting.Kind.RCP:
        raise Http404
    refuse_late_counts(request, meeting)
    data = request.POST if request.method == "POST" else None
    form = RcpFactsForm(data, meeting=meeting, case_text=meeting_settings().case_text)
    if form.is_valid():
        try:
            save_facts(meeting, form, by=request.actor)
        except RcpError as refusal:
            form.add_error(None, str(refusal))
        except records.ConflictError as conflict:
            form.add_error(None, moved(conflict))
        else:
            messages.success(request, "Le nombre de dossiers est noté.")
            return go(request, centre_url("meetings:rcp"))
    context = {"form": form, "meeting": meeting, "themes": load_themes()}
    return render(request, "meetings/rcp_facts.html", context, status=422 if form.errors else 200)


def refuse_late_counts(request: CentreRequest, meeting: Meeting) -> None:
    """Once an RCP is closed, only who may edit meetings changes what it counts."""
    if meeting.state == Meeting.State.CLOSED and not registry.allows("meetings.edit", request.role):
        raise PermissionDenied


def moved(conflict: records.ConflictError) -> str:
    """Say what somebody else noted of an RCP meanwhile, beside what is typed."""
    current: Any = conflict.current
    files = french.counted(current.files or 0, "dossier", "dossiers")
    return f"Quelqu’un vient de modifier cette RCP ({files}) : rechargez la page pour partir de là."


def save_facts(meeting: Meeting, form: RcpFactsForm, *, by: Actor) -> None:
    given = form.cleaned_data
    set_rcp_facts(
        meeting,
        files=given["file_count"],
        themes=given["themes"],
        case_text=given.get("case_text"),
        version=given["version"],
        by=by,
        now=timezone.now(),
    )


@requires("meetings.view")
@require_safe
def year_page(request: CentreRequest) -> HttpResponse:
    """The RCPs of the year: against the minimum, month by month, and the calendar; `?format=csv` or `xlsx`."""
    day = today(timezone.now())
    year = asked_year(request, day)
    held = concertation_calendar(year)
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(CALENDAR, held, f"calendrier-concertation-{year}")
    may_edit = registry.allows("meetings.edit", request.role)
    columns = CALENDAR if may_edit else (DAY, *CALENDAR[1:])
    context = _year_context(year, held) | {
        "years": year_tabs(year, day),
        "may_edit": may_edit,
        "columns": columns,
        "body": tables.body(columns, held),
    }
    return render(request, "meetings/rcp_year.html", context)


def _year_context(year: int, held: Sequence[HeldRcp]) -> dict[str, Any]:
    chart, counts = files_chart(year, held), year_counts(year, held)
    return {
        "year": year,
        "held": held,
        "counts": counts,
        "figures": _figures(held, counts),
        "chart": chart,
        "drawing": mark_safe(bar_chart(chart)),  # noqa: S308  # made by core.charts,
        "months": list(zip(chart.labels, chart.series[0].values, strict=True)),
        "missing": rcps_without_files(year),
        "themes": load_themes(),
    }


def _figures(held: Sequence[HeldRcp], counts: RcpYear | None) -> list[dict[str, str]]:
    expected = "Le minimum s’affiche quand l’exercice ACI est ouvert."
    counting = sum(each.rcp.files > 0 for each in held)
    return [
        {
            "label": "RCP qui comptent",
            "value": str(counting),
            "note": sentence(counts.because) if counts else expected,
        },
        {"label": "Dossiers étudiés", "value": str(sum(each.rcp.files for each in held))},
        {
            "label": "Professions par RCP, en moyenne",
            "value": french.number(_mean([len(each.rcp.professions) for each in held]), 1),
        },
    ]


def sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _mean(counts: Sequence[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0


@requires("meetings.view")
@require_safe
def calendar_pdf(request: CentreRequest) -> HttpResponse:
    """The calendar of concertation that the CPAM asks for, without anything about the cases."""
    day = today(timezone.now())
    year = asked_year(request, day)
    pdf = calendar_paper(year, structure=request.centre.name, printed=day)
    return pdf_answer(pdf, f"calendrier-concertation-{year}.pdf")
