"""Date polls: asked, sent, answered, chased, and turned into the meeting."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from pupitre.centres.queries import current_centre
from pupitre.core import french, records
from pupitre.core.actor import Actor
from pupitre.inbox.services.links import link_url, make_link
from pupitre.mailing.models import Message
from pupitre.mailing.services import Recipient, write_message
from pupitre.meetings.models import Meeting, Participant, Poll, PollAnswer, PollSlot
from pupitre.meetings.queries.poll import accepts_answers, people_asked, poll_results
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.people.models import Person

LINK = "meetings.poll"
ASK = """Bonjour {prenom},

Quand pouvez-vous venir à « TITLE » ? Répondez en une minute, sans compte ni mot de passe :

{lien}

Vous pourrez changer vos réponses jusqu’à ce que la date soit choisie.UNTIL
"""
CHASE = """Bonjour {prenom},

Il manque encore vos réponses pour placer « TITLE ». Une minute suffit :

{lien}
UNTIL
"""


class PollError(ValueError):
    """What a poll does not allow; its text is a French sentence."""


@transaction.atomic
def open_poll(
    poll: Poll,
    *,
    starts: Sequence[datetime],
    by: Actor,
    expected_version: int | None = None,
) -> Poll:
    """Save a poll and its slots; what it leaves empty comes from its model.

    Raises PollError when a slot with answers would disappear, records.ConflictError when it was
    changed meanwhile.
    """
    model = poll.template
    if model:
        poll.title = poll.title or model.name
        poll.group = poll.group or model.group
        poll.quorum = poll.quorum or model.quorum
        poll.professions = poll.professions or model.professions
    records.save(
        poll, by=by, action="" if poll.pk else "proposer", expected_version=expected_version
    )
    _drop_slots(poll, starts, by=by)
    known = set(poll.slots.values_list("starts_at", flat=True))
    new = [PollSlot(poll=poll, starts_at=start) for start in starts if start not in known]
    records.save_all(new, by=by, action="proposer")
    return poll


def _drop_slots(poll: Poll, starts: Sequence[datetime], *, by: Actor) -> None:
    for slot in poll.slots.exclude(starts_at__in=starts):
        if slot.answers.exists():
            raise PollError(
                f"Des personnes ont déjà répondu pour le {moment_words(slot.starts_at)} : "
                "gardez ce créneau."
            )
        records.remove(slot, by=by)


def send_poll(poll: Poll, *, by: Actor, now: datetime) -> Message:
    """Write to everybody asked, each with their personal link. Raises PollError once it is over."""
    _still_open(poll, now)
    people = people_asked(poll, french.local_day(now))
    if not people:
        raise PollError("Personne à interroger : ajoutez des membres au groupe, puis envoyez.")
    message = _write(poll, people, ASK, by=by, key=f"poll-{poll.pk}")
    if poll.sent_at is None:
        poll.sent_at = now
        records.save(poll, by=by, action="envoyer")
    return message


def chase_poll(poll: Poll, *, by: Actor, now: datetime) -> Message:
    """Write again to those without any answer, once a day at most. Raises PollError."""
    _still_open(poll, now)
    silent = [row.person for row in poll_results(poll, french.local_day(now)).silent]
    if not silent:
        raise PollError("Tout le monde a répondu : personne à relancer.")
    key = f"poll-{poll.pk}-chase-{french.local_day(now):%Y%m%d}"
    return _write(poll, silent, CHASE, by=by, key=key)


def personal_link(poll: Poll, person: Person, *, by: Actor) -> str:
    """Return the address where a person answers without account."""
    return link_url(make_link(kind=LINK, about=poll, by=by, person=person))


@transaction.atomic
def _write(poll: Poll, people: Sequence[Person], text: str, *, by: Actor, key: str) -> Message:
    centre = current_centre()
    until = f" Dernier jour : {french.long_day(poll.closes_on)}." if poll.closes_on else ""
    recipients = [
        Recipient(
            name=str(person),
            address=person.email,
            person=person,
            fields={
                "prenom": person.first_name or str(person),
                "lien": personal_link(poll, person, by=by),
            },
        )
        for person in people
    ]
    return write_message(
        subject=f"Quelle date pour « {poll.title} » ?",
        body=text.replace("TITLE", poll.title).replace("UNTIL", until),
        recipients=recipients,
        by=by,
        sender_name=centre.name,
        reply_to=centre.email,
        kind="poll",
        about=poll,
        key=key,
    )


@transaction.atomic
def answer_poll(
    poll: Poll, person: Person, answers: Mapping[int, str], *, by: Actor, today: date
) -> None:
    """Keep a person's answers by slot key, replacing earlier ones; slots left out stay as they were.

    Raises PollError when the poll is over, for an unknown slot or answer, and when nothing is answered.
    """
    poll = records.locked(poll)
    if not accepts_answers(poll, today):
        raise PollError("Ce sondage est clos : les réponses ne changent plus.")
    slots = {slot.pk: slot for slot in poll.slots.all()}
    if not answers:
        raise PollError("Répondez à une date au moins : oui, si besoin ou non.")
    if not set(answers) <= set(slots) or not set(answers.values()) <= set(PollAnswer.Answer.values):
        raise PollError("Une réponse n’est pas reconnue : rechargez la page et recommencez.")
    given = PollAnswer.objects.filter(slot__in=slots.values(), person=person)
    known = {answer.slot_id: answer for answer in given}
    changed = [known[slot] for slot, word in answers.items() if slot in known]
    for answer in changed:
        answer.answer = answers[answer.slot_id]
    records.update_all(changed, ["answer"], by=by, action="changer sa réponse")
    new = [
        PollAnswer(slot=slots[slot], person=person, answer=word)
        for slot, word in answers.items()
        if slot not in known
    ]
    records.save_all(new, by=by, action="répondre")


@transaction.atomic
def choose_slot(slot: PollSlot, *, by: Actor, now: datetime) -> Meeting:
    """Make the meeting of a slot, with the poll's people and their answers, and close the poll.

    Raises PollError when a date was chosen already or the slot is past.
    """
    poll = records.locked(slot.poll)
    if poll.meeting_id is not None:
        raise PollError(f"La date est déjà choisie : {moment_words(poll.meeting.starts_at)}.")
    if slot.starts_at <= now:
        raise PollError(
            f"Le {moment_words(slot.starts_at)} est passé : choisissez une date à venir."
        )
    meeting = plan_meeting(
        title=poll.title,
        template=poll.template,
        group=poll.group,
        starts_at=slot.starts_at,
        minutes=poll.minutes,
        quorum=poll.quorum,
        people=people_asked(poll, french.local_day(now)),
        by=by,
    )
    _carry_answers(slot, meeting, by=by, now=now)
    poll.meeting = meeting
    records.save(poll, by=by, action="choisir la date")
    return meeting


def _carry_answers(slot: PollSlot, meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Who said yes to the slot comes, who said no is excused; « si besoin » is still asked."""
    said = dict(slot.answers.values_list("person_id", "answer"))
    words = {"yes": Participant.Answer.YES, "no": Participant.Answer.EXCUSED}
    known = [p for p in meeting.participants.all() if said.get(p.person_id) in words]
    for participant in known:
        participant.answer = words[said[participant.person_id]]
        participant.answered_at, participant.answered_via = now, "poll"
    fields = ["answer", "answered_at", "answered_via"]
    records.update_all(known, fields, by=by, action="reprendre la réponse du sondage")


def moment_words(moment: datetime) -> str:
    """« mardi 1er décembre 2026 à 12 h 30 »."""
    return f"{french.long_day(moment)} à {french.clock(moment)}"


def _still_open(poll: Poll, now: datetime) -> None:
    if not accepts_answers(poll, french.local_day(now)):
        raise PollError("Ce sondage est clos : repoussez son dernier jour pour interroger encore.")
