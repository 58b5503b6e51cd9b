"""The annual report: its chapters, its texts, its files; the statistics and their order."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.tables import Sheet, as_csv, as_workbook
from pupitre.core.web import CentreRequest, go, pdf_answer
from pupitre.desk.forms import GridForm, TextForm
from pupitre.desk.papers import report_docx, report_pdf
from pupitre.desk.report import (
    FIRST_YEAR,
    Part,
    Statistic,
    grid,
    in_grid_order,
    parts_of,
    statistics,
    text_of,
    years_before,
)
from pupitre.desk.tables import DICTIONARY, columns

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
form_page = require_http_methods(["GET", "HEAD", "POST"])


def told_parts(year: int) -> list[Part]:
    """Return the report's parts; a year before the ACI or not begun does not exist."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    return parts_of(year, today)


def year_tabs(name: str, year: int) -> list[dict[str, Any]]:
    years = sorted({year, *years_before(timezone.localdate().year)}, reverse=True)
    return [
        {"label": each, "url": centre_url(name, each), "current": each == year} for each in years
    ]


@requires("desk.report")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Open the report that is being written: last year's until March."""
    today = timezone.localdate()
    return redirect(centre_url("desk:report", today.year - (today.month < 4)))


@requires("desk.report")
@require_safe
def report(request: CentreRequest, year: int) -> HttpResponse:
    parts = [
        {
            "part": part,
            "charts": [
                {"drawn": drawn, "svg": mark_safe(drawn.svg)}  # noqa: S308  # made by core.charts
                for drawn in (part.chapter.drawn if part.chapter else ())
            ],
        }
        for part in told_parts(year)
    ]
    context = {"year": year, "years": year_tabs("desk:report", year), "parts": parts}
    return render(request, "desk/report.html", context)


@requires("desk.report")
@form_page
def text(request: CentreRequest, year: int, key: str) -> HttpResponse:
    """Write the text of one chapter; it is kept for that year."""
    part = next((one for one in told_parts(year) if one.key == key), None)
    if part is None:
        raise Http404
    form = TextForm(request.POST or None, instance=text_of(year, key))
    if request.method == "POST" and form.is_valid():
        form.store(by=request.actor, action="écrire")
        messages.success(request, f"Texte enregistré : {part.title}.")
        return go(request, f"{centre_url('desk:report', year)}#{key}")
    context = {"year": year, "part": part, "form": form}
    return render(request, "desk/report_text.html", context, status=422 if form.errors else 200)


@requires("desk.report")
@require_safe
def report_file(request: CentreRequest, year: int, kind: str) -> HttpResponse:
    """Send the report as PDF or DOCX."""
    parts, name = told_parts(year), f"rapport-activite-{year}"
    head = {"structure": request.centre.name, "printed": timezone.localdate()}
    if kind == "pdf":
        return pdf_answer(report_pdf(parts, year, **head), f"{name}.pdf")
    if kind != "docx":
        raise Http404
    disposition = {"Content-Disposition": f'attachment; filename="{name}.docx"'}
    return HttpResponse(report_docx(parts, year, **head), content_type=DOCX, headers=disposition)


@requires("desk.report")
@require_safe
def figures(request: CentreRequest, year: int) -> HttpResponse:
    """Show the figures of the year beside those before; export them with their dictionary."""
    told_parts(year)
    found = statistics(year, timezone.localdate())
    ordered = list(in_grid_order(found, grid().text))
    years, name = years_before(year), f"statistiques-{year}"
    if request.GET.get("format") == "csv":
        return as_csv((*columns(years), DICTIONARY[3]), found, name)
    if request.GET.get("format") == "xlsx":
        return as_workbook(sheets(found, ordered, columns(years)), name)
    context = {
        "year": year,
        "years": year_tabs("desk:statistics", year),
        "shown": years,
        "found": found,
        "ordered": ordered,
    }
    return render(request, "desk/statistics.html", context)


def sheets(found: list[Statistic], ordered: list[Statistic], shown: tuple[Any, ...]) -> list[Sheet]:
    """The figures, their dictionary, and the order of the outside form where it was given."""
    first = [Sheet("Chiffres", shown, found), Sheet("Dictionnaire", DICTIONARY, found)]
    return [*first, Sheet("Ordre du formulaire", shown, ordered)] if ordered else first


@requires("desk.report")
@form_page
def statistics_grid(request: CentreRequest, year: int) -> HttpResponse:
    """Give the headings of an outside form, in its order."""
    found = statistics(year, timezone.localdate())
    codes = [one.figure.code for one in found]
    form = GridForm(request.POST or None, instance=grid(), codes=codes)
    if request.method == "POST" and form.is_valid():
        form.store(by=request.actor, action="régler")
        messages.success(request, "L’ordre du formulaire est enregistré.")
        return go(request, centre_url("desk:statistics", year))
    context = {"year": year, "form": form, "found": found}
    return render(request, "desk/grid.html", context, status=422 if form.errors else 200)
