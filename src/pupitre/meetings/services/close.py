"""Closing a meeting: numbered minutes, times, tasks, what is carried over; correcting it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.french import local_day, long_day
from pupitre.core.pdf import render
from pupitre.core.registry import registry
from pupitre.documents.models import Document
from pupitre.documents.services import store_document
from pupitre.inbox.services import link_url, make_link
from pupitre.mailing.services import File, Recipient, write_message
from pupitre.meetings.events import MeetingClosed, MeetingReopened
from pupitre.meetings.models import AgendaItem, Meeting, Participant
from pupitre.meetings.queries.minutes import (
    MINUTES,
    minutes_data,
    outcomes_of,
    versions,
)
from pupitre.meetings.rules import steps
from pupitre.meetings.rules.numbering import next_number
from pupitre.meetings.services.attendance import record_times
from pupitre.meetings.services.follow import carry_over, make_tasks, settle
from pupitre.meetings.services.run import RCP_WORDS, open_meeting
from pupitre.people.guarded import refuse_identity

TEMPLATE = Path(__file__).parent.parent / "typst" / "minutes.typ"
ATTEMPTS = 5
LONGEST = timedelta(hours=12)


class CloseError(ValueError):
    """A closing or a correction that cannot be; its text is a French sentence for the user."""


@dataclass(frozen=True)
class Hours:
    """When it really began and ended; None keeps what is known."""

    opened_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass
class Draft:
    """A meeting as it will be once closed, and its printed minutes."""

    meeting: Meeting
    items: list[AgendaItem]
    data: dict[str, Any] = field(default_factory=dict)
    pdf: bytes = b""


def close_meeting(
    meeting: Meeting,
    *,
    by: Actor,
    now: datetime,
    hours: Hours | None = None,
    next_meeting: Meeting | None = None,
) -> Meeting:
    """Numbers and prints the minutes, records the times, makes the tasks, carries over the rest.

    The PDF is made outside the writing transaction, from facts that are read again before they
    are written; closing twice gives one number. Raises RunError, AttendanceError or CloseError.
    """
    for _ in range(ATTEMPTS):
        draft = _draft(meeting, hours or Hours(), next_meeting, now)
        if draft.meeting.state == Meeting.State.CLOSED:
            return draft.meeting
        draft.pdf = render(TEMPLATE, draft.data)
        try:
            closed = _apply(draft, hours or Hours(), next_meeting, by=by, now=now)
        except IntegrityError:  # somebody has just taken the number
            continue
        if closed:
            return closed
    raise CloseError("On écrit encore dans cette réunion : attendez un instant, puis recommencez.")


def _draft(meeting: Meeting, hours: Hours, upcoming: Meeting | None, now: datetime) -> Draft:
    """The meeting read again, completed in memory by what closing would write."""
    fresh = Meeting.objects.get(pk=meeting.pk)
    items = list(fresh.items.all())
    if fresh.state == Meeting.State.CLOSED:
        return Draft(fresh, items)
    if now < fresh.starts_at and fresh.opened_at is None:
        raise CloseError(
            "Cette réunion n’a pas encore commencé : elle se clora après s’être tenue."
        )
    fresh.number = fresh.number or _next_number(fresh)
    fresh.opened_at = hours.opened_at or fresh.opened_at or fresh.starts_at
    fresh.finished_at = hours.finished_at or fresh.finished_at or _end(fresh, now)
    if not timedelta(0) < fresh.finished_at - fresh.opened_at <= LONGEST:
        raise CloseError(
            "La fin doit venir après le début, et au plus 12\u00a0heures après :"
            " corrigez l’heure de début ou de fin."
        )
    fresh.next_meeting = upcoming or fresh.next_meeting
    version = len(versions(fresh)) + 1
    data = minutes_data(fresh, items, version=version, day=local_day(now))
    return Draft(fresh, items, data)


def _end(meeting: Meeting, now: datetime) -> datetime:
    """Now when the meeting is closed in the room, the planned end when it is closed later."""
    running = meeting.opened_at or meeting.starts_at
    return now if running < now < meeting.ends_at else max(meeting.ends_at, running)


def _next_number(meeting: Meeting) -> str:
    given = Meeting.objects.exclude(number="").values_list("number", flat=True)
    return next_number(given, local_day(meeting.starts_at).year)


@transaction.atomic
def _apply(
    draft: Draft, hours: Hours, upcoming: Meeting | None, *, by: Actor, now: datetime
) -> Meeting | None:
    """Writes the closing; None when what was printed is no longer what the database holds."""
    if records.locked(draft.meeting).state == Meeting.State.CLOSED:
        return Meeting.objects.get(pk=draft.meeting.pk)
    open_meeting(draft.meeting)
    again = _draft(draft.meeting, hours, upcoming, now)
    if again.data != draft.data:
        return None
    meeting = again.meeting
    meeting.minutes_document = _store(meeting, draft.pdf, by=by, day=local_day(now))
    meeting.state, meeting.closed_at = Meeting.State.CLOSED, now
    meeting.current_item_id, meeting.item_since, meeting.hands = None, None, []
    records.save(meeting, by=by, action="clore")
    record_times(meeting, by=by)
    outcomes = outcomes_of(meeting)
    settle(again.items, outcomes, by=by)
    make_tasks(meeting, outcomes, by=by)
    carry_over(meeting, again.items, by=by)
    registry.publish(MeetingClosed(meeting, by))
    return meeting


def _store(meeting: Meeting, pdf: bytes, *, by: Actor, day: date) -> Document:
    return store_document(
        content=pdf,
        name=f"{meeting.number}.pdf",
        title=f"{meeting.number}, {meeting.title}",
        by=by,
        about=meeting,
        purpose=MINUTES,
        permission="meetings.view",
        locked=True,
        dated=day,
    )


@transaction.atomic
def reopen_meeting(meeting: Meeting, *, why: str, by: Actor) -> Meeting:
    """Opens closed minutes again; the number stays, closing again corrects all that followed."""
    if not why.strip():
        raise CloseError("Dites pourquoi vous rouvrez la réunion : la raison reste dans le suivi.")
    refuse_identity(why)
    fresh = records.locked(meeting)
    if fresh.state != Meeting.State.CLOSED:
        return fresh
    fresh.state, fresh.closed_at = Meeting.State.RUNNING, None
    fresh.reopened += 1
    fresh.sent_at = None
    records.save(fresh, by=by, action="rouvrir")
    records.note("rouvrir", fresh, by=by, raison=why.strip())
    registry.publish(MeetingReopened(fresh, by))
    return fresh


def correct_minutes(
    meeting: Meeting,
    notes: Mapping[int, str],
    *,
    by: Actor,
    now: datetime,
    read: Mapping[int, int] | None = None,
) -> Meeting:
    """Corrects the notes of closed minutes, by item, and prints them again under the same number.

    `read` tells the versions that were on the screen. Raises CloseError, PatientIdentityError, or records.ConflictError when an item moved meanwhile.
    """
    fresh = Meeting.objects.get(pk=meeting.pk)
    if fresh.state != Meeting.State.CLOSED:
        raise CloseError("Cette réunion n’est pas close : corrigez ses notes dans Animer.")
    if fresh.kind == Meeting.Kind.RCP:
        raise CloseError(RCP_WORDS)
    items = list(fresh.items.all())
    changed = [item for item in items if _rewrite(item, notes.get(item.pk, item.notes))]
    for item in changed:
        item.version = (read or {}).get(item.pk, item.version)
    if not changed:
        return fresh
    version = len(versions(fresh)) + 1
    pdf = render(TEMPLATE, minutes_data(fresh, items, version=version, day=local_day(now)))
    with transaction.atomic():
        for item in changed:
            records.save(item, by=by, action="corriger le compte rendu")
        fresh.minutes_document = _store(fresh, pdf, by=by, day=local_day(now))
        fresh.sent_at = None
        return records.save(fresh, by=by, action="corriger le compte rendu")


def save_counts(
    meeting: Meeting, *, by: Actor, now: datetime, expected_version: int | None = None
) -> Meeting:
    """Saves an RCP whose counts changed; minutes already printed are printed again, same number."""
    action = "compter les dossiers"
    if meeting.minutes_document_id is None or meeting.state != Meeting.State.CLOSED:
        return records.save(meeting, by=by, action=action, expected_version=expected_version)
    day, version = local_day(now), len(versions(meeting)) + 1
    pdf = render(
        TEMPLATE, minutes_data(meeting, list(meeting.items.all()), version=version, day=day)
    )
    with transaction.atomic():
        meeting.minutes_document = _store(meeting, pdf, by=by, day=day)
        meeting.sent_at = None
        return records.save(meeting, by=by, action=action, expected_version=expected_version)


def _rewrite(item: AgendaItem, text: str) -> bool:
    """Puts a checked text in place of an item's notes; tells whether it differs."""
    text = text.replace("\r\n", "\n")
    if text == item.notes:
        return False
    refuse_identity(text)
    item.notes = text
    return True


