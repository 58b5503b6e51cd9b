"""What people without an account do with a scenario: read it, say something of a line, propose an amount."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pupitre.books.views.common import about
from pupitre.budgets.errors import BudgetError
from pupitre.budgets.forms import InviteForm, RemarkForm
from pupitre.budgets.models import Plan, PlanLine, Remark
from pupitre.budgets.queries.plans import lines_of, parts, sums
from pupitre.budgets.rules.following import SIDES
from pupitre.budgets.services.invitations import invite
from pupitre.budgets.services.lines import say
from pupitre.core.access import requires
from pupitre.core.web import CentreRequest, asked_key, go
from pupitre.inbox.models import ActLink


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(Plan)
def ask(request: CentreRequest, pk: int) -> HttpResponse:
    """Choose whom to ask, and write to them."""
    plan = get_object_or_404(Plan.objects.filter(number=None).select_related("budget__entity"), pk=pk)  # fmt: skip
    form = InviteForm(
        request.POST if request.method == "POST" else None, today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        message = invite(plan, list(form.cleaned_data["people"]), by=request.actor)
        messages.success(request, "Les liens partent : vérifiez leur envoi ici.")
        return go(request, message.get_absolute_url())
    status = 422 if form.is_bound else 200
    return render(request, "budgets/ask.html", {"form": form, "plan": plan}, status=status)


def by_link(request: CentreRequest, link: ActLink, plan: Plan) -> HttpResponse:
    """The scenario for the person who is asked; `?ligne=` opens what is said of a line, and a form."""
    line: PlanLine | None = plan.lines.filter(pk=asked_key(request.GET.get("ligne"))).first()
    form = RemarkForm(request.POST or None, instance=Remark(line=line)) if line else None
    if request.method == "POST" and line and form and form.is_valid():
        try:
            say(line, text=form.cleaned_data["text"], cents=form.cleaned_data["cents"], by=request.actor, person=link.person)  # fmt: skip
            messages.success(request, "Merci, c’est noté sur la ligne.")
        except BudgetError as refusal:
            messages.error(request, str(refusal))
        return redirect(request.path)
    lines = list(lines_of(plan))
    context = {
        "plan": plan,
        "line": line,
        "form": form,
        "remarks": line.remarks.all() if line else (),
        "sides": [(title, parts(lines, side)) for side, title in SIDES],
        "sums": sums(lines),
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "budgets/plan_link.html", context, status=status)
