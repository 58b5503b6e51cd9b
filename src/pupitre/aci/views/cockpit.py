"""Pages of the ACI: the cockpit, the settings of an exercise, the calendar."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pupitre.aci import tables
from pupitre.aci.forms import ExerciseForm
from pupitre.aci.queries.cockpit import cockpit as cockpit_of
from pupitre.aci.queries.exercises import exercise_of, years_shown
from pupitre.aci.rules.exercise import FIRST_YEAR
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.tables import body
from pupitre.core.web import CentreRequest, go


def this_day(year: int) -> date:
    """Return today; an exercise before the ACI or not begun does not exist."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    return today


@requires("aci.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    return redirect(centre_url("aci:cockpit", timezone.localdate().year))


@requires("aci.view")
@require_safe
def cockpit(request: CentreRequest, year: int) -> HttpResponse:
    today = this_day(year)
    seen = cockpit_of(year, today)
    export = EXPORTS.get(request.GET.get("format", ""))
    if export is not None:
        return export(tables.INDICATORS, seen.rows, f"aci-{year}")
    context = {
        "seen": seen,
        "years": [
            {"label": one, "url": centre_url("aci:cockpit", one), "current": one == year}
            for one in years_shown(today)
        ],
        "may_edit": registry.allows("aci.edit", request.role),
    }
    return render(request, "aci/cockpit.html", context)


@requires("aci.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: CentreRequest, year: int) -> HttpResponse:
    this_day(year)
    sent = request.POST if request.method == "POST" else None
    form = ExerciseForm(sent, instance=exercise_of(year))
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            form.store(by=request.actor, action="régler l'exercice")
            messages.success(request, f"Les réglages de l'exercice {year} sont enregistrés.")
            return go(request, centre_url("aci:cockpit", year))
    return render(request, "aci/exercise.html", {"year": year, "form": form}, status=status)


@requires("aci.view")
@require_safe
def concertation(request: CentreRequest, year: int) -> HttpResponse:
    """Show the calendar of the RCPs of the civil year: the piece that the CPAM asks for."""
    seen = cockpit_of(year, this_day(year))
    export = EXPORTS.get(request.GET.get("format", ""))
    if export is not None:
        return export(tables.CALENDAR, seen.sourced.work.rcps, f"concertation-{year}")
    may_see = registry.allows("meetings.view", request.role)
    columns = tables.CALENDAR if may_see else tables.unlinked(tables.CALENDAR)
    context = {
        "seen": seen,
        "row": seen.row_about("concertation"),
        "body": body(columns, seen.sourced.work.rcps),
        "columns": columns,
        "may_see_meetings": may_see,
    }
    return render(request, "aci/concertation.html", context)
