"""Writes about decisions and tasks."""

from datetime import date

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import CentreModel
from pupitre.people.events import PersonLeft
from pupitre.people.models import Group, Person
from pupitre.tasks import rules
from pupitre.tasks.models import Task
from pupitre.tasks.queries import decision_facts, open_tasks

ACTIONS: dict[str, str] = {
    "open": "rouvrir",
    "done": "marquer comme fait",
    "postponed": "reporter",
    "dropped": "abandonner",
}


@transaction.atomic
def add_task(
    *,
    title: str,
    by: Actor,
    decided_on: date,
    kind: str = "task",
    owner: Person | None = None,
    due: date | None = None,
    group: Group | None = None,
    origin: CentreModel | None = None,
    detail: str = "",
) -> Task:
    """Write down a decision or a task, with the object it was born in."""
    task = Task(
        title=title,
        kind=kind,
        detail=detail,
        owner=owner,
        due=due,
        group=group,
        decided_on=decided_on,
        origin_type=origin._meta.label_lower if origin else "",
        origin_id=origin.pk if origin else None,
        origin_label=str(origin)[:200] if origin else "",
    )
    return records.save(task, by=by)


@transaction.atomic
def change_state(task: Task, state: str, *, by: Actor, on: date, until: date | None = None) -> Task:
    """Do, postpone (until a date), drop or reopen; raise rules.DecisionError when a date is missing."""
    after = rules.change_state(decision_facts(task), state, on, until)  # type: ignore[arg-type]
    task.state, task.due, task.closed_on = after.state, after.due, after.closed
    return records.save(task, by=by, action=ACTIONS[state])


def hand_over(event: PersonLeft) -> None:
    """Give the open tasks of somebody who leaves to who takes over; without heir they keep their owner's name."""
    if event.heir is None:
        return
    tasks = list(open_tasks().filter(owner=event.person))
    for task in tasks:
        task.owner = event.heir
    records.update_all(tasks, ["owner"], by=event.by, action="transmettre")
