"""The register of decisions of a year, meeting by meeting: page, print, CSV and XLSX."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core import tables
from pupitre.core.access import requires
from pupitre.core.dates import today
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, asked_key
from pupitre.meetings.models import Series
from pupitre.meetings.queries.register import meeting_decisions
from pupitre.meetings.views.years import asked_year, year_tabs

COLUMNS = (
    tables.Column("Décidé le", lambda task: task.decided_on, "date"),
    tables.Column(
        "Réunion",
        lambda task: task.origin_label,
        url=lambda task: centre_url("meetings:meeting", task.origin_id),
    ),
    tables.Column("Décision ou tâche", str, url=lambda task: task.get_absolute_url()),
    tables.Column("Qui", lambda task: task.owner),
    tables.Column("Pour le", lambda task: task.due, "date"),
    tables.Column("État", lambda task: task.get_state_display()),
)
EXPORTS = {"csv": tables.as_csv, "xlsx": tables.as_xlsx}


@requires("meetings.view")
@require_safe
def register(request: CentreRequest) -> HttpResponse:
    """What the meetings of a year decided; `?serie=` keeps one series, `?format=` gives the file."""
    day = today(timezone.now())
    year, number = asked_year(request, day), request.GET.get("serie", "")
    series = Series.objects.filter(pk=asked_key(number)).first()
    rows = meeting_decisions(year, series)
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(COLUMNS, rows, f"decisions-{year}")
    context = {
        "year": year,
        "years": year_tabs(year, day),
        "chosen": series,
        "all_series": Series.objects.all(),
        "columns": COLUMNS,
        "count": len(rows),
        "body": tables.body(COLUMNS, rows),
    }
    return render(request, "meetings/register.html", context)
