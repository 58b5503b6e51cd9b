"""Preparing the declaration: what it says, what lacks, the frozen dossiers, the day it was handed in."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.aci import services
from pupitre.aci.forms import DeclareForm
from pupitre.aci.models import Dossier
from pupitre.aci.queries.cockpit import cockpit
from pupitre.aci.queries.dossier import changes_since, dossiers_of, frozen_snapshot, snapshot_of
from pupitre.aci.views.cockpit import this_day
from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, go
from pupitre.documents.queries import documents_about, seen_by
from pupitre.documents.services import DocumentError
from pupitre.documents.tables import as_files

FILES = {"pdf": "application/pdf", "archive": "application/zip"}


@requires("aci.view")
@require_safe
def declaration(request: CentreRequest, year: int) -> HttpResponse:
    """Show what is missing first, then what to copy, indicator by indicator, and the frozen versions."""
    seen = cockpit(year, this_day(year))
    snapshot = snapshot_of(seen)
    kept = list(dossiers_of(seen.sourced.exercise)) if seen.sourced.exercise.pk else []
    last = kept[0] if kept else None
    context = {
        "seen": seen,
        "snapshot": snapshot,
        "rows": {row.line.indicator.id: row for row in seen.rows},
        "lines": [(line, snapshot.proofs_of(line.id)) for line in snapshot.lines],
        "opened": opened_by(request.role, [proof.document for proof in snapshot.proofs]),
        "dossiers": kept,
        "last": last,
        "changes": changes_since(last, snapshot) if last else [],
        "may_edit": registry.allows("aci.edit", request.role),
    }
    return render(request, "aci/declaration.html", context)


def opened_by(role: str, documents: Iterable[int | None]) -> set[int]:
    """Return which of these documents a role may open: each names its own permission."""
    return set(seen_by(role).filter(pk__in=filter(None, documents)).values_list("pk", flat=True))


@requires("aci.edit")
@require_POST
def freeze(request: CentreRequest, year: int) -> HttpResponse:
    """Freeze the evidence as it stands, and make its files in the background."""
    seen = cockpit(year, this_day(year))
    try:
        dossier = services.freeze_dossier(seen, by=request.actor, now=timezone.now())
    except services.DossierError as refusal:
        messages.error(request, str(refusal))
        return go(request, centre_url("aci:declaration", year))
    job = services.ask_for_files(dossier, by=request.actor)
    return go(request, centre_url("core:job", job.pk))


def kept_dossier(pk: int) -> Dossier:
    return get_object_or_404(Dossier.objects.select_related("exercise"), pk=pk)


@requires("aci.view")
@require_safe
def dossier(request: CentreRequest, pk: int) -> HttpResponse:
    return show(request, kept_dossier(pk), DeclareForm())


def show(
    request: CentreRequest, kept: Dossier, form: DeclareForm, *, status: int = 200
) -> HttpResponse:
    """Draw a frozen version: its files, its index, what changed since, its declaration."""
    year, today = kept.exercise.year, timezone.localdate()
    context: dict[str, Any] = {
        "dossier": kept,
        "year": year,
        "snapshot": frozen_snapshot(kept),
        "changes": changes_since(kept, snapshot_of(cockpit(year, today))),
        "receipts": as_files(documents_about(kept)),
        "form": form,
        "may_edit": registry.allows("aci.edit", request.role),
    }
    return render(request, "aci/dossier.html", context, status=status)


@requires("aci.view")
@require_safe
def download(request: CentreRequest, pk: int, kind: str) -> HttpResponseBase:
    """Send the PDF or the archive of a frozen version."""
    kept = kept_dossier(pk)
    file = getattr(kept, kind) if kind in FILES else None
    if not file:
        raise Http404
    ending = "pdf" if kind == "pdf" else "zip"
    return FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"{kept.reference}.{ending}",
        content_type=FILES[kind],
    )


@requires("aci.edit")
@require_POST
def make_again(request: CentreRequest, pk: int) -> HttpResponse:
    """Make the files of a frozen version that has none, its job having been stopped or failed."""
    job = services.ask_for_files(kept_dossier(pk), by=request.actor)
    return go(request, centre_url("core:job", job.pk))


@requires("aci.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: CentreRequest, pk: int) -> HttpResponse:
    """Note the day on which a frozen version was handed in, with its receipt."""
    kept = kept_dossier(pk)
    if request.method != "POST":
        return go(request, kept.get_absolute_url())
    form = DeclareForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.declare_dossier(
                kept, on=given["on"], receipt=given["receipt"], by=request.actor
            )
        except DocumentError as refusal:
            form.add_error("receipt", str(refusal))
        else:
            messages.success(request, f"C'est noté : ACI {kept.exercise.year} déclaré.")
            return go(request, kept.get_absolute_url())
    return show(request, kept, form, status=422)
