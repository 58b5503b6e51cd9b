"""Attendance: who came, from when to when, and how they signed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pupitre.core import french, records
from pupitre.core.actor import Actor
from pupitre.documents.services import store_document
from pupitre.meetings.models import Meeting, Participant, Stay
from pupitre.meetings.queries.attendance import attended_times, effective_hours
from pupitre.meetings.rules.attendance import Interval, arrival, check_stays
from pupitre.meetings.services.run import RunError, open_meeting
from pupitre.people.models import Person

ARRIVED = frozenset({Participant.Status.PRESENT})


@transaction.atomic
def mark(
    participant: Participant, status: str, *, by: Actor, at: datetime, via: str = ""
) -> Participant:
    """Notes that somebody is there now, is excused, absent, or expected again.

    Present: a stay begins at `at`, or at the start of the meeting when they are in time. Coming
    back after a departure begins another stay. Any other status takes the stays away.
    """
    meeting = open_meeting(participant.meeting)
    fresh = records.locked(participant)
    if status == Participant.Status.PRESENT:
        _arrive(fresh, meeting, at=at, by=by)
    else:
        _forget_stays(fresh, by=by)
        fresh.proxy = fresh.proxy if status == Participant.Status.PROXY else None
    if fresh.status == status:
        return fresh
    fresh.status = status
    return records.save(fresh, by=by, action=f"pointer {via}".strip())


def _forget_stays(participant: Participant, *, by: Actor) -> None:
    for stay in participant.stays.all():
        records.remove(stay, by=by, action="effacer les heures")


def _arrive(participant: Participant, meeting: Meeting, *, at: datetime, by: Actor) -> None:
    """Begins a stay, unless one is still open."""
    stays = list(participant.stays.all())
    if any(stay.left is None for stay in stays):
        return
    start, _ = effective_hours(meeting)
    arrived = at if stays else arrival(at, start)
    records.save(Stay(participant=participant, arrived=arrived), by=by, action="arriver")


@transaction.atomic
def leave(participant: Participant, *, by: Actor, at: datetime) -> Participant:
    """Ends the stay of somebody who goes before the end."""
    open_meeting(participant.meeting)
    fresh = records.locked(participant)
    if fresh.status != Participant.Status.PRESENT:
        raise RunError(f"{fresh.person} n’est pas noté·e présent·e : pointez d’abord l’arrivée.")
    stay = fresh.stays.filter(left=None).last()
    if stay:
        stay.left = at
        records.save(stay, by=by, action="partir")
    elif not fresh.stays.exists():
        records.save(Stay(participant=fresh, left=at), by=by, action="partir")
    return fresh


@transaction.atomic
def sign(
    participant: Participant, *, by: Actor, at: datetime, via: str, image: bytes | None = None
) -> Participant:
    """Signs for the time spent: on the tablet (a drawn PNG), by phone, on paper; being there too."""
    fresh = mark(participant, Participant.Status.PRESENT, by=by, at=at, via=via)
    if image is not None:
        fresh.signature = store_document(
            content=image,
            name="emargement.png",
            title=f"Émargement {french.of(str(fresh.person))}, {fresh.meeting}",
            by=by,
            about=fresh,
            purpose="émargement",
            permission="meetings.view",
            locked=True,
        )
    fresh.signed_at, fresh.signed_via = at, via
    return records.save(fresh, by=by, action="émarger")


@transaction.atomic
def set_stays(participant: Participant, stays: Sequence[Interval], *, by: Actor) -> Participant:
    """Replaces the arrivals and departures of somebody who was there.

    Raises AttendanceError when a departure comes before its arrival.
    """
    open_meeting(participant.meeting)
    check_stays(str(participant.person), stays)
    fresh = records.locked(participant)
    _forget_stays(fresh, by=by)
    records.save_all(
        [Stay(participant=fresh, arrived=stay.arrived, left=stay.left) for stay in stays],
        by=by,
        action="noter les heures",
    )
    if fresh.status == Participant.Status.PRESENT:
        return fresh
    fresh.status = Participant.Status.PRESENT
    return records.save(fresh, by=by, action="pointer")


@transaction.atomic
def everybody_present(meeting: Meeting, *, by: Actor) -> int:
    """Notes as there from the start all who are still expected; how many they were."""
    open_meeting(meeting)
    expected = list(meeting.participants.filter(status=Participant.Status.INVITED))
    for participant in expected:
        participant.status = Participant.Status.PRESENT
    records.update_all(expected, ["status"], by=by, action="pointer")
    return len(expected)


@transaction.atomic
def add_walk_in(meeting: Meeting, person: Person, *, by: Actor, at: datetime) -> Participant:
    """Adds somebody who was not invited and is there now."""
    open_meeting(meeting)
    known = meeting.participants.filter(person=person).first()
    return mark(known or _join(meeting, person, by=by), Participant.Status.PRESENT, by=by, at=at)


def _join(
    meeting: Meeting, person: Person, *, by: Actor, replaces: Person | None = None
) -> Participant:
    participant = Participant(
        meeting=meeting, person=person, profession=person.profession, replaces=replaces
    )
    return records.save(participant, by=by, action="ajouter à la réunion")


@transaction.atomic
def replace_by(participant: Participant, person: Person, *, by: Actor, at: datetime) -> Participant:
    """Notes that somebody sits in for a participant: the time is theirs, told apart."""
    meeting = open_meeting(participant.meeting)
    if person.pk == participant.person_id:
        raise RunError("Choisissez une autre personne : on ne se remplace pas soi-même.")
    if meeting.participants.filter(person=person).exclude(replaces=None).exists():
        raise RunError(f"{person} remplace déjà quelqu’un à cette réunion.")
    mark(participant, Participant.Status.REPLACED, by=by, at=at)
    seat = meeting.participants.filter(person=person).first() or _join(meeting, person, by=by)
    seat.replaces = participant.person
    records.save(seat, by=by, action="remplacer")
    return mark(seat, Participant.Status.PRESENT, by=by, at=at)


@transaction.atomic
def give_proxy(participant: Participant, holder: Person, *, by: Actor) -> Participant:
    """Notes that an absent participant is represented by another one."""
    meeting = open_meeting(participant.meeting)
    if holder.pk == participant.person_id:
        raise RunError("Un pouvoir se donne à quelqu’un d’autre que soi.")
    if not meeting.participants.filter(person=holder).exists():
        raise RunError(
            f"{holder} n’est pas à cette réunion : le pouvoir ne peut pas lui être donné."
        )
    fresh = records.locked(participant)
    _forget_stays(fresh, by=by)
    fresh.status, fresh.proxy = Participant.Status.PROXY, holder
    return records.save(fresh, by=by, action="donner pouvoir")


def record_times(meeting: Meeting, *, by: Actor) -> None:
    """Writes the minutes of each participant, day and evening, from the stays."""
    times = attended_times(meeting)
    participants = [pair[0] for pair in times]
    for participant, line in times:
        participant.day_minutes, participant.evening_minutes = (
            line.day_minutes,
            line.evening_minutes,
        )
    records.update_all(
        participants, ["day_minutes", "evening_minutes"], by=by, action="compter le temps"
    )
