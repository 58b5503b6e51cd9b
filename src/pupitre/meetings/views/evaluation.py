"""The yearly evaluation of team activities, on a page and as a PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.dates import today
from pupitre.core.web import CentreRequest, pdf_answer
from pupitre.meetings.papers import evaluation_paper
from pupitre.meetings.queries.evaluation import charts, evaluation_of, figures
from pupitre.meetings.views.years import asked_year, year_tabs


@requires("meetings.view")
@require_safe
def evaluation(request: CentreRequest) -> HttpResponse:
    """Meetings held, attendance by profession, decisions done, satisfaction: the year in figures."""
    day = today(timezone.now())
    year = asked_year(request, day)
    found, facts = evaluation_of(year, day)
    context = {
        "year": year,
        "years": year_tabs(year, day),
        "found": found,
        "figures": figures(found),
        "charts": [
            {"drawn": drawn, "svg": mark_safe(drawn.draw(drawn.chart))}  # noqa: S308  # made by core.charts
            for drawn in charts(found, facts)
        ],
    }
    return render(request, "meetings/evaluation.html", context)


@requires("meetings.view")
@require_safe
def evaluation_pdf(request: CentreRequest) -> HttpResponse:
    """The same figures and charts, to print or to join to the annual report."""
    day = today(timezone.now())
    year = asked_year(request, day)
    pdf = evaluation_paper(year, structure=request.centre.name, printed=day)
    return pdf_answer(pdf, f"evaluation-{year}.pdf")
