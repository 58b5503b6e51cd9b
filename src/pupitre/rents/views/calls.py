"""The calls: what waits, what is late, one call, its papers, and the tenant's own page."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.books.errors import BooksError
from pupitre.books.queries import entries_from
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, owned
from pupitre.core.dates import add_months, month_start
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.tables import body
from pupitre.core.web import CentreRequest, go, pdf_answer
from pupitre.inbox.models import ActLink
from pupitre.payments.errors import PaymentError
from pupitre.payments.queries import orders_about
from pupitre.rents.errors import RentError
from pupitre.rents.forms.leases import WhyForm
from pupitre.rents.models import Lease, RentCall
from pupitre.rents.papers import call_pdf, receipt_pdf
from pupitre.rents.queries.leases import to_call
from pupitre.rents.queries.standing import calls, standing, standings, unpaid
from pupitre.rents.rules.periods import period_of, words
from pupitre.rents.services.calls import cancel_call, issue_calls, pay_back, refuse_unpaid
from pupitre.rents.services.messages import remind, send_calls, send_receipts
from pupitre.rents.tables import calls_columns
from pupitre.rents.views.tabs import tabs

REFUSALS = (RentError, BooksError, PaymentError)


def month_asked(request: CentreRequest) -> date:
    """Return the month that the address names, « 2026-11 »; else this one, or the next in its last ten days."""
    text = request.GET.get("mois", "") or request.POST.get("mois", "")
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  # a month has no time zone
    except ValueError:
        today = timezone.localdate()
        month = month_start(today)
        later = add_months(month, 1)
        return later if (later - today).days <= 10 else month


@requires("money.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Show what to issue, who is late, and the calls, latest first."""
    today = timezone.localdate()
    columns = calls_columns(today)
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(columns, standings(calls()), "appels-de-loyer")
    page = Paginator(calls(), 30).get_page(request.GET.get("page"))
    rows = standings(page.object_list)
    due = unpaid()
    late = [one for one in due if one.late(today)]
    month = month_asked(request)
    waiting = to_call(month)
    context = {
        "tabs": tabs("home"),
        "columns": columns,
        "page": page,
        "body": body(columns, rows),
        "late": late,
        "late_cents": sum(one.paid.left for one in late),
        "due_cents": sum(one.paid.left for one in due),
        "month": words(period_of(month, 1)),
        "waiting": waiting,
        "waiting_cents": sum(one.due.total for one in waiting),
        "to_send": sum(one.call.sent_at is None for one in due),
        "has_lease": Lease.objects.exists(),
        "may_edit": registry.allows("money.edit", request.role),
    }  # fmt: skip
    return render(request, "rents/home.html", context)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: CentreRequest) -> HttpResponse:
    """Show the calls of a month before they leave, then issue them in one act."""
    month, refusal = month_asked(request), ""
    if request.method == "POST":
        try:
            issued = issue_calls(month, on=timezone.localdate(), by=request.actor)
        except REFUSALS as error:
            refusal = str(error)
        else:
            if request.POST.get("send"):
                send_calls(issued, by=request.actor)
            messages.success(request, "Les appels sont émis et écrits en comptabilité.")
            return go(request, centre_url("rents:home"))
    waiting = to_call(month)
    context = {
        "month": month,
        "words": words(period_of(month, 1)),
        "around": [(add_months(month, step), words(period_of(add_months(month, step), 1))) for step in (-1, 1)],
        "waiting": waiting,
        "total": sum(one.due.total for one in waiting),
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "rents/issue.html", context, status=422 if refusal else 200)


@requires("money.edit")
@require_POST
def send(request: CentreRequest) -> HttpResponse:
    """Send the calls that were not, and the quittances that are due."""
    waiting = list(RentCall.objects.filter(sent_at=None, cancelled_on=None))
    sent = send_calls(waiting, by=request.actor)
    paid = send_receipts(
        list(RentCall.objects.filter(receipt_sent_on=None, cancelled_on=None)),
        on=timezone.localdate(),
        by=request.actor,
    )
    if sent or paid:
        messages.success(request, "Les appels et les quittances partent, chacun par lien personnel.")  # fmt: skip
    else:
        messages.info(request, "Tout est déjà envoyé.")
    return go(request, centre_url("rents:home"))


