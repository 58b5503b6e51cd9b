"""Budgets, their scenarios and versions: listed, prepared, copied, frozen, voted, compared."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.books.queries import main_entity
from pupitre.books.views.common import about
from pupitre.budgets import tables
from pupitre.budgets.errors import BudgetError
from pupitre.budgets.forms import BudgetForm, NameForm, VoteForm
from pupitre.budgets.models import Budget, Plan
from pupitre.budgets.papers import plan_pdf
from pupitre.budgets.queries.plans import lines_of, parts, plans_of, standings, sums
from pupitre.budgets.rules.following import EXPENSE, INCOME
from pupitre.budgets.services.plans import copy_plan, drop_scenario, freeze, prepare_budget, vote
from pupitre.budgets.views.common import place
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, owned
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.tables import body
from pupitre.core.web import CentreRequest, go, pdf_answer


@requires("money.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Show the budgets of every entity, or the way to the first one."""
    found = standings()
    context = {
        "found": found,
        "columns": tables.STANDINGS,
        "body": body(tables.STANDINGS, found),
        "opened": bool(found) or main_entity() is not None,
        "may_edit": registry.allows("money.edit", request.role),
    }
    return render(request, "budgets/home.html", context)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: CentreRequest) -> HttpResponse:
    """Open the budget of a year."""
    if main_entity() is None:
        return go(request, centre_url("books:open"))
    today = timezone.localdate()
    form = BudgetForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            plan = prepare_budget(**form.cleaned_data, today=today, by=request.actor)
        except BudgetError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, plan.get_absolute_url())
    status = 422 if form.is_bound else 200
    return render(request, "budgets/prepare.html", {"form": form}, status=status)


@requires("money.view")
@require_safe
@about(Budget)
def budget(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the scenarios and versions of a budget."""
    found: Budget = owned(Budget, pk)
    plans = plans_of(found)
    context = place(request, found, "budget") | {
        "scenarios": [one for one in plans if one.open],
        "versions": [one for one in plans if not one.open],
    }
    return render(request, "budgets/budget.html", context)


@requires("money.view")
@require_safe
@about(Plan)
def plan(request: CentreRequest, pk: int) -> HttpResponse:
    """Show a scenario or a version, heading by heading; as a file or on paper where asked."""
    return plan_page(request, owned(Plan, pk))


def plan_page(request: CentreRequest, found: Plan, **forms: Any) -> HttpResponse:
    """The page of a plan, with a form to correct where one is given."""
    lines, asked = list(lines_of(found)), request.GET.get("format", "")
    name = f"budget-{found.budget.year}"
    if export := EXPORTS.get(asked):
        return export(tables.LINES, lines, name)
    if asked == "pdf":
        return pdf_answer(plan_pdf(found, lines, sums(lines)), f"{name}.pdf")
    context = place(request, found.budget, "budget") | {
        "plan": found,
        "sides": [(title, parts(lines, side)) for title, side in (("Dépenses", EXPENSE), ("Recettes", INCOME))],
        "sums": sums(lines),
        "waiting": sum(getattr(line, "waiting", 0) for line in lines),
        "today": timezone.localdate(),
    }  # fmt: skip
    if asked == "print":
        return render(request, "budgets/plan_print.html", context)
    if context["may_edit"]:
        amends = found.budget.plans.exclude(rank=None).exists()
        acting = "Voter un budget rectificatif" if amends else "Lier à son vote"
        context |= {"amends": amends, "acting": acting, "name_form": NameForm()}
        context |= {"vote_form": VoteForm(amends=amends)} | forms
    return render(request, "budgets/plan.html", context, status=422 if forms else 200)


@requires("money.edit")
@require_POST
@about(Plan)
def copy(request: CentreRequest, pk: int) -> HttpResponse:
    """Copy a plan into a scenario."""
    found: Plan = owned(Plan, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            made = copy_plan(found, name=form.cleaned_data["name"], by=request.actor)
            return go(request, made.get_absolute_url())
        except BudgetError as refusal:
            form.add_error("name", str(refusal))
    return plan_page(request, found, name_form=form)


@requires("money.edit")
@require_POST
@about(Plan)
def keep(request: CentreRequest, pk: int) -> HttpResponse:
    """Freeze a scenario as the next version."""
    found: Plan = owned(Plan, pk)
    try:
        version = freeze(found, by=request.actor)
    except BudgetError as refusal:
        messages.error(request, str(refusal))
        return go(request, found.get_absolute_url())
    messages.success(request, f"C’est figé : {version.title}. Le scénario reste ouvert.")
    return go(request, version.get_absolute_url())


@requires("money.edit")
@require_POST
@about(Plan)
def adopt(request: CentreRequest, pk: int) -> HttpResponse:
    """Tie a plan to the decision or the meeting that voted it."""
    found: Plan = owned(Plan, pk)
    form = VoteForm(request.POST, amends=found.budget.plans.exclude(rank=None).exists())
    if form.is_valid():
        try:
            version = vote(found, **form.cleaned_data, by=request.actor)
        except BudgetError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"C’est lié à son vote : {version.title}.")
            return go(request, version.get_absolute_url())
    return plan_page(request, found, vote_form=form)


@requires("money.edit")
@require_POST
@about(Plan)
def drop(request: CentreRequest, pk: int) -> HttpResponse:
    """Delete a scenario."""
    found: Plan = owned(Plan, pk)
    try:
        drop_scenario(found, by=request.actor)
    except BudgetError as refusal:
        messages.error(request, str(refusal))
        return go(request, found.get_absolute_url())
    messages.success(request, "Le scénario est supprimé.")
    left = Budget.objects.filter(pk=found.budget_id).first()
    return go(request, left.get_absolute_url() if left else centre_url("budgets:home"))
