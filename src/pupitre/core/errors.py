"""Error pages that say what to do."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from pupitre.core.outages import outage_of


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # Django's signature
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say which part of the machine fails and when to try again, else that Pupitre is wrong.

    Rendered without the request: whoever it is would be asked to a database that may be away.
    """
    outage = outage_of(sys.exc_info()[1])
    if outage is None:
        return HttpResponse(render_to_string("500.html"), status=500)
    page = render_to_string("503.html", {"outage": outage})
    return HttpResponse(page, status=503, headers={"Retry-After": str(outage.retry_after)})
