"""Scenarios and versions of a budget side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.books.models import Heading
from pupitre.books.views.common import about
from pupitre.budgets import tables
from pupitre.budgets.models import Budget, Plan
from pupitre.budgets.papers import comparison_pdf
from pupitre.budgets.queries.plans import planned, plans_of, reference
from pupitre.budgets.rules.comparing import Compared, Comparison, compare
from pupitre.budgets.rules.following import EXPENSE, INCOME
from pupitre.budgets.views.common import place
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, owned
from pupitre.core.web import CentreRequest, asked_key, pdf_answer

MOST = 4
"""More plans side by side no longer fit a page."""


@requires("money.view")
@require_safe
@about(Budget)
def comparison(request: CentreRequest, pk: int) -> HttpResponse:
    """Compare the chosen plans, by default the one that stands and the latest scenario; `?tout=1` shows what is equal too."""
    budget: Budget = owned(Budget, pk)
    plans = plans_of(budget)
    chosen = _chosen(request, plans)
    found = compare([planned(plan) for plan in chosen])
    names = {one.pk: str(one) for one in Heading.objects.all()}
    every, asked = bool(request.GET.get("tout")), request.GET.get("format", "")
    if export := EXPORTS.get(asked):
        columns = tables.compared([plan.title for plan in chosen])
        return export(columns, _flat(found, names), f"comparaison-{budget.year}")
    if asked == "pdf":
        return pdf_answer(comparison_pdf(chosen, found, names, every=every), "comparaison.pdf")
    context = place(request, budget, "compare") | {
        "plans": plans,
        "chosen": chosen,
        "sides": [
            (title, [(names.get(one.heading, ""), one) for one in found.of(side) if every or one.differs], total)
            for title, side, total in (("Dépenses", EXPENSE, found.expenses), ("Recettes", INCOME, found.incomes))
        ],
        "result": found.result,
        "every": every,
        "today": timezone.localdate(),
    }  # fmt: skip
    page = "budgets/compare_print.html" if asked == "print" else "budgets/compare.html"
    return render(request, page, context)


def _chosen(request: CentreRequest, plans: list[Plan]) -> list[Plan]:
    """Return the plans that the address names, in its order; two by default where there are two."""
    known = {plan.pk: plan for plan in plans}
    asked = [
        known[key] for text in request.GET.getlist("plan") if (key := asked_key(text)) in known
    ]
    if asked:
        return list(dict.fromkeys(asked))[:MOST]
    first = reference(plans)
    others = sorted((one for one in plans if one is not first), key=lambda one: (one.open, one.pk))
    return [one for one in (first, *others[-1:]) if one]


def _flat(found: Comparison, names: dict[int, str]) -> list[Compared]:
    rows = []
    for side, total in ((EXPENSE, found.expenses), (INCOME, found.incomes)):
        for one in found.of(side):
            rows += [Compared(names.get(one.heading, ""), one.whole.cents), *one.lines]
        rows.append(total)
    return [*rows, found.result]
