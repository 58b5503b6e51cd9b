"""Running a meeting: its clock, its notes by several hands, what comes out of it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.french import long_day
from pupitre.meetings.models import AgendaItem, Meeting, Outcome
from pupitre.meetings.rules.merge import Merged, merge_notes
from pupitre.people.guarded import refuse_identity
from pupitre.people.models import Person
from pupitre.tasks.queries import PENDING
from pupitre.tasks.services import change_state


class RunError(ValueError):
    """An act that the meeting's state forbids; its text is a French sentence for the user."""


class EarlyError(RunError):
    """A meeting opened more than a day before it is planned: it is opened once that is confirmed."""


EARLIEST = timedelta(days=1)
TASK_FIELDS = {"text": "title"}
RCP_WORDS = (
    "Une RCP ne garde que le nombre de dossiers et les thèmes : "
    "ce qui concerne un patient va dans son dossier partagé."
)


def open_meeting(meeting: Meeting) -> Meeting:
    """The meeting read again and locked; raises RunError when nothing may change in it."""
    fresh = records.locked(meeting)
    if fresh.state == Meeting.State.CLOSED:
        raise RunError("Cette réunion est close : rouvrez-la pour la corriger.")
    if fresh.state == Meeting.State.CANCELLED:
        raise RunError("Cette réunion est annulée : elle ne s’anime plus.")
    return fresh


@transaction.atomic
def start_meeting(meeting: Meeting, *, by: Actor, now: datetime, early: bool = False) -> Meeting:
    """Opens the meeting and its first item; a second start changes nothing.

    Raises EarlyError more than a day before the planned start, unless `early` says it is wanted.
    """
    fresh = open_meeting(meeting)
    if fresh.state == Meeting.State.RUNNING:
        return fresh
    _open(fresh, now, early=early)
    _point_to(fresh, _next_planned(fresh, after=None), now)
    return records.save(fresh, by=by, action="ouvrir")


def _open(meeting: Meeting, now: datetime, *, early: bool = False) -> None:
    if meeting.opened_at is None and meeting.starts_at - now > EARLIEST and not early:
        raise EarlyError(
            f"Cette réunion est prévue le {long_day(meeting.starts_at)} :"
            " ouverte aujourd’hui, elle compterait ses temps aujourd’hui."
        )
    if meeting.opened_at is None and meeting.starts_at - now > EARLIEST:
        meeting.starts_at = now.replace(
            second=0, microsecond=0
        )  # it is held today, whatever was planned
    meeting.state, meeting.opened_at = Meeting.State.RUNNING, meeting.opened_at or now


@transaction.atomic
def go_to_item(item: AgendaItem, *, by: Actor, now: datetime) -> Meeting:
    """Makes an item the current one, and takes it up again if it was finished."""
    meeting = open_meeting(_meeting_of(item))
    if meeting.current_item_id == item.pk and meeting.item_since:
        return meeting
    _stop_clock(meeting, by=by, now=now)
    fresh = records.locked(item)
    if fresh.state != AgendaItem.State.PLANNED:
        fresh.state = AgendaItem.State.PLANNED
        records.save(fresh, by=by, action="reprendre")
    _open(meeting, now)
    _point_to(meeting, fresh, now)
    return records.save(meeting, by=by, action="passer au point")


def finish_item(item: AgendaItem, *, by: Actor, now: datetime) -> Meeting:
    """Marks an item as dealt with, and goes on to the next one when it was current."""
    return _leave(item, AgendaItem.State.DONE, "traiter", by=by, now=now)


def postpone_item(item: AgendaItem, *, by: Actor, now: datetime) -> Meeting:
    """Leaves an item for the next time: closing carries it over."""
    return _leave(item, AgendaItem.State.POSTPONED, "reporter", by=by, now=now)


@transaction.atomic
def _leave(item: AgendaItem, state: str, action: str, *, by: Actor, now: datetime) -> Meeting:
    meeting = open_meeting(_meeting_of(item))
    current = meeting.current_item_id == item.pk
    if current:
        _stop_clock(meeting, by=by, now=now)
    fresh = records.locked(item)
    if fresh.state != state:
        fresh.state = state
        records.save(fresh, by=by, action=action)
    if current:
        _point_to(meeting, _next_planned(meeting, after=fresh), now)
        return records.save(meeting, by=by, action="passer au point")
    return meeting


