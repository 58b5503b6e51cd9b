"""The register of decisions and tasks, and the quick acts on each."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.history import history
from pupitre.core.objects import object_of, page_of
from pupitre.core.web import CentreRequest, came_from, is_htmx
from pupitre.people.models import Group, Person
from pupitre.tasks import queries, services
from pupitre.tasks.forms import PostponeForm, TaskForm
from pupitre.tasks.models import Task
from pupitre.tasks.rules import DecisionError
from pupitre.tasks.tables import REGISTER

VIEWS = {
    "": "À faire",
    "retard": "En retard",
    "miennes": "Les miennes",
    "closes": "Faites ou abandonnées",
    "toutes": "Toutes",
}


def _condition(view: str, request: HttpRequest) -> Q:
    """Return what a tab of the register holds."""
    pending = Q(state__in=queries.PENDING)
    mine = pending & Q(owner__user_id=request.user.pk)
    late = queries.overdue(timezone.localdate())
    return {"retard": late, "miennes": mine, "closes": ~pending, "toutes": Q()}.get(view, pending)


def _owners() -> list[tuple[str, str]]:
    people = Person.objects.filter(tasks__isnull=False).distinct()
    return [(str(person.pk), str(person)) for person in people]


def _groups() -> list[tuple[str, str]]:
    groups = Group.objects.filter(tasks__isnull=False).distinct()
    return [(str(group.pk), str(group)) for group in groups]


class TaskCrud(CrudView):
    """One register, late ones first."""

    model = Task
    form_class = TaskForm
    permissions = ("tasks.view", "tasks.edit")
    words = ("décision ou tâche", "décisions et tâches")
    columns = REGISTER
    empty = "Rien à faire. Les décisions s’écrivent pendant les réunions, ou ici."
    search_fields = ("title", "detail", "origin_label")
    filters = (
        ("kind", "Sorte", lambda: Task.Kind.choices),
        ("owner_id", "Qui", _owners),
        ("group_id", "Groupe", _groups),
    )
    template_dir = "tasks/register"

    def get_queryset(self) -> QuerySet[Task]:
        return Task.objects.select_related("owner", "group")

    def filtered(self, request: HttpRequest) -> QuerySet[Task]:
        rows = super().filtered(request).filter(_condition(request.GET.get("vue", ""), request))
        if request.GET.get("sort"):
            return rows
        return queries.in_register_order(rows, timezone.localdate())

    def list(self, request: CentreRequest) -> HttpResponse:
        if request.GET.get("format") == "imprimer":
            return self.render("print", {"tasks": self.filtered(request)})
        return super().list(request)

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        chosen = self.request.GET.get("vue", "")
        tabs = [
            {"label": label, "url": f"?vue={view}" if view else "?", "current": view == chosen}
            for view, label in VIEWS.items()
        ]
        extra = {"tabs": tabs, "vue": chosen, "vue_label": VIEWS.get(chosen, "")}
        if self.act == "detail":
            extra |= _page_of_task(context["object"])
        return super().render(template, extra | context, status=status)


def _page_of_task(task: Task) -> dict[str, Any]:
    """Return what a task's page shows beside its columns."""
    return {
        "origin_url": page_of(object_of(task.origin_type, task.origin_id)),
        "history": history(task),
        "pending": task.state in queries.PENDING,
    }


SENTENCES = {
    "done": "C’est noté comme fait.",
    "dropped": "C’est noté comme abandonné.",
    "open": "C’est de nouveau à faire.",
}


@requires("tasks.edit")
@require_POST
def mark(request: CentreRequest, pk: int, state: str) -> HttpResponse:
    """Do, drop or reopen at one click; the row comes back with htmx, else the page."""
    task = owned(Task, pk)
    services.change_state(task, state, by=request.actor, on=timezone.localdate())
    return _after(request, task, SENTENCES[state])


@requires("tasks.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: CentreRequest, pk: int) -> HttpResponse:
    """Give a task a later date."""
    task = owned(Task, pk)
    form = PostponeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        try:
            services.change_state(
                task, "postponed", by=request.actor, on=today, until=form.cleaned_data["until"]
            )
        except DecisionError as refusal:
            form.add_error("until", str(refusal))
        else:
            return _after(request, task, "C’est reporté.")
    if is_htmx(request):
        return _row(request, task, form, status=422 if form.errors else 200)
    context = {"task": task, "form": form}
    return render(request, "tasks/postpone.html", context, status=422 if form.errors else 200)


def _after(request: CentreRequest, task: Task, sentence: str) -> HttpResponse:
    if is_htmx(request):
        return _row(request, task)
    messages.success(request, sentence)
    return HttpResponse(
        status=302, headers={"Location": came_from(request, task.get_absolute_url())}
    )


def _row(
    request: CentreRequest, task: Task, form: PostponeForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"task": task, "may_change": True, "form": form}
    response = render(request, "tasks/row.html", context, status=status)
    response["HX-Reswap"] = "outerHTML"
    return response
