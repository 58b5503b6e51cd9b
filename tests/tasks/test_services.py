from datetime import date, timedelta

import pytest
from django.utils import timezone

from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.people.models import Group, Person
from pupitre.tasks import queries, rules
from pupitre.tasks.models import Task
from pupitre.tasks.services import add_task, change_state

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def test_add_task_keeps_its_origin_and_is_audited(in_a: object, actor: Actor) -> None:
    group = Group.objects.create(name="Plaies")
    task = add_task(title="Acheter des dopplers", by=actor, decided_on=TODAY, origin=group)
    assert list(queries.tasks_from(group)) == [task]
    assert task.origin_label == "Plaies"
    assert AuditEvent.objects.get(object_type="tasks.task").action == "créer"


def test_open_tasks_come_late_first_then_by_date(in_a: object, actor: Actor) -> None:
    day = timezone.localdate()
    due = {"sans date": None, "demain": 1, "hier": -1, "avant": -9}
    for title, days in due.items():
        add_task(
            title=title,
            by=actor,
            decided_on=day,
            due=day + timedelta(days=days) if days else None,
        )
    done = add_task(title="fini", by=actor, decided_on=day)
    change_state(done, "done", by=actor, on=day)
    assert [task.title for task in queries.open_tasks()] == ["avant", "hier", "demain", "sans date"]
    assert queries.overdue_count() == 2


def test_register_order_is_that_of_the_rules(in_a: object, actor: Actor) -> None:
    for number, state in enumerate(["open", "postponed", "done", "dropped", "open", "done"]):
        task = add_task(
            title=str(number),
            by=actor,
            decided_on=TODAY,
            due=TODAY + timedelta(days=3 - 2 * number),
        )
        if state != "open":
            change_state(task, state, by=actor, on=TODAY, until=TODAY + timedelta(days=number + 1))
    ordered = list(queries.in_register_order(Task.objects.all(), TODAY))
    facts = [queries.decision_facts(task) for task in Task.objects.all()]
    assert [task.title for task in ordered] == [fact.title for fact in rules.register(facts, TODAY)]


def test_postponing_asks_for_a_date_to_come(in_a: object, actor: Actor) -> None:
    task = add_task(title="Relire", by=actor, decided_on=TODAY)
    with pytest.raises(rules.DecisionError, match="jusqu’à quand"):
        change_state(task, "postponed", by=actor, on=TODAY)
    later = TODAY + timedelta(days=10)
    change_state(task, "postponed", by=actor, on=TODAY, until=later)
    task.refresh_from_db()
    assert (task.state, task.due) == ("postponed", later)


def test_reopening_forgets_the_day_of_closing(in_a: object, actor: Actor) -> None:
    task = add_task(title="Relire", by=actor, decided_on=TODAY)
    change_state(task, "done", by=actor, on=TODAY)
    assert task.closed_on == TODAY
    change_state(task, "open", by=actor, on=TODAY)
    task.refresh_from_db()
    assert (task.state, task.closed_on) == ("open", None)
    actions = AuditEvent.objects.filter(object_type="tasks.task").order_by("id")
    assert [event.action for event in actions] == ["créer", "marquer comme fait", "rouvrir"]


def test_open_tasks_of_a_group_leave_out_the_others(in_a: object, actor: Actor) -> None:
    group = Group.objects.create(name="Plaies")
    owner = Person.objects.create(last_name="Petit")
    mine = add_task(title="A", by=actor, decided_on=TODAY, group=group, owner=owner)
    add_task(title="B", by=actor, decided_on=TODAY)
    assert list(queries.open_tasks(group)) == [mine]
