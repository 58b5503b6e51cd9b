"""Settings of a centre, and the first-start assistant."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pupitre.centres.forms import SiteForm
from pupitre.centres.models import Site
from pupitre.core.access import requires
from pupitre.core.crud import CrudView
from pupitre.core.tables import Column
from pupitre.core.web import CentreRequest


@requires("public:first-start")
def first_start(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404


@requires("login")
def new_centre(request: HttpRequest) -> HttpResponse:
    raise Http404


@requires("centres.view")
@require_safe
def settings(request: CentreRequest) -> HttpResponse:
    return render(request, "centres/settings.html", {})


class SiteCrud(CrudView):
    """The sites of the centre."""

    model = Site
    form_class = SiteForm
    permissions = ("centres.view", "centres.edit")
    words = ("site", "sites")
    columns = (
        Column("Site", str, url=lambda site: site.get_absolute_url(), sort="name"),
        Column("Commune", lambda site: site.town, sort="town"),
        Column("FINESS", lambda site: site.finess),
        Column("Téléphone", lambda site: site.phone),
    )
