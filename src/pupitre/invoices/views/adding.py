"""Adding an invoice: its file is read, or what it says is typed; correcting one that waits."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pupitre.books.models import LegalEntity
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.web import CentreRequest, go
from pupitre.documents.services import DocumentError
from pupitre.invoices import services
from pupitre.invoices.forms import FileForm, InvoiceForm, carried
from pupitre.invoices.models import Invoice
from pupitre.invoices.reader import read_file
from pupitre.invoices.rules.einvoice import EInvoiceError
from pupitre.invoices.services import InvoiceError

PLAIN = (
    "Ce fichier ne porte pas de données : saisissez ce qu’il dit. Il sera gardé avec la facture."
)
FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@requires("money.edit")
@FORM_PAGE
def add(request: CentreRequest) -> HttpResponse:
    """Take an invoice: « Lire la facture » reads the file, « Enregistrer » keeps what is typed."""
    if request.method != "POST":
        initial = {name: request.GET[name] for name in ("supplier", "charge") if name in request.GET}  # fmt: skip
        return _page(request, FileForm(), InvoiceForm(instance=Invoice(), initial=initial))
    file = FileForm(request.POST, request.FILES)
    if not file.is_valid():
        return _page(request, file, InvoiceForm(instance=Invoice()), status=422)
    if "read" in request.POST:
        return _read(request, file)
    return _typed(request, file)


def _read(request: CentreRequest, file: FileForm) -> HttpResponse:
    blank = InvoiceForm(instance=Invoice())
    if file.given is None:
        file.add_error("file", "Choisissez le fichier de la facture.")
        return _page(request, file, blank, status=422)
    content, name = file.given
    try:
        found = read_file(content)
        if found is None:
            messages.info(request, PLAIN)
            return _page(request, FileForm(initial=carried(content, name)), blank)
        invoice = services.receive_file(
            found, content=content, name=name, on=timezone.localdate(), by=request.actor
        )
    except (EInvoiceError, InvoiceError, DocumentError) as refusal:
        file.add_error("file", str(refusal))
        return _page(request, file, blank, status=422)
    messages.success(request, f"Lue dans le fichier {found.format} : vérifiez, puis approuvez.")
    return go(request, invoice.get_absolute_url())


def _typed(request: CentreRequest, file: FileForm) -> HttpResponse:
    form = InvoiceForm(request.POST, instance=Invoice())
    given = file.given
    again = FileForm(initial=carried(*given)) if given else FileForm()
    if not form.is_valid():
        return _page(request, again, form, status=422)
    try:
        invoice = services.receive(
            form.completed(by=request.actor), original=given, by=request.actor
        )
    except (InvoiceError, DocumentError) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, again, form, status=422)
    messages.success(request, "La facture est enregistrée : elle attend son approbation.")
    return go(request, invoice.get_absolute_url())


def _page(
    request: CentreRequest, file: FileForm, form: InvoiceForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "file": file,
        "form": form,
        "carried": file.initial.get("name", ""),
        "has_books": LegalEntity.objects.exists(),
    }
    return render(request, "invoices/add.html", context, status=status)


@requires("money.edit")
@FORM_PAGE
def change(request: CentreRequest, pk: int) -> HttpResponse:
    """Correct an invoice that waits for its approval."""
    invoice: Invoice = owned(Invoice, pk)
    if not invoice.waits:
        messages.error(request, "Cette facture n’est plus à approuver : elle ne change plus.")
        return go(request, invoice.get_absolute_url())
    form = InvoiceForm(request.POST if request.method == "POST" else None, instance=invoice)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    try:
        changed = form.completed(by=request.actor)
        services.change(changed, version=form.cleaned_data.get("version"), by=request.actor)
    except (InvoiceError, ValidationError) as refusal:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        return _form(request, form, 422)
    messages.success(request, "C’est enregistré.")
    return go(request, changed.get_absolute_url())


def _form(request: CentreRequest, form: InvoiceForm, status: int) -> HttpResponse:
    context = {"form": form, "invoice": Invoice.objects.get(pk=form.instance.pk)}
    return render(request, "invoices/change.html", context, status=status)


change.model = Invoice  # type: ignore[attr-defined]  # what its number is of
