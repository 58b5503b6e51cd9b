"""Décisions et tâches."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, Deadline, MenuEntry, Searchable, registry

AHEAD = timedelta(days=30)


class TasksConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.tasks"
    label = "tasks"
    verbose_name = "Décisions et tâches"

    def ready(self) -> None:
        from pupitre.centres.roles import TEAM  # needs loaded models
        from pupitre.people.events import PersonLeft
        from pupitre.tasks.models import Task
        from pupitre.tasks.queries import overdue_count
        from pupitre.tasks.report import decisions_chapter
        from pupitre.tasks.services import hand_over

        registry.permit("tasks.view", TEAM)
        registry.permit("tasks.edit", TEAM)
        registry.menu.append(
            MenuEntry(
                "Équipe", "Décisions et tâches", "tasks:task-list", "tasks.view", 20, overdue_count
            )
        )
        registry.adds.append(
            AddEntry("Une décision ou une tâche", "tasks:task-create", "tasks.edit", 20)
        )
        registry.searchable(
            Searchable(
                Task,
                "Décisions et tâches",
                "tasks.view",
                lambda task: f"{task.detail} {task.owner or ''} {task.origin_label}",
                lambda task: ", ".join(map(str, filter(None, (task.owner, task.origin_label)))),
            )
        )
        registry.deadlines("tasks.view", _deadlines)
        registry.contribute("report.chapter", decisions_chapter)
        registry.export("tasks.Task", "data")
        registry.contribute("person.page", lambda person: _tasks(owner=person))
        registry.contribute("group.page", lambda group: _tasks(group=group))
        registry.contribute("person.handover", lambda person: _tasks(owner=person)[0]["rows"])
        registry.on(PersonLeft, hand_over)


def _deadlines(today: date) -> Iterator[Deadline]:
    """Yield the late ones together, to be chased in one go, then each one due within a month."""
    from pupitre.core.french import counted, short_day
    from pupitre.core.links import centre_url
    from pupitre.tasks.queries import open_tasks

    found = list(open_tasks().filter(due__lte=today + AHEAD))
    late = [task.due for task in found if task.due and task.due < today]
    if late:
        title = f"Relancer {counted(len(late), 'décision ou tâche en retard', 'décisions et tâches en retard')}"
        reason = f"La plus ancienne devait être faite le {short_day(min(late), today)}"
        yield Deadline(
            max(late),
            title,
            reason,
            f"{centre_url('tasks:task-list')}?vue=retard",
            "Relancer",
            minutes=10,
        )
    for task in found:
        if task.due and task.due >= today:
            whose = f"Confiée à {task.owner}" if task.owner else "Confiée à toute l’équipe"
            reason = f"{whose}, {task.origin_label}" if task.origin_label else whose
            yield Deadline(task.due, task.title, reason, task.get_absolute_url(), "Ouvrir")


def _tasks(**whose: Any) -> list[dict[str, Any]]:
    """Return the part of a person's or a group's page that lists the open tasks."""
    from pupitre.tasks.queries import open_tasks, task_rows

    return [{"title": "Tâches ouvertes", "rows": task_rows(open_tasks().filter(**whose))}]
