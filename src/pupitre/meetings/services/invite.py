"""Mails about a meeting, each with its personal links, and the answers that come back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from pupitre.core import french, records
from pupitre.core.actor import Actor
from pupitre.core.pdf import render
from pupitre.core.tenancy import CentreModel
from pupitre.inbox.queries import live_links
from pupitre.inbox.services import link_url, make_link, revoke
from pupitre.mailing.models import Message
from pupitre.mailing.services import File, Recipient, cancel_waiting, write_message
from pupitre.meetings.models import Meeting, MeetingSettings, Participant
from pupitre.meetings.queries.agenda import agenda_facts
from pupitre.meetings.queries.calendar import invitation
from pupitre.meetings.queries.common import hours_of, place_of
from pupitre.meetings.queries.prepare import reached
from pupitre.meetings.rules.steps import AGENDA, NOTICE, REMINDER, TOPICS
from pupitre.meetings.services.prepare import MeetingError, still_to_hold, tick
from pupitre.people.models import Person

AGENDA_PDF = Path(__file__).parent.parent / "typst" / "agenda.typ"
MOVED, CANCELLED = "moved", "cancelled"
TOLD = (NOTICE, REMINDER, MOVED)
ANSWER, TOPIC = "meetings.answer", "meetings.topic"


def _everybody(meeting: Meeting) -> QuerySet[Participant]:
    return meeting.participants.select_related("person")


def _not_told(meeting: Meeting) -> QuerySet[Participant]:
    return _everybody(meeting).exclude(person__in=reached(meeting, TOLD))


def _silent(meeting: Meeting) -> QuerySet[Participant]:
    return _everybody(meeting).filter(answer=Participant.Answer.NONE)


def _told(meeting: Meeting) -> QuerySet[Participant]:
    return _everybody(meeting).filter(person__in=reached(meeting, TOLD))


def _uncalled(meeting: Meeting) -> QuerySet[Participant]:
    """Who was invited and does not know yet that the meeting is cancelled."""
    return _told(meeting).exclude(person__in=reached(meeting, [CANCELLED]))


def to_tell(meeting: Meeting) -> bool:
    """Tell whether somebody is still to be told of a cancellation."""
    return _uncalled(meeting).exists()


@dataclass(frozen=True)
class Mail:
    """A sort of mail: its words, to whom it goes, the act of its personal link, the sentence when nobody is left."""

    words: str
    subject: str
    to: Callable[[Meeting], QuerySet[Participant]]
    link: str
    nobody: str
    step: str = ""


MAILS = {
    TOPICS: Mail(
        "Appel à sujets", "Vos sujets pour : {}", _everybody, TOPIC,
        "Personne n’est invité : ajoutez d’abord les participants.", TOPICS,
    ),
    NOTICE: Mail(
        "Convocation", "Convocation : {}", _not_told, ANSWER,
        "Tous les invités ont déjà reçu la convocation.", NOTICE,
    ),
    REMINDER: Mail(
        "Relance", "Serez-vous là ? {}", _silent, ANSWER,
        "Tout le monde a répondu : personne à relancer.", REMINDER,
    ),
    MOVED: Mail(
        "Changement", "Changement : {}", _told, ANSWER,
        "Personne n’avait été convoqué : il n’y a personne à prévenir.",
    ),
    CANCELLED: Mail(
        "Annulation", "Annulée : {}", _uncalled, "",
        "Personne n’est à prévenir : personne n’avait été convoqué, ou chacun le sait déjà.",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A mail ready to read over: who gets it, and its text with `{prenom}` and `{lien}` to fill."""

    subject: str
    body: str
    to: tuple[Participant, ...]


def draft(meeting: Meeting, kind: str) -> Draft:
    """Write the mail of a kind; the text may be changed before `send`."""
    mail = MAILS[kind]
    when = f"{french.long_day(meeting.starts_at)}, {hours_of(meeting)}"
    facts = {"meeting": meeting, "when": when, "place": place_of(meeting)}
    body = render_to_string(f"meetings/mail/{kind}.txt", facts)
    title = f"{meeting.title}, {french.short_day(meeting.starts_at)}"
    return Draft(mail.subject.format(title), body.strip() + "\n", tuple(mail.to(meeting)))


def send(
    meeting: Meeting,
    kind: str,
    *,
    by: Actor,
    on: datetime,
    subject: str = "",
    body: str = "",
    key: str | None = None,
) -> Message:
    """Send a mail of a kind to those it concerns, and tick the step that it is; raise MeetingError when there is nobody.

    Notices, reminders and changes carry the .ics, notices the agenda too when it has items.
    """
    if kind != CANCELLED:
        still_to_hold(meeting)
        if meeting.ends_at < on:
            raise MeetingError("Cette réunion est passée : il n’y a plus personne à convoquer.")
    text, files = draft(meeting, kind), _files(meeting, kind)
    if not text.to:
        raise MeetingError(MAILS[kind].nobody)
    with transaction.atomic():
        if kind in {MOVED, CANCELLED}:
            cancel_waiting(about=meeting, by=by)
        message = write_message(
            subject=subject or text.subject,
            body=body or text.body,
            recipients=[_recipient(one, kind, by) for one in text.to],
            by=by,
            kind=kind,
            about=meeting,
            files=files,
            key=key,
        )
        for step in _steps_done(meeting, kind):
            tick(meeting, step, on=french.local_day(on), by=by)
    return message


