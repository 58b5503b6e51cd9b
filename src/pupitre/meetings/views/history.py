"""Starting in November: the year's past meetings pasted from a spreadsheet, checked, then kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pupitre.core import french, tables
from pupitre.core.access import requires
from pupitre.core.dates import today
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, go
from pupitre.meetings.forms.history import PasteForm, asks_to_keep, choices_in
from pupitre.meetings.queries.history import IGNORED, people_of_history, plan_history
from pupitre.meetings.services.history import import_history
from pupitre.people.guarded import PatientIdentityError
from pupitre.people.queries import group_people

TITLES = ("Date", "Type", "Titre", "Heure de début", "Heure de fin", "Dossiers")


@requires("meetings.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: CentreRequest) -> HttpResponse:
    """Paste, look at each line, settle the names, keep all or nothing."""
    form = PasteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "meetings/history.html", {"form": form}, status=status)
    day = today(timezone.now())
    plan = plan_history(form.cleaned_data["pasted"], choices_in(request.POST), day)
    if asks_to_keep(request.POST, plan):
        try:
            kept = import_history(plan.rows, by=request.actor)
        except PatientIdentityError as refusal:
            form.add_error("pasted", str(refusal))
            return render(request, "meetings/history.html", {"form": form}, status=422)
        counted = french.counted(len(kept), "réunion est reprise", "réunions sont reprises")
        messages.success(request, f"{counted}, avec le temps de chacun.")
        return go(
            request, f"{centre_url('meetings:evaluation')}?annee={plan.rows[0].past.day.year}"
        )
    context = {"form": form, "plan": plan, "ignored": IGNORED, "people": people_of_history()}
    status = 422 if plan.errors or "keep" in request.POST else 200
    return render(request, "meetings/history.html", context, status=status)


@requires("meetings.edit")
@require_safe
def template(request: CentreRequest) -> HttpResponse:
    """A spreadsheet to fill: the titles that are read, then a column for each person."""
    people = [str(person) for person in group_people(None, today(timezone.now()))]
    columns = [tables.Column(title, lambda row: None) for title in (*TITLES, *people)]
    return tables.as_xlsx(columns, [], "reunions-passees")
