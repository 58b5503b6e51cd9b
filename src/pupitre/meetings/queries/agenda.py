"""What waits for an agenda, and the agenda on the clock."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from pupitre.centres.queries import current_centre
from pupitre.core import french
from pupitre.core.dates import local
from pupitre.inbox.models import Idea
from pupitre.inbox.queries import topics_waiting
from pupitre.meetings.models import AgendaItem, Meeting, MeetingRole
from pupitre.meetings.queries.common import hours_of, place_of
from pupitre.meetings.rules.agenda import Item, Schedule, feed, schedule
from pupitre.tasks.models import Task
from pupitre.tasks.queries import open_tasks

DECISION_MINUTES, TOPIC_MINUTES = 5, 10


def backlog() -> QuerySet[AgendaItem]:
    """Return the items that wait for a meeting."""
    waiting = AgendaItem.objects.filter(meeting=None, state=AgendaItem.State.PLANNED)
    return waiting.select_related("owner")


def via_meeting(meeting: Meeting) -> str:
    """Return how a topic proposed by a meeting's link says where it came from."""
    return f"meeting:{meeting.pk}"


def topics_for(meeting: Meeting) -> QuerySet[Idea]:
    """Return the topics proposed for this meeting; a meeting of the whole team takes the box's too."""
    mine = Q(via=via_meeting(meeting))
    if meeting.group_id is None:
        mine |= ~Q(via__startswith="meeting:")
    return topics_waiting().filter(mine, kind=Idea.Kind.TOPIC)


def decisions_for(meeting: Meeting) -> list[Task]:
    """Return what the group follows: open decisions, and tasks that are due by the meeting."""
    day = french.local_day(meeting.starts_at)
    tasks = open_tasks(meeting.group)
    if meeting.group is None:
        tasks = tasks.filter(group=None)
    return [task for task in tasks if _comes_back(task, day)]


def _comes_back(task: Task, day: Any) -> bool:
    due = task.due is not None and task.due <= day
    open_decision = task.kind == Task.Kind.DECISION and task.state == Task.State.OPEN
    return due or open_decision


def carried_for(meeting: Meeting) -> list[AgendaItem]:
    """Return the items that the last meeting of the series, or of the group, left unfinished."""
    same = Q(series=meeting.series) if meeting.series_id else Q(group=meeting.group)
    held = Meeting.objects.filter(same, kind=meeting.kind, starts_at__lt=meeting.starts_at)
    last = held.exclude(state=Meeting.State.CANCELLED).order_by("-starts_at").first()
    if last is None or (last.opened_at is None and last.state == Meeting.State.PLANNED):
        return []
    left = last.items.exclude(state=AgendaItem.State.DONE).filter(carried_to=None)
    return list(left.exclude(source=AgendaItem.Source.MODEL, state=AgendaItem.State.PLANNED))


def waiting_items(meeting: Meeting, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Return new items for what waits and is not among the agenda's items yet, each subject once."""
    present = {key_of(item) for item in items}
    found = candidates(meeting, empty=not present)
    groups: dict[str, list[Item]] = {"decision": [], "topic": [], "model": []}
    for key, item in found.items():
        source = "decision" if item.source == AgendaItem.Source.CARRIED else item.source
        if key not in present:
            groups[source].append(Item(key, item.title, item.minutes))
    return [found[line.key] for line in feed(groups["decision"], groups["topic"], groups["model"])]


def candidates(meeting: Meeting, *, empty: bool) -> dict[str, AgendaItem]:
    items = [
        *(_from_carried(item) for item in carried_for(meeting)),
        *(_from_task(task) for task in decisions_for(meeting)),
        *(from_topic(idea) for idea in topics_for(meeting)),
    ]
    if meeting.template is not None and empty:
        items += [
            AgendaItem(title=item.title, minutes=item.minutes, source=AgendaItem.Source.MODEL)
            for item in meeting.template.items.all()
        ]
    unique: dict[str, AgendaItem] = {}
    for item in items:
        unique.setdefault(key_of(item), item)
    return unique


def key_of(item: AgendaItem) -> str:
    """Tell the same subject met twice: by its task, its idea, the item it carries on, else its title."""
    for name in ("task_id", "idea_id", "carried_from_id"):
        if getattr(item, name):
            return f"{name}:{getattr(item, name)}"
    return item.title.casefold()


def _from_carried(item: AgendaItem) -> AgendaItem:
    return AgendaItem(
        title=item.title,
        detail=item.detail,
        minutes=item.minutes,
        owner=item.owner,
        task=item.task,
        idea=item.idea,
        carried_from=item,
        source=AgendaItem.Source.CARRIED,
    )


def _from_task(task: Task) -> AgendaItem:
    return AgendaItem(
        title=task.title[:200],
        detail=task.detail,
        minutes=DECISION_MINUTES,
        owner=task.owner,
        task=task,
        source=AgendaItem.Source.DECISION,
    )


def from_topic(idea: Idea) -> AgendaItem:
    """Return the item that a proposed topic becomes: its first line is the title."""
    first, _, rest = idea.text.strip().partition("\n")
    return AgendaItem(
        title=first[:200],
        detail=(first[200:] + rest).strip(),
        minutes=TOPIC_MINUTES,
        owner=idea.author,
        idea=idea,
        source=AgendaItem.Source.TOPIC,
    )


def agenda_schedule(meeting: Meeting, items: list[AgendaItem]) -> Schedule:
    """Return the agenda on the clock, in Paris time, against the meeting's slot."""
    minutes = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    lines = [Item(str(item.pk), item.title, item.minutes) for item in items]
    return schedule(lines, local(meeting.starts_at), minutes)


def source_words(item: AgendaItem) -> str:
    """« décision du 6 octobre », « proposé par Léa Petit »; nothing for what was simply added."""
    if item.task is not None:
        return f"décision du {french.short_day(item.task.decided_on)}"
    if item.idea is not None:
        author = item.idea.author or item.idea.author_name
        return f"proposé par {author}" if author else "proposé sans nom"
    if item.source == AgendaItem.Source.CARRIED:
        return str(item.get_source_display())
    return ""


def agenda_facts(meeting: Meeting) -> dict[str, Any]:
    """Return what the one-page PDF of the agenda shows, in the shape that `typst/agenda.typ` states."""
    items = list(meeting.items.select_related("owner", "task", "idea__author"))
    clock = agenda_schedule(meeting, items)
    slot = clock.minutes + clock.spare
    facts = [
        ["Date", f"{french.long_day(meeting.starts_at)}, {hours_of(meeting)}"],
        ["Lieu", place_of(meeting)],
        *(
            [MeetingRole.Role(role.role).label.capitalize(), str(role.person)]
            for role in meeting.roles.select_related("person")
        ),
    ]
    return {
        "title": meeting.title,
        "subtitle": "Ordre du jour",
        "structure": current_centre().name,
        "facts": [fact for fact in facts if fact[1]],
        "items": [
            {
                "start": french.clock(line.start),
                "title": item.title,
                "minutes": french.duration(item.minutes),
                "owner": str(item.owner or ""),
                "source": source_words(item),
            }
            for item, line in zip(items, clock.lines, strict=True)
        ],
        "total": f"{french.duration(clock.minutes)} sur {french.duration(slot)}",
        "warnings": list(clock.warnings),
        "prepare": [],
    }