def _steps_done(meeting: Meeting, kind: str) -> list[str]:
    """A notice with an agenda settles the agenda too."""
    steps = [MAILS[kind].step] if MAILS[kind].step else []
    return [*steps, AGENDA] if kind == NOTICE and meeting.items.exists() else steps


def _recipient(participant: Participant, kind: str, by: Actor) -> Recipient:
    person = participant.person
    fields = {"prenom": person.first_name or str(person), "adresse": person.email}
    if act := MAILS[kind].link:
        fields["lien"] = personal_url(participant, act, by=by)
    return Recipient(str(person), person.email, person, fields)


def personal_url(participant: Participant, act: str, *, by: Actor) -> str:
    """Return a participant's own address to answer, or to propose a topic, without account."""
    about: CentreModel = participant if act == ANSWER else participant.meeting
    days = max(1, (participant.meeting.ends_at - timezone.now()).days + 2)
    return link_url(make_link(kind=act, about=about, by=by, person=participant.person, days=days))


def _files(meeting: Meeting, kind: str) -> list[File]:
    if kind == TOPICS:
        return []
    cancelled = kind == CANCELLED
    method = "CANCEL" if cancelled else "REQUEST"
    calendar_type = f"text/calendar; charset=utf-8; method={method}"
    files = [File("reunion.ics", calendar_type, invitation(meeting, cancelled=cancelled))]
    if kind == NOTICE and meeting.items.exists():
        files.append(File("ordre-du-jour.pdf", "application/pdf", agenda_pdf(meeting)))
    return files


def agenda_pdf(meeting: Meeting) -> bytes:
    """Return the one-page agenda."""
    return render(AGENDA_PDF, agenda_facts(meeting))


def call_for_topics(meeting: Meeting, *, by: Actor) -> Message:
    """Ask each invited person for topics, by a personal link."""
    return send(meeting, TOPICS, by=by, on=timezone.now())


def invite(meeting: Meeting, *, by: Actor, key: str | None = None) -> Message:
    """Send the notice to whoever did not get it yet."""
    return send(meeting, NOTICE, by=by, on=timezone.now(), key=key)


def remind(meeting: Meeting, *, by: Actor, key: str | None = None) -> Message:
    """Chase those who did not answer, and only them."""
    return send(meeting, REMINDER, by=by, on=timezone.now(), key=key)


@transaction.atomic
def answer(
    participant: Participant,
    *,
    answer: str,
    by: Actor,
    proxy: Person | None = None,
    now: datetime | None = None,
) -> Participant:
    """Record an answer, by the person's link or typed by the coordinator; it may change until the meeting begins."""
    meeting = participant.meeting
    still_to_hold(meeting)
    if meeting.opened_at is not None or meeting.ends_at < (now or timezone.now()):
        raise MeetingError("La réunion a commencé : c’est la présence qui compte à présent.")
    if answer == Participant.Answer.PROXY:
        _check_proxy(participant, proxy)
    participant.answer = answer
    participant.proxy = proxy if answer == Participant.Answer.PROXY else None
    participant.answered_at, participant.answered_via = now or timezone.now(), by.via
    records.save(participant, by=by, action="répondre")
    if not _silent(meeting).exists():
        tick(meeting, REMINDER, on=french.local_day(participant.answered_at), by=by)
    return participant


def _check_proxy(participant: Participant, proxy: Person | None) -> None:
    if proxy is None:
        raise MeetingError("Choisissez à qui vous donnez pouvoir.")
    if proxy.pk == participant.person_id:
        raise MeetingError("On ne se donne pas pouvoir à soi-même : choisissez quelqu’un d’autre.")
    holder = participant.meeting.participants.filter(person=proxy).first()
    if holder is None:
        raise MeetingError(f"{proxy} n’est pas invité·e à cette réunion.")
    if holder.answer in {Participant.Answer.EXCUSED, Participant.Answer.PROXY}:
        raise MeetingError(f"{proxy} ne vient pas : choisissez quelqu’un qui sera là.")


FEED, CENTRE_FEED = "meetings.feed", "meetings.centre-feed"
FEED_LIFE = timedelta(days=3 * 365)


def feed_url(person: Person | None, *, by: Actor) -> str:
    """Return the address of a person's calendar feed, the centre's without person; valid three years."""
    kind, about = (FEED, person) if person else (CENTRE_FEED, kept_habits(by=by))
    return link_url(make_link(kind=kind, about=about, by=by, person=person, days=FEED_LIFE.days))


def feed_in_use(person: Person | None) -> str:
    """Return the address that answers now, or nothing."""
    links = live_links().filter(kind=FEED if person else CENTRE_FEED, person=person)
    link = links.first()
    return link_url(link) if link else ""


def withdraw_feed(person: Person | None, *, by: Actor) -> None:
    """Make the address of a feed useless."""
    kind = FEED if person else CENTRE_FEED
    revoke(list(live_links().filter(kind=kind, person=person)), by=by)


def kept_habits(*, by: Actor) -> MeetingSettings:
    """Return the row of the centre's habits, made on first use."""
    return MeetingSettings.objects.first() or records.save(MeetingSettings(), by=by)


def send_feed(person: Person, *, by: Actor) -> Message:
    """Mail a person the address of their own calendar."""
    body = render_to_string("meetings/mail/feed.txt", {})
    fields = {"prenom": person.first_name or str(person), "lien": feed_url(person, by=by)}
    return write_message(
        subject="Vos réunions dans votre agenda",
        body=body.strip() + "\n",
        recipients=[Recipient(str(person), person.email, person, fields)],
        by=by,
        kind=FEED,
        about=person,
    )
