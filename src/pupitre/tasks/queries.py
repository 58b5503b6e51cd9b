"""Reads about decisions and tasks."""

from datetime import date

from django.db.models import Case, F, IntegerField, Model, Q, QuerySet, Value, When
from django.utils import timezone

from pupitre.core import french
from pupitre.people.models import Group
from pupitre.tasks.models import Task
from pupitre.tasks.rules import Decision

PENDING = (Task.State.OPEN, Task.State.POSTPONED)


def overdue(day: date) -> Q:
    """Return the condition of what is still to do and whose date has passed."""
    return Q(state__in=PENDING, due__lt=day)


def in_register_order(tasks: QuerySet[Task], day: date) -> QuerySet[Task]:
    """Order as `rules.register`: late ones first, then to do, postponed, done, dropped; each by date."""
    rank = Case(
        When(overdue(day), then=Value(0)),
        When(state=Task.State.OPEN, then=Value(1)),
        When(state=Task.State.POSTPONED, then=Value(2)),
        When(state=Task.State.DONE, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    pending_due = Case(When(closed_on=None, then=F("due")))
    closed_last = F("closed_on").desc(nulls_last=True)
    return tasks.order_by(rank, closed_last, pending_due.asc(nulls_last=True), "pk")


def open_tasks(group: Group | None = None) -> QuerySet[Task]:
    """Return what is to do or postponed, late first; of one group when it is given."""
    tasks = Task.objects.filter(state__in=PENDING).select_related("owner", "group")
    if group is not None:
        tasks = tasks.filter(group=group)
    return in_register_order(tasks, timezone.localdate())


def tasks_from(obj: Model) -> QuerySet[Task]:
    """Return the decisions and tasks born in an object, in their order of birth."""
    born = Task.objects.filter(origin_type=obj._meta.label_lower, origin_id=obj.pk)
    return born.select_related("owner", "group").order_by("pk")


def task_rows(tasks: QuerySet[Task]) -> list[dict[str, str]]:
    """Return tasks as the pages of people list them: {title, url, detail}."""
    return [
        {
            "title": task.title,
            "url": task.get_absolute_url(),
            "detail": f"pour le {french.numeric_day(task.due)}" if task.due else "",
        }
        for task in tasks
    ]


def overdue_count() -> int:
    return Task.objects.filter(overdue(timezone.localdate())).count()


def decision_facts(task: Task) -> Decision:
    """Return a task as the rules read it."""
    return Decision(
        key=f"{task.pk:012}",
        title=task.title,
        owner=str(task.owner or ""),
        decided=task.decided_on,
        due=task.due,
        state=task.state,  # type: ignore[arg-type]  # the choices are those of the rules
        closed=task.closed_on,
    )
