"""The page of one invoice, and what is decided there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.books.errors import BooksError
from pupitre.books.queries import entries_from
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.history import history
from pupitre.core.money import format_euros
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key, go
from pupitre.invoices import services, tables
from pupitre.invoices.forms import ApprovalForm
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries.invoices import (
    credits_for,
    invoices,
    left_to_pay,
    order_of,
    other_account,
    second_person_reasons,
)
from pupitre.payments.errors import PaymentError
from pupitre.payments.forms import ReasonForm
from pupitre.payments.models import PaymentOrder
from pupitre.payments.queries.orders import obstacles

State = Invoice.State
GONE = (PaymentOrder.State.CANCELLED, PaymentOrder.State.REJECTED)


@requires("money.view")
@require_safe
def invoice(request: CentreRequest, pk: int) -> HttpResponse:
    """Show one invoice, what it waits for, and what became of it."""
    return page(request, pk, {})


def page(
    request: CentreRequest, pk: int, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shown = get_object_or_404(invoices().select_related("account", "deducted_from"), pk=pk)
    context = {
        "invoice": shown,
        "words": tables.state_words(shown),
        "tone": tables.state_tone(shown),
        "steps": _steps(shown),
        "left": left_to_pay(shown),
        "entries": entries_from(shown),
        "history": history(shown),
        "may_edit": registry.allows("money.edit", request.role),
        "may_approve": registry.allows("money.approve", request.role),
        "reason": ReasonForm(),
        "approval": ApprovalForm(invoice=shown),
        **_state_context(request, shown),
    }
    return render(request, "invoices/invoice.html", context | more, status=status)


def _state_context(request: CentreRequest, shown: Invoice) -> dict[str, Any]:
    """Return what only an invoice that waits, or one that is owed, shows."""
    if shown.waits:
        reasons = second_person_reasons(shown, shown.heading, timezone.localdate())
        return {
            "other_account": other_account(shown),
            "second": reasons,
            "own": bool(reasons) and request.actor.user_id in {None, shown.made_user_id},
            "dearer": _dearer(shown),
            "told": [words for words in registry.contributed("invoice.warnings", shown) if words],
        }
    order = order_of(shown)
    waiting = order is not None and order.state == PaymentOrder.State.WAITING
    owed = shown.state == State.APPROVED and not shown.settled and not shown.credit  # type: ignore[attr-defined]
    return {
        "order": order,
        "obstacle": obstacles([order]).get(order.pk, "") if waiting and order else "",
        "to_ask": owed and (order is None or order.state in GONE),
        "may_cancel": shown.state == State.APPROVED
        and not shown.settled  # type: ignore[attr-defined]
        and (order is None or waiting or order.state in GONE),
        "credits": shown.credits.all(),
        "deductible": credits_for(shown) if owed else [],
    }


def _dearer(shown: Invoice) -> int:
    """Return by how many per cent an invoice is above what its recurring charge foresaw; 0 below ten."""
    charge = shown.charge
    if charge is None or not charge.cents:
        return 0
    more = round(100 * (shown.cents - charge.cents) / charge.cents)
    return more if more >= 10 else 0


def _steps(shown: Invoice) -> list[dict[str, Any]]:
    """Return where an invoice stands, as the steps component draws it; none for one that stopped."""
    if shown.state in {State.REFUSED, State.CANCELLED}:
        return []
    settled = bool(shown.settled)  # type: ignore[attr-defined]
    place = {State.RECEIVED: 1, State.APPROVED: 2, State.PAID: 3}[State(shown.state)]
    place = 3 if settled else place
    names = ("Reçue", "Approuvée", "Déduite" if shown.credit else "Payée")
    return [
        {"label": name, "done": rank < place, "current": rank == place}
        for rank, name in enumerate(names)
    ]


@requires("money.approve")
@require_POST
def approve(request: CentreRequest, pk: int) -> HttpResponse:
    """Approve an invoice."""
    found: Invoice = owned(Invoice, pk)
    form = ApprovalForm(request.POST, invoice=found)
    if form.is_valid():
        try:
            services.approve(found, **form.cleaned_data, on=timezone.localdate(), by=request.actor)
        except (PaymentError, BooksError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La facture est approuvée et écrite dans la comptabilité.")
            return go(request, found.get_absolute_url())
    return page(request, pk, {"approval": form}, status=422)


def _with_reason(
    request: CentreRequest, pk: int, act: Callable[..., Any], done: str, **given: Any
) -> HttpResponse:
    found: Invoice = owned(Invoice, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            act(found, why=form.cleaned_data["why"], by=request.actor, **given)
        except (PaymentError, BooksError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return go(request, found.get_absolute_url())
    return page(request, pk, {"reason": form}, status=422)


@requires("money.approve")
@require_POST
def refuse(request: CentreRequest, pk: int) -> HttpResponse:
    """Turn an invoice down."""
    return _with_reason(request, pk, services.refuse, "La facture est refusée.")


@requires("money.edit")
@require_POST
def cancel(request: CentreRequest, pk: int) -> HttpResponse:
    """Take back an approved invoice before its payment."""
    done = "La facture est annulée : son écriture et son paiement le sont aussi."
    return _with_reason(request, pk, services.cancel, done, on=timezone.localdate())


@requires("money.edit")
@require_POST
def ask(request: CentreRequest, pk: int) -> HttpResponse:
    """Ask anew for the payment of an invoice."""
    found: Invoice = owned(Invoice, pk)
    try:
        services.ask_again(found, by=request.actor)
    except (PaymentError, BooksError) as refusal:
        return page(request, pk, {"refusal": str(refusal)}, status=422)
    messages.success(request, "Le paiement est demandé : il attend dans Paiements.")
    return go(request, found.get_absolute_url())


@requires("money.edit")
@require_POST
def deduct(request: CentreRequest, pk: int) -> HttpResponse:
    """Take a credit note off what an invoice asks for."""
    found: Invoice = owned(Invoice, pk)
    credit = Invoice.objects.filter(pk=asked_key(request.POST.get("credit"))).first()
    if credit is None:
        return page(request, pk, {"refusal": "Choisissez l’avoir à déduire."}, status=422)
    try:
        services.deduct(credit, found, on=timezone.localdate(), by=request.actor)
    except (PaymentError, BooksError) as refusal:
        return page(request, pk, {"refusal": str(refusal)}, status=422)
    messages.success(
        request,
        f"L’avoir {credit.number} est déduit : il reste {format_euros(left_to_pay(found))} à payer.",
    )
    return go(request, found.get_absolute_url())


for _view in (invoice, approve, refuse, cancel, ask, deduct):
    _view.model = Invoice  # type: ignore[attr-defined]  # what its number is of
