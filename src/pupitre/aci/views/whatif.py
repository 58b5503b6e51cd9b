"""The simulation of an exercise: levers beside the real year, at an address that can be shared."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pupitre.aci.forms.whatif import WhatIfForm
from pupitre.aci.queries.cockpit import cockpit
from pupitre.aci.queries.whatif import other_rules, what_if
from pupitre.aci.views.cockpit import this_day
from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.memo import once, remembering
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, is_htmx


@requires("aci.view")
@require_safe
def whatif(request: CentreRequest, year: int) -> HttpResponse:
    """Show what the levers change; the address keeps only what differs from the real year."""
    today = this_day(year)
    with remembering():
        real = once(cockpit, year, today).sourced.facts
        form = WhatIfForm(request.GET.dict(), real=real)
        valid = form.is_valid()
        seen = what_if(year, today, form.values(), request.GET.get("bareme", ""))
    here = centre_url("aci:whatif", year) + seen.address
    if valid and not is_htmx(request) and f"?{request.GET.urlencode()}" != (seen.address or "?"):
        return HttpResponseRedirect(here)
    context = {
        "seen": seen,
        "form": form,
        "groups": form.groups(),
        "rules": {key: one.label for key, one in other_rules().items()},
        "may_edit": registry.allows("aci.edit", request.role),
    }
    page = "aci/whatif_result.html" if is_htmx(request) else "aci/whatif.html"
    response = render(request, page, context, status=200 if valid else 422)
    if is_htmx(request):
        response["HX-Replace-Url"] = here
    return response
