"""What a closed meeting leaves behind: settled items, tasks to follow, points for the next agenda."""

from collections.abc import Sequence

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.french import local_day
from pupitre.meetings.models import AgendaItem, Meeting, Outcome
from pupitre.meetings.queries.minutes import is_treated
from pupitre.tasks.services import add_task


def settle(items: Sequence[AgendaItem], outcomes: Sequence[Outcome], *, by: Actor) -> None:
    """Gives each item its last state: dealt with, or put off."""
    for item in items:
        treated = is_treated(item, outcomes)
        item.state = AgendaItem.State.DONE if treated else AgendaItem.State.POSTPONED
    records.update_all(items, ["state"], by=by, action="clore")


def make_tasks(meeting: Meeting, outcomes: Sequence[Outcome], *, by: Actor) -> None:
    """Makes what was decided something to follow; what a task follows already keeps it."""
    for outcome in outcomes:
        if outcome.task:
            continue
        outcome.task = add_task(
            title=outcome.text,
            kind=outcome.kind,
            owner=outcome.owner,
            due=outcome.due,
            group=meeting.group,
            origin=meeting,
            decided_on=local_day(meeting.starts_at),
            by=by,
        )
        records.save(outcome, by=by, action="suivre")


def carry_over(meeting: Meeting, items: Sequence[AgendaItem], *, by: Actor) -> None:
    """Puts what was not dealt with on the next agenda, else in the backlog; takes back what was."""
    carried = {
        one.carried_from_id: one for one in AgendaItem.objects.filter(carried_from__in=items)
    }
    last = meeting.next_meeting.items.count() if meeting.next_meeting else 0
    for rank, item in enumerate(items, start=last + 1):
        copy = carried.get(item.pk)
        if item.state == AgendaItem.State.POSTPONED and copy is None:
            records.save(_copy(item, meeting.next_meeting, rank), by=by, action="reporter")
        elif item.state == AgendaItem.State.DONE and copy and _untouched(copy):
            records.remove(copy, by=by)


def _copy(item: AgendaItem, upcoming: Meeting | None, order: int) -> AgendaItem:
    return AgendaItem(
        meeting=upcoming,
        title=item.title,
        detail=item.detail,
        minutes=item.minutes,
        owner=item.owner,
        order=order,
        source=AgendaItem.Source.CARRIED,
        idea=item.idea,
        task=item.task,
        carried_from=item,
    )


def _untouched(item: AgendaItem) -> bool:
    return item.state == AgendaItem.State.PLANNED and not item.notes and not item.outcomes.exists()
