"""The page where a coordinator takes the whole structure away."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest
from pupitre.portability import services
from pupitre.portability.shelf import KEPT, file_of, kept


@requires("portability.export", fresh=True)
@require_safe
def export(request: CentreRequest) -> HttpResponse:
    """Say what the archive holds, show those that are ready and the one being made."""
    context = {"archives": kept(), "running": services.running_export(), "days": KEPT.days}
    return render(request, "portability/export.html", context)


@requires("portability.export", fresh=True)
@require_POST
def start(request: CentreRequest) -> HttpResponse:
    """Ask for an archive; the one already being made is enough."""
    job = services.ask_export(request.centre, now=timezone.now(), by=request.actor)
    return redirect(centre_url("core:job", job.pk))


@requires("portability.export", fresh=True)
@require_safe
def download(request: CentreRequest, name: str) -> HttpResponseBase:
    """Send an archive, and note who took it."""
    file = file_of(name)
    if file is None:
        raise Http404("Cette archive n’existe plus : demandez-en une autre.")
    if request.method == "GET":
        services.note("télécharger l’export", request.centre, by=request.actor, fichier=name)
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires("portability.export", fresh=True)
@require_POST
def delete(request: CentreRequest, name: str) -> HttpResponse:
    """Delete an archive before its day."""
    file = file_of(name)
    if file is None:
        raise Http404("Cette archive n’existe plus.")
    file.unlink(missing_ok=True)
    services.note("supprimer l’export", request.centre, by=request.actor, fichier=name)
    messages.success(request, "L’archive est supprimée.")
    return redirect(centre_url("portability:export"))
