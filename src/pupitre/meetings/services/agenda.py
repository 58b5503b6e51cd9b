"""The agenda: items added, changed, moved, put aside, and fed in one act from what is waiting."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pupitre.core import french, records, search
from pupitre.core.actor import Actor
from pupitre.inbox.agendas import Agenda
from pupitre.inbox.models import Idea
from pupitre.inbox.services import put_on_agenda
from pupitre.meetings.models import AgendaItem, Meeting
from pupitre.meetings.queries.agenda import from_topic, key_of, waiting_items
from pupitre.meetings.rules.agenda import fitting
from pupitre.meetings.services.prepare import MeetingError, still_to_hold
from pupitre.people.guarded import refuse_identity


def save_item(item: AgendaItem, *, by: Actor, expected_version: int | None = None) -> AgendaItem:
    """Save an item as it was written.

    Raises MeetingError on a closed or cancelled meeting, PatientIdentityError when its text names a patient.
    """
    if item.meeting is not None:
        still_to_hold(item.meeting)
    refuse_identity(f"{item.title}\n{item.detail}")
    records.save(item, by=by, expected_version=expected_version)
    if item.meeting is not None:
        search.index(item.meeting)
    return item


@transaction.atomic
def add_item(meeting: Meeting | None, item: AgendaItem, *, by: Actor) -> AgendaItem:
    """Put an item, new or waiting, at the end of a meeting's agenda, or in the backlog without meeting."""
    _place(meeting, item, by=by)
    if item.idea is not None and item.idea.state == Idea.State.NEW:
        put_on_agenda(item.idea, item=item, by=by)
    return item


def _place(meeting: Meeting | None, item: AgendaItem, *, by: Actor) -> AgendaItem:
    if item.meeting is not None:
        still_to_hold(item.meeting)
    if meeting is not None:
        item.order = (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1
    item.meeting = meeting
    return save_item(item, by=by)


def agendas_for_ideas() -> list[Agenda]:
    """Return the agendas that the box of ideas offers: those of the planned meetings, soonest first."""
    coming = Meeting.objects.filter(state=Meeting.State.PLANNED, ends_at__gte=timezone.now())
    return [_agenda_of(meeting) for meeting in coming.order_by("starts_at")]


def _agenda_of(meeting: Meeting) -> Agenda:
    def put(idea: Idea, by: Actor) -> AgendaItem:
        if meeting.items.filter(idea=idea).exists():
            raise MeetingError("Ce message est déjà à l’ordre du jour de cette réunion.")
        return _place(meeting, from_topic(idea), by=by)

    label = f"{meeting.title}, {french.long_day(meeting.starts_at)}"
    return Agenda(f"meeting:{meeting.pk}", label, put)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Actor) -> None:
    """Take an item off for good."""
    if item.meeting is not None:
        still_to_hold(item.meeting)
    records.remove(item, by=by, action="retirer de l’ordre du jour")


@transaction.atomic
def shift_item(item: AgendaItem, *, places: int, by: Actor) -> None:
    """Move an item up (-1) or down (+1) by one place; at an end nothing changes."""
    if item.meeting is None:
        return
    still_to_hold(item.meeting)
    items = list(item.meeting.items.all())
    here = items.index(item)
    there = here + places
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
        _number(items, by=by)


def _number(items: Sequence[AgendaItem], *, by: Actor) -> None:
    for rank, item in enumerate(items, start=1):
        item.order = rank
    records.update_all(items, ["order"], by=by, action="ordonner")


@transaction.atomic
def feed_agenda(meeting: Meeting, *, by: Actor, only: str = "") -> list[AgendaItem]:
    """Bring what waits for this meeting: carried-over items, open decisions, collected topics, the model.

    Without `only`, what fits in the slot, each title once; the rest keeps waiting. `only` is the
    key of the one subject to bring (`queries.agenda.key_of`), even past the slot. The authors of
    the topics are told. On an agenda nobody touched yet, they come before the model's own items;
    else at the end.
    """
    still_to_hold(meeting)
    former = list(meeting.items.all())
    untouched = all(item.source == AgendaItem.Source.MODEL for item in former)
    waiting = waiting_items(meeting, former)
    if only:
        brought = [item for item in waiting if key_of(item) == only]
    else:
        slot = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
        brought = fitting(waiting, former, slot)
    for item in brought:
        add_item(meeting, item, by=by)
    _number([*brought, *former] if untouched else [*former, *brought], by=by)
    return brought
