"""A person's indemnities, a statement, the page of the personal link, the simulation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, owned
from pupitre.core.money import MoneyError, parse_cents
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key, pdf_answer
from pupitre.inbox.models import ActLink
from pupitre.indemnities.forms.runs import SimulationForm
from pupitre.indemnities.models import Adjustment, IndemnityRun, Statement
from pupitre.indemnities.papers import simulation_pdf, statement_pdf
from pupitre.indemnities.queries.facts import target_words
from pupitre.indemnities.queries.overview import lines_of, next_span, statements_of
from pupitre.indemnities.queries.schemes import in_force
from pupitre.indemnities.queries.simulation import Simulation, simulate
from pupitre.indemnities.tables import simulation_columns
from pupitre.payments.queries import orders_about
from pupitre.people.models import Person


@requires("money.view")
@require_safe
def person(request: CentreRequest, pk: int) -> HttpResponse:
    """Show a person's statements, year by year, and the corrections that wait."""
    found: Person = owned(Person, pk)
    statements = list(statements_of(found))
    years: dict[int, dict[str, int]] = {}
    for one in statements:
        total = years.setdefault(one.run.approved_on.year, {"cents": 0, "minutes": 0, "paid": 0})
        total["cents"] += one.pay_cents
        total["minutes"] += one.minutes
        total["paid"] += one.pay_cents if one.paid_on else 0
    context = {
        "person": found,
        "statements": statements,
        "years": years,
        "adjustments": Adjustment.objects.filter(person=found).select_related("run"),
        "may_edit": registry.allows("money.edit", request.role),
    }
    return render(request, "indemnities/person.html", context)


@requires("money.view")
@require_safe
def statement(request: CentreRequest, pk: int) -> HttpResponse:
    """Show one statement, or its PDF."""
    found: Statement = owned(Statement, pk)
    if "pdf" in request.GET:
        return as_pdf(found)
    orders = orders_about(found.run).filter(person=found.person_id)
    context = {"statement": found, "lines": lines_of(found), "orders": orders}
    return render(request, "indemnities/statement.html", context)


def as_pdf(statement: Statement) -> HttpResponse:
    return pdf_answer(statement_pdf(statement), f"indemnites-{statement.run.last}.pdf")


def by_link(request: CentreRequest, link: ActLink, statement: Statement) -> HttpResponse:
    """The statement for the person it is of, and nobody else."""
    cancelled = statement.run.state == IndemnityRun.State.CANCELLED
    if "pdf" in request.GET and not cancelled:
        return as_pdf(statement)
    context = {"statement": statement, "lines": lines_of(statement), "cancelled": cancelled}
    return render(request, "indemnities/statement_link.html", context)


@requires("money.view")
@require_safe
def simulation(request: CentreRequest) -> HttpResponse:
    """Compare schemes on the real time of a period, before the vote."""
    today = timezone.localdate()
    if "first" not in request.GET:
        span = next_span(today)
        chosen = [scheme.pk for scheme in in_force(span.last)[:1]]
        if wanted := asked_key(request.GET.get("bareme")):
            chosen.append(wanted)
        initial = {"first": span.first, "last": span.last, "schemes": chosen}
        return render(
            request, "indemnities/simulation.html", {"form": SimulationForm(initial=initial)}
        )
    form = SimulationForm(request.GET)
    if not form.is_valid():
        return render(request, "indemnities/simulation.html", {"form": form}, status=422)
    schemes, to_share = form.cleaned_data["schemes"], form.cleaned_data["to_share"]
    tried, wrong = _tried(request)
    found = simulate(schemes, form.span, to_share=to_share, prices=tried)
    return _answer(request, form, found, wrong)


def _tried(request: CentreRequest) -> tuple[dict[int, int], list[str]]:
    """The prices typed to be tried, by rate; and what cannot be read."""
    prices: dict[int, int] = {}
    wrong = []
    for name, text in request.GET.dict().items():
        if not name.startswith("taux-") or not text.strip():
            continue
        try:
            prices[asked_key(name.removeprefix("taux-"))] = max(0, parse_cents(text))
        except MoneyError as error:
            wrong.append(str(error))
    return prices, wrong


def _answer(
    request: CentreRequest, form: SimulationForm, found: Simulation, wrong: list[str]
) -> HttpResponse:
    asked = request.GET.get("format", "")
    if export := EXPORTS.get(asked):
        return export(simulation_columns(found), found.rows, "simulation-indemnites")
    if asked == "pdf":
        pdf = simulation_pdf(found, form.cleaned_data["to_share"])
        return pdf_answer(pdf, "simulation-indemnites.pdf")
    context: dict[str, Any] = {"form": form, "found": found, "wrong": wrong}
    context["rates"] = _rates(request, found)
    if asked == "print":
        return render(request, "indemnities/simulation_print.html", context)
    return render(request, "indemnities/simulation.html", context, status=422 if wrong else 200)


def _rates(request: CentreRequest, found: Simulation) -> list[dict[str, Any]]:
    """The prices of the first scheme, with what was typed to try."""
    return [
        {
            "name": f"taux-{rate.pk}",
            "label": _rate_words(rate, target_words(rate.target)),
            "cents": rate.cents,
            "typed": request.GET.get(f"taux-{rate.pk}", ""),
        }
        for rate in found.trials[0].scheme.rates.all()
    ]


def _rate_words(rate: Any, target: str) -> str:
    parts = [target, rate.get_role_display() if rate.role else ""]
    parts += [
        rate.get_kind_display() if rate.kind else "",
        rate.get_slot_display() if rate.slot else "",
    ]
    return ", ".join(part for part in parts if part)