def _call(pk: int) -> RentCall:
    owned(RentCall, pk)
    return calls().get(pk=pk)


@requires("money.view")
@require_safe
def call(request: CentreRequest, pk: int) -> HttpResponse:
    """Show one call."""
    return show(request, _call(pk))


def show(request: CentreRequest, found: RentCall, refusal: str = "") -> HttpResponse:
    today = timezone.localdate()
    state = standing(found)
    context = {
        "call": found,
        "state": state,
        "late": not found.cancelled_on and state.late(today),
        "tone": state.tone(today),
        "entries": entries_from(found),
        "orders": orders_about(found),
        "why": WhyForm(),
        "refusal": refusal,
        "may_edit": registry.allows("money.edit", request.role),
    }
    return render(request, "rents/call.html", context, status=422 if refusal else 200)


@requires("money.view")
@require_safe
def call_file(request: CentreRequest, pk: int) -> HttpResponse:
    """Give the PDF of a call."""
    found = _call(pk)
    return pdf_answer(call_pdf(found), f"appel-{found.reference}.pdf")


@requires("money.view")
@require_safe
def receipt_file(request: CentreRequest, pk: int) -> HttpResponse:
    """Give the quittance of a call paid in full; refuse it otherwise."""
    found = _call(pk)
    try:
        refuse_unpaid(found)
    except RentError as refusal:
        return show(request, found, str(refusal))
    return pdf_answer(receipt_pdf(found), f"quittance-{found.reference}.pdf")


def _act(request: CentreRequest, pk: int, act: Callable[[RentCall, date], Any], said: str) -> HttpResponse:  # fmt: skip
    """Do something with a call and say it; a refusal is shown on its page."""
    found = _call(pk)
    try:
        act(found, timezone.localdate())
    except REFUSALS as refusal:
        return show(request, _call(pk), str(refusal))
    messages.success(request, said)
    return go(request, found.get_absolute_url())


@requires("money.edit")
@require_POST
def cancel(request: CentreRequest, pk: int) -> HttpResponse:
    """Cancel a call with a reason."""
    why = request.POST.get("why", "")
    return _act(request, pk, lambda one, on: cancel_call(one, why=why, on=on, by=request.actor), "L’appel est annulé : sa période peut être appelée de nouveau.")  # fmt: skip


@requires("money.edit")
@require_POST
def reminder(request: CentreRequest, pk: int) -> HttpResponse:
    """Remind a late tenant."""
    return _act(request, pk, lambda one, on: remind(one, on=on, by=request.actor), "La relance part, avec le lien de l’appel.")  # fmt: skip


@requires("money.edit")
@require_POST
def send_one(request: CentreRequest, pk: int) -> HttpResponse:
    """Send a call, or its quittance once it is paid."""

    def act(found: RentCall, on: date) -> None:
        if not send_receipts([found], on=on, by=request.actor) and not send_calls([found], by=request.actor):  # fmt: skip
            raise RentError("C’est déjà envoyé, et il n’y a pas de quittance nouvelle.")

    return _act(request, pk, act, "C’est envoyé, par lien personnel.")


@requires("money.edit")
@require_POST
def refund(request: CentreRequest, pk: int) -> HttpResponse:
    """Ask for the payment of what a settlement gives back."""
    return _act(request, pk, lambda one, on: pay_back(one, on=on, by=request.actor), "Le remboursement attend dans Paiements.")  # fmt: skip


def by_link(request: CentreRequest, link: ActLink, found: RentCall) -> HttpResponse:
    """The call for its tenant and nobody else; the quittance once it is paid."""
    found = _call(found.pk)
    state = standing(found)
    if "pdf" in request.GET and not found.cancelled_on:
        return pdf_answer(call_pdf(found), f"appel-{found.reference}.pdf")
    paid = state.paid.whole and found.cents > 0 and not found.cancelled_on
    if "quittance" in request.GET and paid:
        return pdf_answer(receipt_pdf(found), f"quittance-{found.reference}.pdf")
    return render(request, "rents/call_link.html", {"call": found, "state": state, "paid": paid})
