"""A run: prepared, looked at line by line, approved, sent, cancelled; corrections by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.books.errors import BooksError
from pupitre.books.queries import entries_from
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, owned
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key, go
from pupitre.indemnities import tables
from pupitre.indemnities.forms.runs import AdjustmentForm, RunForm, SumForm, WhyForm
from pupitre.indemnities.models import Adjustment, IndemnityRun, RunLine, Scheme
from pupitre.indemnities.queries.overview import next_span
from pupitre.indemnities.queries.schemes import in_force
from pupitre.indemnities.queries.settlement import settlement
from pupitre.indemnities.rules.scheme import IndemnityError
from pupitre.indemnities.services.runs import (
    adjust,
    approve_run,
    cancel_run,
    change_sum,
    drop_adjustment,
    drop_run,
    prepare_run,
)
from pupitre.indemnities.services.statements import send_statements
from pupitre.mailing.queries import messages_about
from pupitre.payments.errors import PaymentError
from pupitre.payments.queries import orders_about

Refusal = (IndemnityError, BooksError, PaymentError)


def asked_day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: CentreRequest) -> HttpResponse:
    """Choose what to settle: the next period and the scheme in force are proposed."""
    if request.method != "POST":
        span = next_span(timezone.localdate())
        first = asked_day(request.GET.get("du", ""), span.first)
        last = asked_day(request.GET.get("au", ""), span.last)
        wanted = Scheme.objects.filter(pk=asked_key(request.GET.get("bareme")))
        scheme = wanted.first() or in_force(last).first()
        form = RunForm(initial={"first": first, "last": last, "scheme": scheme})
        return render(request, "indemnities/prepare.html", {"form": form})
    form = RunForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            run = prepare_run(
                given["scheme"],
                form.span,
                to_share=given["to_share"],
                forced_why=given["forced_why"],
                by=request.actor,
            )
            return go(request, run.get_absolute_url())
        except IndemnityError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "indemnities/prepare.html", {"form": form}, status=422)


@requires("money.view")
@require_safe
def run(request: CentreRequest, pk: int) -> HttpResponse:
    """Show a run: computed on sight while a draft, as written once approved."""
    found: IndemnityRun = owned(IndemnityRun, pk)
    return show(request, found)


def show(
    request: CentreRequest, run: IndemnityRun, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of a run, with why an act was refused."""
    base = {
        "run": run,
        "refusal": refusal,
        "may_edit": registry.allows("money.edit", request.role),
        "may_approve": registry.allows("money.approve", request.role),
        "why_form": WhyForm(),
    }
    if run.state == IndemnityRun.State.DRAFT:
        return _draft(request, run, base, status)
    lines = RunLine.objects.filter(statement__run=run).select_related(
        "statement__person", "meeting", "attendee"
    )
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(tables.LINES, lines, f"indemnites-{run.first}-{run.last}")
    statements = list(run.statements.select_related("person"))
    orders = {order.person_id: order for order in orders_about(run)}
    for statement in statements:
        statement.order = orders.get(statement.person_id)  # type: ignore[attr-defined]
    context = {
        "statements": statements,
        "total": sum(one.pay_cents for one in statements),
        "minutes": sum(one.minutes for one in statements),
        "meetings": run.counted.filter(correction=False).count(),
        "corrected": run.counted.filter(correction=True).count(),
        "entries": entries_from(run),
        "sent": messages_about(run).first(),
    }
    return render(request, "indemnities/run.html", base | context, status=status)


def _draft(
    request: CentreRequest, run: IndemnityRun, base: dict[str, Any], status: int
) -> HttpResponse:
    context: dict[str, Any] = {"sum_form": SumForm(initial={"to_share": run.to_share})}
    try:
        context["found"] = settlement(run.scheme, run.span, run.to_share)
    except IndemnityError as refusal:
        context["refusal"] = base["refusal"] or str(refusal)
    context["shares"] = run.scheme.pots.exists()
    context["over"] = run.last < timezone.localdate()
    return render(request, "indemnities/draft.html", base | context, status=status)


def _act(request: CentreRequest, pk: int, act: Callable[[IndemnityRun], str]) -> HttpResponse:
    """Do something with a run and say it; a refusal is shown on its page."""
    found: IndemnityRun = owned(IndemnityRun, pk)
    try:
        said = act(found)
    except Refusal as refusal:
        found.refresh_from_db()
        return show(request, found, refusal=str(refusal), status=422)
    messages.success(request, said)
    gone = not IndemnityRun.objects.filter(pk=pk).exists()
    return go(request, centre_url("indemnities:home") if gone else found.get_absolute_url())


@requires("money.approve")
@require_POST
def approve(request: CentreRequest, pk: int) -> HttpResponse:
    """Approve a run: lines, entry and payments are written."""

    def act(run: IndemnityRun) -> str:
        approve_run(run, on=timezone.localdate(), by=request.actor)
        return "Le règlement est approuvé : l’écriture est passée, les paiements attendent dans Paiements."

    return _act(request, pk, act)


@requires("money.edit")
@require_POST
def change(request: CentreRequest, pk: int) -> HttpResponse:
    """Change the sum to share of a draft."""

    def act(run: IndemnityRun) -> str:
        form = SumForm(request.POST)
        if not form.is_valid():
            raise IndemnityError(form.errors["to_share"][0])
        change_sum(run, to_share=form.cleaned_data["to_share"], by=request.actor)
        return "La somme est changée."

    return _act(request, pk, act)


@requires("money.edit")
@require_POST
def drop(request: CentreRequest, pk: int) -> HttpResponse:
    """Give up a draft."""

    def act(run: IndemnityRun) -> str:
        drop_run(run, by=request.actor)
        return "Le règlement en préparation est abandonné."

    return _act(request, pk, act)


@requires("money.approve")
@require_POST
def cancel(request: CentreRequest, pk: int) -> HttpResponse:
    """Cancel an approved run that the bank has not had."""

    def act(run: IndemnityRun) -> str:
        why = request.POST.get("why", "")
        cancel_run(run, why=why, on=timezone.localdate(), by=request.actor)
        return "Le règlement est annulé : ses réunions attendent de nouveau."

    return _act(request, pk, act)


@requires("money.edit")
@require_POST
def send(request: CentreRequest, pk: int) -> HttpResponse:
    """Send each person the link to their statement."""

    def act(run: IndemnityRun) -> str:
        send_statements(run, by=request.actor)
        return "Les relevés partent, chacun avec son lien personnel."

    return _act(request, pk, act)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: CentreRequest) -> HttpResponse:
    """Write a dated correction for a person."""
    if request.method != "POST":
        initial = {"on": timezone.localdate(), "person": asked_key(request.GET.get("personne"))}
        form = AdjustmentForm(initial=initial)
        return render(request, "indemnities/correct.html", {"form": form})
    form = AdjustmentForm(request.POST)
    if form.is_valid():
        try:
            adjustment = adjust(**form.cleaned_data, by=request.actor)
        except IndemnityError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La correction est datée ; le prochain règlement la prendra.")
            return go(request, adjustment.get_absolute_url())
    return render(request, "indemnities/correct.html", {"form": form}, status=422)


@requires("money.edit")
@require_POST
def uncorrect(request: CentreRequest, pk: int) -> HttpResponse:
    """Take back a correction that no run has counted."""
    adjustment: Adjustment = owned(Adjustment, pk)
    try:
        drop_adjustment(adjustment, by=request.actor)
    except IndemnityError as refusal:
        messages.error(request, str(refusal))
    return go(request, centre_url("indemnities:person", adjustment.person_id))
