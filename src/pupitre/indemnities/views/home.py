"""The next step, the runs, the habits, the totals of a year."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.tables import body
from pupitre.core.web import CentreRequest, go
from pupitre.indemnities import tables
from pupitre.indemnities.forms.schemes import SettingsForm
from pupitre.indemnities.models import Scheme
from pupitre.indemnities.presets import presets
from pupitre.indemnities.queries.overview import next_step, runs, waiting_adjustments, year_totals
from pupitre.indemnities.queries.settlement import habits


@requires("money.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Show what to settle now, then the past runs."""
    if not Scheme.objects.exists():
        return render(request, "indemnities/start.html", {"presets": presets()})
    page = Paginator(runs(), 20).get_page(request.GET.get("page"))
    context = {
        "step": next_step(timezone.localdate()),
        "page": page,
        "columns": tables.RUNS,
        "body": body(tables.RUNS, page.object_list),
        "adjustments": waiting_adjustments(),
        "year": timezone.localdate().year,
        "may_edit": registry.allows("money.edit", request.role),
    }
    return render(request, "indemnities/home.html", context)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: CentreRequest) -> HttpResponse:
    """Change the centre's habits."""
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=habits())
    if request.method == "POST" and form.is_valid():
        form.store(by=request.actor)
        messages.success(request, "C'est enregistré.")
        return go(request, centre_url("indemnities:home"))
    status = 422 if form.errors else 200
    return render(request, "indemnities/settings.html", {"form": form}, status=status)


@requires("money.view")
@require_safe
def year(request: CentreRequest, year: int) -> HttpResponse:
    """Show each person's calendar year, as associate or as third party."""
    rows = year_totals(year)
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(tables.YEAR, rows, f"indemnites-{year}")
    context = {
        "year": year,
        "columns": tables.YEAR,
        "rows": rows,
        "body": body(tables.YEAR, rows),
        "minutes": sum(row.minutes for row in rows),
        "associates": sum(row.associate_cents for row in rows),
        "others": sum(row.other_cents for row in rows),
        "paid": sum(row.paid_cents for row in rows),
    }
    return render(request, "indemnities/year.html", context)