def _meeting_of(item: AgendaItem) -> Meeting:
    meeting: Meeting | None = item.meeting
    if meeting is None:
        raise RunError("Ce point attend une réunion : mettez-le d’abord à un ordre du jour.")
    return meeting


def _stop_clock(meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Adds to the current item the time it has just taken."""
    running = AgendaItem.objects.filter(pk=meeting.current_item_id or 0).first()
    if running and meeting.item_since:
        running.seconds += max(0, int((now - meeting.item_since).total_seconds()))
        records.save(running, by=by, action="arrêter le temps")


def _point_to(meeting: Meeting, item: AgendaItem | None, now: datetime) -> None:
    meeting.current_item_id, meeting.item_since = (item.pk, now) if item else (None, None)
    meeting.hands = []


def _next_planned(meeting: Meeting, *, after: AgendaItem | None) -> AgendaItem | None:
    """The next item to deal with, in the order of the agenda, from the top again at its end."""
    planned = list(meeting.items.filter(state=AgendaItem.State.PLANNED))
    place = (after.order, after.pk) if after else (-1, 0)
    later = (item for item in planned if (item.order, item.pk) > place)
    return next(later, planned[0] if planned else None)


@transaction.atomic
def write_notes(item: AgendaItem, *, base: str, text: str, by: Actor) -> Merged:
    """Saves the notes that somebody typed over `base`, merged with what others saved meanwhile.

    Raises RunError (closed meeting, RCP) and PatientIdentityError; then nothing is written.
    """
    meeting = open_meeting(_meeting_of(item))
    _refuse_in_rcp(meeting)
    refuse_identity(text)
    fresh = records.locked(item)
    merged = merge_notes(_lines(base), _lines(text), fresh.notes)
    if merged.text != fresh.notes:
        fresh.notes = merged.text
        records.save(fresh, by=by, action="écrire")
    return merged


def _lines(text: str) -> str:
    """The text with the line ends that are stored; browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@transaction.atomic
def add_outcome(
    meeting: Meeting,
    *,
    text: str,
    kind: str,
    by: Actor,
    item: AgendaItem | None = None,
    owner: Person | None = None,
    due: date | None = None,
) -> Outcome:
    """Minutes a decision or a task; closing makes it something to follow."""
    fresh = open_meeting(meeting)
    _refuse_in_rcp(fresh)
    refuse_identity(text)
    outcome = Outcome(meeting=fresh, item=item, kind=kind, text=text, owner=owner, due=due)
    return records.save(outcome, by=by)


@transaction.atomic
def change_outcome(outcome: Outcome, *, by: Actor, **fields: Any) -> Outcome:
    """Corrects the text, the kind, the person or the date; so too in the task it made, if any."""
    open_meeting(outcome.meeting)
    refuse_identity(str(fields.get("text", "")))
    fresh = records.locked(outcome)
    changed = {name: value for name, value in fields.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    for name, value in changed.items():
        setattr(fresh, name, value)
        if fresh.task:
            setattr(fresh.task, TASK_FIELDS.get(name, name), value)
    if fresh.task:
        records.save(fresh.task, by=by, action="corriger d’après le compte rendu")
    return records.save(fresh, by=by)


@transaction.atomic
def drop_outcome(outcome: Outcome, *, by: Actor, on: date) -> None:
    """Takes an outcome out of the minutes; the task it had made, if any, is dropped."""
    open_meeting(outcome.meeting)
    if outcome.task and outcome.task.state in PENDING:
        change_state(outcome.task, "dropped", by=by, on=on)
    records.remove(outcome, by=by)


def _refuse_in_rcp(meeting: Meeting) -> None:
    if meeting.kind == Meeting.Kind.RCP:
        raise RunError(RCP_WORDS)


@transaction.atomic
def toggle_hand(meeting: Meeting, person_id: int, *, by: Actor) -> Meeting:
    """Adds a person at the end of those who wait to speak, or takes them out."""
    fresh = open_meeting(meeting)
    if not fresh.participants.filter(person_id=person_id).exists():
        raise RunError("Cette personne n’est pas dans la liste de la réunion.")
    waiting = [hand for hand in fresh.hands if hand != person_id]
    fresh.hands = waiting if len(waiting) < len(fresh.hands) else [*waiting, person_id]
    return records.save(fresh, by=by, action="parole")
