"""The centre's habits for meetings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, go
from pupitre.meetings.forms.settings import MeetingSettingsForm
from pupitre.meetings.queries.habits import meeting_settings


@requires("meetings.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: CentreRequest) -> HttpResponse:
    """When the evening begins, what RCPs keep, how mature the team is."""
    data = request.POST if request.method == "POST" else None
    form = MeetingSettingsForm(data, instance=meeting_settings())
    if form.is_valid():
        form.store(by=request.actor, action="régler les réunions")
        messages.success(request, "C’est enregistré.")
        return go(request, centre_url("meetings:settings"))
    status = 422 if form.errors else 200
    return render(request, "meetings/settings.html", {"form": form}, status=status)
