"""The national directory: choose, read, check, apply."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from pupitre.centres.models import Site
from pupitre.centres.queries import current_centre
from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, go
from pupitre.people.forms.imports import ReadingForm
from pupitre.people.models import DirectoryReading
from pupitre.people.rules.comparison import Preview
from pupitre.people.services import Choices, PersonError
from pupitre.people.services.directory import ImportReport
from pupitre.people.services.readings import (
    ChangedMeanwhileError,
    apply_reading,
    drop_reading,
    dropbox,
    fingerprint,
    keep_upload,
    preview_of,
    start_reading,
)
from pupitre.people.views.persons import posted


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def reading_list(request: CentreRequest) -> HttpResponse:
    """Past readings, and the form of a new one."""
    form = ReadingForm(posted(request), request.FILES or None, initial=_places())
    if request.method == "POST" and form.is_valid():
        try:
            return _start(request, form)
        except PersonError as refusal:
            form.add_error("finess", str(refusal))
    context = {"form": form, "readings": DirectoryReading.objects.defer("found")[:20]}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/readings.html", context, status=status)


def _places() -> dict[str, str]:
    """Return the numbers of the MSP and of its sites, to look for who works there."""
    centre = current_centre()
    places = [centre, *Site.objects.filter(closed_on__isnull=True)]
    return {
        name: ", ".join(sorted({getattr(place, name) for place in places} - {""}))
        for name in ("finess", "siret")
    }


def _start(request: CentreRequest, form: ReadingForm) -> HttpResponse:
    upload = form.cleaned_data["file"]
    if form.selection.is_empty:
        raise PersonError("Dites qui chercher : un numéro, un nom ou un code postal.")
    path = keep_upload(upload) if upload else dropbox() / form.cleaned_data["left"]
    _, job = start_reading(
        path=path,
        file_name=upload.name if upload else path.name,
        selection=form.selection,
        by=request.actor,
    )
    return go(request, centre_url("core:job", job.pk))


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def reading(request: CentreRequest, pk: int) -> HttpResponse:
    """The preview of a reading: what would be new, changed, doubtful, gone; then apply it whole."""
    row = owned(DirectoryReading, pk)
    if request.method == "POST":
        return _apply(request, row)
    context: dict[str, Any] = {"reading": row}
    if row.state == DirectoryReading.State.READY:
        preview = preview_of(row)
        context |= {"preview": preview, "seen": fingerprint(preview), "facts": _facts(preview)}
        only_near = bool(row.selection.get("postcodes")) and not row.selection.get("names")
        context["ticked"] = not only_near
    return render(request, "people/reading.html", context)


def _facts(preview: Preview) -> list[dict[str, Any]]:
    return [
        {"label": "Nouvelles", "value": len(preview.new)},
        {"label": "Changées", "value": len(preview.changed)},
        {"label": "Inchangées", "value": len(preview.same)},
        {"label": "Doublons possibles", "value": len(preview.possible_duplicates)},
        {"label": "Absentes de l’annuaire", "value": len(preview.gone)},
    ]


def _apply(request: CentreRequest, row: DirectoryReading) -> HttpResponse:
    preview = preview_of(row)
    offered = {person.number for person in preview.new} | {
        change.found.number for change in preview.changed
    }
    choices = Choices(
        leave=offered - set(request.POST.getlist("take")),
        flag_gone="flag_gone" in request.POST,
        duplicates={
            pair.found.number: request.POST.get(f"who-{pair.found.number}", "")
            for pair in preview.possible_duplicates
        },
    )
    try:
        report = apply_reading(
            row, seen=request.POST.get("seen", ""), choices=choices, by=request.actor
        )
    except (ChangedMeanwhileError, PersonError) as refusal:
        messages.error(request, f"{refusal} Rien n'a été enregistré.")
        return go(request, row.get_absolute_url())
    messages.success(
        request,
        f"C'est fait : {_told(report)}.",
    )
    return go(request, row.get_absolute_url())


def _told(report: ImportReport) -> str:
    """Say what an import did, without what it did not."""
    told = [
        french.counted(count, one, many)
        for count, one, many in (
            (report.added, "personne ajoutée", "personnes ajoutées"),
            (report.changed, "mise à jour", "mises à jour"),
            (report.undecided, "à décider", "à décider"),
            (report.gone, "absente de l'annuaire national", "absentes de l'annuaire national"),
        )
        if count
    ]
    return ", ".join(told) or "rien n'a changé"


@requires("people.edit")
@require_POST
def drop(request: CentreRequest, pk: int) -> HttpResponse:
    row = owned(DirectoryReading, pk)
    drop_reading(row, by=request.actor)
    messages.success(request, "La lecture est abandonnée : rien n'a changé dans l'annuaire.")
    return go(request, centre_url("people:reading-list"))
