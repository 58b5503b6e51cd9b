"""The lines of a scenario: added, changed, discussed, taken from what Pupitre knows."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pupitre.books.models import Heading
from pupitre.books.views.common import about
from pupitre.budgets.errors import BudgetError
from pupitre.budgets.forms import LineForm, RemarkForm
from pupitre.budgets.models import Plan, PlanLine, Remark
from pupitre.budgets.queries.facts import proposed
from pupitre.budgets.queries.plans import remarks_on
from pupitre.budgets.services.lines import decide, remove_line, say, take_facts
from pupitre.budgets.tables import LINES
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key, go


class LineCrud(CrudView):
    """One line: its page with what is said of it; changed and deleted while its scenario is open."""

    model = PlanLine
    form_class = LineForm
    permissions = ("money.view", "money.edit")
    words = ("ligne du budget", "lignes du budget")
    columns = LINES
    roles = ("detail", "update", "delete")
    template_dir = "budgets/line"

    def get_queryset(self) -> QuerySet[PlanLine]:
        rows = PlanLine.objects.select_related("plan__budget__entity", "heading", "project__funder")
        return rows if self.act == "detail" else rows.filter(plan__number=None)

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        line = context["object"]
        more: dict[str, Any] = {"plan": line.plan}
        if template == "detail":
            more |= {
                "remarks": remarks_on(line),
                "may_say": line.plan.open and registry.allows("budgets.say", self.request.role),
                "remark_form": RemarkForm(instance=Remark(line=line)),
            }
        return super().render(template, more | context, status=status)

    def after_save(self, obj: PlanLine) -> str:
        return str(obj.plan.get_absolute_url())

    def delete_object(self, request: CentreRequest, obj: Any) -> HttpResponse:
        remove_line(obj, by=request.actor)
        return go(request, obj.plan.get_absolute_url())


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(Plan)
def add(request: CentreRequest, pk: int) -> HttpResponse:
    """Add a line to a scenario; `?poste=` proposes its heading."""
    plan = get_object_or_404(Plan.objects.filter(number=None), pk=pk)
    wanted = Heading.objects.filter(pk=asked_key(request.GET.get("poste"))).first()
    form = LineForm(request.POST or None, instance=PlanLine(plan=plan), initial={"heading": wanted})
    if request.method == "POST" and form.is_valid():
        form.store(by=request.actor)
        return go(request, plan.get_absolute_url())
    status = 422 if form.is_bound else 200
    return render(request, "budgets/line/add.html", {"form": form, "plan": plan}, status=status)


@requires("budgets.say")
@require_POST
@about(PlanLine)
def remark(request: CentreRequest, pk: int) -> HttpResponse:
    """Say something of a line, and maybe propose another amount."""
    view = LineCrud(act="detail", request=request)
    line = get_object_or_404(view.get_queryset(), pk=pk)
    form = RemarkForm(request.POST, instance=Remark(line=line))
    if not form.is_valid():
        return view.render("detail", {"object": line, "remark_form": form}, status=422)
    try:
        say(line, text=form.cleaned_data["text"], cents=form.cleaned_data["cents"], by=request.actor)  # fmt: skip
    except BudgetError as refusal:
        messages.error(request, str(refusal))
    return go(request, line.get_absolute_url())


@requires("money.edit")
@require_POST
@about(Remark)
def answer(request: CentreRequest, pk: int) -> HttpResponse:
    """Take a proposed amount into its line, or leave it."""
    found: Remark = owned(Remark, pk)
    try:
        decide(found, accept=request.POST.get("answer") == "yes", by=request.actor)
    except BudgetError as refusal:
        messages.error(request, str(refusal))
    return go(request, found.get_absolute_url())


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(Plan)
def facts(request: CentreRequest, pk: int) -> HttpResponse:
    """Choose what Pupitre knows already of the year, to be taken as lines."""
    plan = get_object_or_404(Plan.objects.filter(number=None).select_related("budget__entity"), pk=pk)  # fmt: skip
    today = timezone.localdate()
    if request.method == "POST":
        taken = take_facts(plan, request.POST.getlist("fact"), today=today, by=request.actor)
        if taken:
            messages.success(request, "C’est repris dans le scénario.")
            return go(request, plan.get_absolute_url())
        messages.error(request, "Cochez ce que vous voulez reprendre.")
        return go(request, centre_url("budgets:facts", plan.pk))
    return render(request, "budgets/facts.html", {"plan": plan, "found": proposed(plan, today)})
