"""The application's addresses, and a page that writes though it is only read."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from pupitre.centres.models import Site
from pupitre.config.urls import urlpatterns as application
from pupitre.core import records
from pupitre.core.access import requires


@requires("desk.view")
def noting(request: Any) -> HttpResponse:
    site = Site.objects.get()
    records.note("lire", site, by=request.actor)
    return HttpResponse(f"{site} noté")


urlpatterns = [path("c/<slug:centre>/note/", noting), *application]
