"""FEC: download, own control, control of a file received, export pack for the accountant."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.books.forms.settings import FecForm
from pupitre.books.models import ExportPack, LegalEntity
from pupitre.books.papers import fec_file
from pupitre.books.queries.home import drafts_of
from pupitre.books.rules.fec_control import control
from pupitre.books.services import BooksError
from pupitre.books.views.common import about, place, year_at_page
from pupitre.core import jobs, records
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, go

SHOWN = 200


@requires("money.view")
@require_safe
@about(LegalEntity)
def fec(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the control of a year's FEC; `?fichier=fec` and `?fichier=description` download."""
    context = place(request, pk, "fec")
    year = year_at_page(context)
    try:
        made = fec_file(year)
    except BooksError as refusal:
        return render(request, "books/fec.html", {**context, "refused": str(refusal)})
    asked = request.GET.get("fichier", "")
    if asked in {"fec", "description"}:
        records.note("télécharger le FEC", year, by=request.actor)
        name, content = (
            (made.name, made.content) if asked == "fec" else (made.described, made.description)
        )
        return HttpResponse(
            content,
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    context |= {
        "made": made,
        "report": made.report,
        "findings": made.report.findings[:SHOWN],
        "drafts": drafts_of(year),
        "packs": year.packs.all(),
    }
    return render(request, "books/fec.html", context)


@requires("money.view")
@require_POST
@about(LegalEntity)
def pack(request: CentreRequest, pk: int) -> HttpResponse:
    """Ask for the accountant's pack of a year: a ZIP made by a job."""
    year = year_at_page(place(request, pk, "fec"))
    try:
        fec_file(year)
    except BooksError as refusal:
        messages.error(request, str(refusal))
        return go(request, f"{centre_url('books:fec', pk)}?exercice={year.pk}")
    job = jobs.enqueue(
        "pupitre.books.jobs.make_pack",
        title=f"Dossier comptable {year} de {year.entity}",
        payload={"year_id": year.pk, "who": request.actor.label},
        centre_id=request.centre.pk,
        user_id=request.user.pk,
    )
    return go(request, centre_url("core:job", job.pk))


@requires("money.view", fresh=True)
@require_safe
@about(ExportPack)
def pack_file(request: CentreRequest, pk: int) -> HttpResponseBase:
    """Send a pack as it was made."""
    kept: ExportPack = owned(ExportPack, pk)
    records.note("télécharger le dossier", kept, by=request.actor)
    name = f"dossier-comptable-{kept.year.ends_on:%Y}.zip"
    return FileResponse(kept.file.open("rb"), as_attachment=True, filename=name)


@requires("money.view")
@require_http_methods(["GET", "HEAD", "POST"])
def check_fec(request: CentreRequest) -> HttpResponse:
    """Read a FEC received from the accountant and say what is wrong, line by line; nothing is written."""
    form = FecForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "today": timezone.localdate()}
    status = 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        report = control(
            given["file"].read(),
            name=given["file"].name,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )
        context |= {
            "report": report,
            "findings": report.findings[:SHOWN],
            "name": given["file"].name,
        }
        status = 200 if report.passes else 422
    elif request.method == "POST":
        status = 422
    return render(request, "books/check_fec.html", context, status=status)