MAIL = """Bonjour {prenom},

Voici en pièce jointe le compte rendu %(number)s de « %(title)s », du %(day)s.

Le lire en ligne : {lien}
Votre avis sur la réunion, sans votre nom : {avis}
"""


@transaction.atomic
def send_minutes(meeting: Meeting, *, by: Actor, now: datetime) -> Meeting:
    """Mails the printed minutes to all who were invited, and ticks the step; twice sends once."""
    fresh = records.locked(meeting)
    document = fresh.minutes_document
    if fresh.state != Meeting.State.CLOSED or document is None:
        raise CloseError("Clôturez d’abord la réunion : le compte rendu se diffuse ensuite.")
    words = {"number": fresh.number, "title": fresh.title, "day": long_day(fresh.starts_at)}
    with document.file.open("rb") as source:
        pdf = File(f"{fresh.number}.pdf", "application/pdf", source.read())
    write_message(
        subject=f"Compte rendu {fresh.number} : {fresh.title}",
        body=MAIL % words,
        recipients=_readers(fresh, by=by),
        by=by,
        kind=MINUTES,
        about=fresh,
        files=[pdf],
        key=f"minutes-{document.pk}",
    )
    for step in fresh.steps.filter(key=steps.MINUTES, done_on=None):
        step.done_on = local_day(now)
        records.save(step, by=by, action="fait")
    fresh.sent_at = fresh.sent_at or now
    return records.save(fresh, by=by, action="diffuser")


def _readers(meeting: Meeting, *, by: Actor) -> list[Recipient]:
    """Each participant with the personal links that the mail names."""
    participants = meeting.participants.select_related("person")
    return [_reader(meeting, participant, by=by) for participant in participants]


def _reader(meeting: Meeting, participant: Participant, *, by: Actor) -> Recipient:
    person = participant.person
    read = make_link(kind="meetings.minutes", about=meeting, by=by, person=person)
    rate = make_link(kind="meetings.rate", about=meeting, by=by, person=person)
    fields = {
        "prenom": person.first_name or str(person),
        "lien": link_url(read),
        "avis": link_url(rate),
    }
    return Recipient(str(person), person.email, person, fields)
