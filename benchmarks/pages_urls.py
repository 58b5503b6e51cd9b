"""The application's addresses, and an empty page inside a centre."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from pupitre.config.urls import urlpatterns as application
from pupitre.core.access import requires


@requires("desk.view")
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("c/<slug:centre>/vide/", empty), *application]
