"""Documents: the list, a document's page, its file, and files attached to any object."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core import signing
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.core.access import requires
from pupitre.core.crud import CrudView
from pupitre.core.history import history
from pupitre.core.links import centre_url
from pupitre.core.objects import object_of, page_of
from pupitre.core.web import CentreRequest, came_from, go
from pupitre.documents import services
from pupitre.documents.forms import DocumentForm, ReplaceForm, UploadForm
from pupitre.documents.models import Document
from pupitre.documents.queries import seen_by
from pupitre.documents.services import DocumentError
from pupitre.documents.sniffing import SHOWN, TYPES
from pupitre.documents.tables import DOCUMENTS

SEALED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
SEALED_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
"""Browsers refuse to show a PDF in a sandbox; their viewer is one of its own."""
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _types() -> list[tuple[str, str]]:
    """Return the types met in French, by media type."""
    known = {kind: end.upper() for end, kind in reversed(TYPES.items())}
    met = Document.objects.order_by().values_list("content_type", flat=True).distinct()
    return sorted(((kind, known.get(kind, kind)) for kind in met), key=lambda pair: pair[1])


class DocumentCrud(CrudView):
    """Every document that the role may see."""

    model = Document
    form_class = DocumentForm
    permissions = ("documents.view", "documents.edit")
    detail_permission = "documents.open"
    words = ("document", "documents")
    columns = DOCUMENTS
    empty = "Aucun document. Ajoutez ici les statuts, le bail, le règlement intérieur…"
    search_fields = ("title", "original_name", "purpose")
    filters = (("content_type", "Type", _types),)
    template_dir = "documents/crud"
    roles = ("list", "create", "detail", "update", "delete")

    def get_queryset(self) -> QuerySet[Document]:
        return seen_by(self.request.role)

    def form(self, request: CentreRequest, obj: Any) -> Any:
        if self.act != "create":
            return super().form(request, obj)
        posted = request.method == "POST"
        form = UploadForm(request.POST if posted else None, request.FILES if posted else None)
        form.instance = obj  # type: ignore[attr-defined]  # what the generic page shows beside
        return form

    def save_object(self, request: CentreRequest, obj: Any) -> HttpResponse:
        if self.act != "create":
            return super().save_object(request, obj)
        form = self.form(request, obj)
        document = _stored(request, form) if form.is_valid() else None
        if document is None:
            return self.show_form(request, form, status=422)
        messages.success(request, "Le document est ajouté.")
        return go(request, document.get_absolute_url())

    def delete_object(self, request: CentreRequest, obj: Any) -> HttpResponse:
        try:
            services.remove_document(obj, by=request.actor)
        except DocumentError as refusal:
            messages.error(request, str(refusal))
            return go(request, obj.get_absolute_url())
        messages.success(request, "Le document est supprimé.")
        return go(request, centre_url("documents:document-list"))

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if self.act == "detail":
            document = context["object"]
            about = object_of(document.object_type, document.object_id)
            context |= {
                "about": about,
                "about_url": page_of(about),
                "history": history(document),
                "shown": document.content_type in SHOWN,
            }
        return super().render(template, context, status=status)


def _stored(request: CentreRequest, form: UploadForm, **options: Any) -> Document | None:
    """Keep the form's file; a refusal goes beside the field."""
    given = form.cleaned_data
    try:
        return services.store_document(
            content=given["file"],
            name=given["file"].name,
            title=given["title"],
            dated=given["dated"],
            by=request.actor,
            **options,
        )
    except DocumentError as refusal:
        form.add_error("file", str(refusal))
        return None


def _seen(request: CentreRequest, pk: int) -> Document:
    return get_object_or_404(seen_by(request.role), pk=pk)


@requires("documents.open")
@require_safe
def download(request: CentreRequest, pk: int) -> HttpResponseBase:
    """Send the file; only PDF, PNG and JPEG may show in place, and never as a page of this site."""
    document = _seen(request, pk)
    try:
        file = document.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404(
            "Ce fichier n’est plus sur le disque : voyez la dernière sauvegarde."
        ) from lost
    shown = "voir" in request.GET and document.content_type in SHOWN
    response = FileResponse(file, content_type=document.content_type)
    response["Content-Disposition"] = disposition(document.original_name, inline=shown)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        SEALED_PDF if shown and document.content_type == "application/pdf" else SEALED
    )
    response["Cache-Control"] = "private, no-store"
    return response


def disposition(name: str, *, inline: bool) -> str:
    """Return the header of a file with its French name (RFC 6266, RFC 5987)."""
    plain = name.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_")
    way = "inline" if inline else "attachment"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@requires("documents.edit")
@form_page
def replace(request: CentreRequest, pk: int) -> HttpResponse:
    """Put another file in place of a document's."""
    document = _seen(request, pk)
    form = ReplaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.replace_file(document, content=file, name=file.name, by=request.actor)
        except DocumentError as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "Le fichier est remplacé.")
            return go(request, document.get_absolute_url())
    status = 422 if form.errors else 200
    return render(
        request, "documents/replace.html", {"document": document, "form": form}, status=status
    )


@requires("documents.edit")
@require_POST
def attach(request: CentreRequest) -> HttpResponse:
    """Attach a file to the object of a documents panel, whose form says signed what and for whom."""
    about, options = read_about(request)
    form = UploadForm(request.POST, request.FILES)
    document = _stored(request, form, about=about, **options) if form.is_valid() else None
    if document is None:
        context = {"form": form, "about": about, "token": request.POST["about"]}
        context["about_url"] = page_of(about)
        return render(request, "documents/attach.html", context, status=422)
    messages.success(request, "Le document est ajouté.")
    return go(request, came_from(request, page_of(about) or document.get_absolute_url()))


def read_about(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """Return the object of a panel, its permission and its purpose; 404 when the form was altered."""
    try:
        given = signing.loads(request.POST.get("about", ""), salt="pupitre.documents.about")
    except signing.BadSignature as forged:
        raise Http404 from forged
    about = object_of(given["label"], given["key"])
    if about is None:
        raise Http404
    return about, {"permission": given["permission"], "purpose": given["purpose"]}
