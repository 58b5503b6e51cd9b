"""Batches: checked, approved, written, deposited, executed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.books.errors import BooksError
from pupitre.core import records
from pupitre.core import tables as core_tables
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, owned
from pupitre.core.history import history
from pupitre.core.web import CentreRequest, asked_key, go
from pupitre.payments import services, tables
from pupitre.payments.errors import PaymentError
from pupitre.payments.forms import DayForm, ReasonForm
from pupitre.payments.models import PaymentBatch
from pupitre.payments.queries.ibans import confirmed_ibans
from pupitre.payments.queries.orders import second_person_reasons
from pupitre.payments.views.tabs import rights, tabs

State = PaymentBatch.State


@requires("money.view")
@require_safe
def batch_list(request: CentreRequest) -> HttpResponse:
    """Show the batches, the latest first."""
    batches = PaymentBatch.objects.select_related("account")[:200]
    context = {
        "tabs": tabs("batch-list"),
        "columns": tables.BATCHES,
        "body": core_tables.body(tables.BATCHES, batches),
        "any": bool(batches),
    }
    return render(request, "payments/batch_list.html", context)


@requires("money.view")
@require_safe
def batch(request: CentreRequest, pk: int) -> HttpResponse:
    """Show one batch and the next act."""
    return batch_page(request, owned(PaymentBatch, pk), {})


def batch_page(
    request: CentreRequest, shown: PaymentBatch, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    orders = list(shown.orders.select_related("payee__person", "iban").order_by("pk"))
    ibans = confirmed_ibans(order.payee_id for order in orders) if shown.open else {}
    context = {
        **rights(request.role),
        "batch": shown,
        "tone": tables.BATCH_STATES[State(shown.state)],
        "rows": [(order, order.iban or ibans.get(order.payee_id)) for order in orders],
        "reasons": second_person_reasons(shown) if shown.open else (),
        "mine": request.user.pk == shown.made_user_id,
        "steps": _steps(shown),
        "history": history(shown),
        "executed": DayForm(prefix="executed", initial={"on": shown.execution_on}),
        "abandon": ReasonForm(prefix="abandon"),
    }
    return render(request, "payments/batch.html", context | forms, status=status)


def _steps(shown: PaymentBatch) -> list[dict[str, Any]]:
    at = [State.DRAFT, State.WRITTEN, State.EXECUTED]
    if shown.state not in at:
        return []
    here = at.index(State(shown.state))
    labels = ("Préparer", "Déposer à la banque", "Exécuté")
    return [
        {
            "label": label,
            "url": shown.get_absolute_url() if place <= here else "",
            "current": place == here,
            "done": place < here,
        }
        for place, label in enumerate(labels)
    ]


def _act(
    request: CentreRequest, pk: int, act: Callable[[PaymentBatch], object], done: str
) -> HttpResponse:
    """Do one act on a batch, then show it; a refusal is shown on its page."""
    shown = owned(PaymentBatch, pk)
    try:
        act(shown)
    except (PaymentError, BooksError) as refusal:
        return batch_page(request, owned(PaymentBatch, pk), {"refusal": str(refusal)}, status=422)
    messages.success(request, done)
    return go(request, shown.get_absolute_url())


@requires("money.approve")
@require_POST
def approve(request: CentreRequest, pk: int) -> HttpResponse:
    return _act(
        request,
        pk,
        lambda shown: services.approve_batch(shown, at=timezone.now(), by=request.actor),
        "Le lot est approuvé.",
    )


@requires("money.edit")
@require_POST
def write_file(request: CentreRequest, pk: int) -> HttpResponse:
    return _act(
        request,
        pk,
        lambda shown: services.write_batch_file(shown, at=timezone.now(), by=request.actor),
        "Le fichier est écrit : téléchargez-le, déposez-le et signez-le sur le site de la banque.",
    )


@requires("money.edit")
@require_POST
def write_list(request: CentreRequest, pk: int) -> HttpResponse:
    return _act(
        request,
        pk,
        lambda shown: services.write_batch_list(shown, at=timezone.now(), by=request.actor),
        "La liste est prête : saisissez ces virements sur le site de la banque.",
    )


@requires("money.edit")
@require_POST
def dissolve(request: CentreRequest, pk: int) -> HttpResponse:
    return _act(
        request,
        pk,
        lambda shown: services.dissolve_batch(shown, by=request.actor),
        "Le lot est dissous : ses paiements sont de nouveau à payer.",
    )


@requires("money.edit")
@require_POST
def take_out(request: CentreRequest, pk: int) -> HttpResponse:
    """Take one payment, named by the form, out of a batch."""
    shown = owned(PaymentBatch, pk)
    found = get_object_or_404(shown.orders.all(), pk=asked_key(request.POST.get("order")))
    return _act(
        request, pk, lambda _: services.take_out(found, by=request.actor), "Le paiement est retiré."
    )


@requires("money.edit")
@require_POST
def executed(request: CentreRequest, pk: int) -> HttpResponse:
    """Note that the bank executed the batch."""
    form = DayForm(request.POST, prefix="executed")
    if not form.is_valid():
        return batch_page(request, owned(PaymentBatch, pk), {"executed": form}, status=422)
    return _act(
        request,
        pk,
        lambda shown: services.batch_executed(shown, on=form.cleaned_data["on"], by=request.actor),
        "Les paiements sont notés, l’écriture est dans la comptabilité.",
    )


@requires("money.edit")
@require_POST
def abandon(request: CentreRequest, pk: int) -> HttpResponse:
    """Give up a written batch that the bank never received."""
    form = ReasonForm(request.POST, prefix="abandon")
    if not form.is_valid():
        return batch_page(request, owned(PaymentBatch, pk), {"abandon": form}, status=422)
    return _act(
        request,
        pk,
        lambda shown: services.abandon_batch(shown, why=form.cleaned_data["why"], by=request.actor),
        "Le lot est abandonné : ses paiements sont de nouveau à payer.",
    )


@requires("money.edit", fresh=True)
@require_safe
def file(request: CentreRequest, pk: int) -> HttpResponseBase:
    """Give the written file again, checked; who took it is kept."""
    shown = owned(PaymentBatch, pk)
    if not shown.document_id:
        return batch_page(
            request,
            shown,
            {"refusal": "Ce lot n’a pas de fichier : écrivez-le d’abord."},
            status=422,
        )
    try:
        document = services.write_batch_file(shown, at=timezone.now(), by=request.actor)
    except PaymentError as refusal:
        return batch_page(request, shown, {"refusal": str(refusal)}, status=422)
    records.note("télécharger le fichier", shown, by=request.actor)
    return FileResponse(
        document.file.open("rb"),
        content_type="application/xml",
        as_attachment=True,
        filename=document.original_name,
    )


@requires("money.edit")
@require_safe
def to_type(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the frozen list to type in the bank's site, to print or as a spreadsheet; it holds whole IBANs."""
    shown = owned(PaymentBatch, pk)
    if shown.open:
        return batch_page(
            request,
            shown,
            {"refusal": "Figez d’abord ce lot : la liste à saisir vient après."},
            status=422,
        )
    records.note("lire la liste à saisir", shown, by=request.actor)
    orders = shown.orders.select_related("iban").order_by("pk")
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(tables.TO_TYPE, orders, f"virements-{shown.reference}")
    context = {
        "batch": shown,
        "columns": tables.TO_TYPE,
        "body": core_tables.body(tables.TO_TYPE, orders),
    }
    return render(request, "payments/to_type.html", context)


for view in (
    batch,
    approve,
    write_file,
    write_list,
    dissolve,
    take_out,
    executed,
    abandon,
    file,
    to_type,
):
    view.model = PaymentBatch  # type: ignore[attr-defined]  # what its number is of
