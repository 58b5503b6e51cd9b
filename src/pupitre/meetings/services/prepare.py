"""Planning a meeting, moving it, cancelling it, holding the same one again; who is invited, who does what."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction

from pupitre.centres.models import Room
from pupitre.centres.queries import calendar_of, current_centre
from pupitre.core import audit, french, records
from pupitre.core.actor import Actor
from pupitre.core.dates import local
from pupitre.inbox.services import revoke_links
from pupitre.mailing.services import cancel_waiting
from pupitre.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingRole,
    MeetingTemplate,
    Participant,
    Series,
    Step,
)
from pupitre.meetings.rules.series import EveryWeeks, Pattern, again_next_week
from pupitre.meetings.rules.steps import REMINDER, read_steps
from pupitre.people.guarded import refuse_identity
from pupitre.people.models import Group, Person
from pupitre.people.queries import group_people, team


class MeetingError(ValueError):
    """An act that the meeting's state or date does not allow; its text is a French sentence."""


@transaction.atomic
def plan_meeting(
    *,
    title: str = "",
    kind: str = "",
    starts_at: datetime,
    minutes: int = 0,
    by: Actor,
    template: MeetingTemplate | None = None,
    series: Series | None = None,
    original_day: date | None = None,
    group: Group | None = None,
    room: Room | None = None,
    usual_room: Room | None = None,
    place: str = "",
    video_url: str = "",
    purpose: str = "",
    quorum: int = 0,
    people: Sequence[Person] | None = None,
) -> Meeting:
    """Create a meeting with its participants, its agenda and its back-plan; what is empty comes from the model.

    `people` None invites the group's members that day, or the whole team. A usual room is kept where it is free;
    MeetingError when `room` is taken.
    """
    refuse_identity(f"{title}\n{purpose}")
    model = template or MeetingTemplate(name="", kind=kind or Meeting.Kind.TEAM)
    group, kind = group or model.group, kind or model.kind
    meeting = Meeting(
        title=title or model.name or usual_title(kind),
        kind=kind,
        template=template,
        series=series,
        original_day=original_day,
        group=group,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes or model.minutes),
        room=room,
        place=place,
        video_url=video_url,
        purpose=purpose or model.purpose,
        quorum=quorum or model.quorum,
    )
    take_room(meeting, usual=None if place else usual_room or model.room)
    records.save(meeting, by=by, action="planifier")
    if people is None:
        people = list(group_people(group, french.local_day(starts_at)))
    add_participants(meeting, people, by=by)
    _add_model_items(meeting, by=by)
    _add_steps(meeting, by=by)
    return meeting


def take_room(meeting: Meeting, *, usual: Room | None = None) -> None:
    """Keep the meeting's room, or its usual one where it is free, before others of the centre plan theirs.

    Raises MeetingError when another meeting is held there at that time.
    """
    audit.take_turn()
    wanted, meeting.room = meeting.room, meeting.room or usual
    other = _same_time_and_room(meeting)
    if other is None:
        return
    if wanted is None:
        meeting.room = None
        return
    raise MeetingError(
        f"{wanted} est prise le {french.long_day(other.starts_at)} de {french.clock(other.starts_at)} à "
        f"{french.clock(other.ends_at)} par « {other.title} » : choisissez une autre salle ou une autre heure."
    )


def _same_time_and_room(meeting: Meeting) -> Meeting | None:
    """Return a meeting that holds the room at that time, read after the turn was taken."""
    if meeting.room_id is None:
        return None
    around = Meeting.objects.filter(
        room=meeting.room_id, starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at
    )
    return around.exclude(state=Meeting.State.CANCELLED).exclude(pk=meeting.pk).first()


def usual_title(kind: str) -> str:
    """« Réunion d'équipe » for a kind, when nobody wrote a title."""
    label = str(Meeting.Kind(kind).label)
    return label[0].upper() + label[1:]


def _add_model_items(meeting: Meeting, *, by: Actor) -> None:
    if meeting.template is None:
        return
    items = [
        AgendaItem(
            meeting=meeting,
            title=item.title,
            minutes=item.minutes,
            order=rank,
            source=AgendaItem.Source.MODEL,
        )
        for rank, item in enumerate(meeting.template.items.all(), start=1)
    ]
    records.save_all(items, by=by)


def _add_steps(meeting: Meeting, *, by: Actor) -> None:
    written = meeting.template.steps if meeting.template else []
    records.save_all([Step(meeting=meeting, **asdict(step)) for step in read_steps(written)], by=by)


def tick(meeting: Meeting, key: str, *, on: date, by: Actor) -> None:
    """Tick a step of the back-plan off, once: the act that does it calls this."""
    step = meeting.steps.filter(key=key, done_on=None).first()
    if step is not None:
        step.done_on = on
        records.save(step, by=by, action="faire")


def still_to_hold(meeting: Meeting) -> None:
    """Raise MeetingError where preparing makes no sense any more."""
    if meeting.state == Meeting.State.CANCELLED:
        raise MeetingError("Cette réunion est annulée : planifiez-en une autre.")
    if meeting.state == Meeting.State.CLOSED:
        raise MeetingError("Cette réunion est close : rouvrez-la d’abord pour la corriger.")


@transaction.atomic
def add_participants(meeting: Meeting, people: Sequence[Person], *, by: Actor) -> list[Participant]:
    """Invite persons who are not yet; keep their profession of that day."""
    still_to_hold(meeting)
    known = set(meeting.participants.values_list("person_id", flat=True))
    rows = [
        Participant(meeting=meeting, person=person, profession=person.profession)
        for person in people
        if person.pk not in known
    ]
    return records.save_all(rows, by=by, action="inviter")


@transaction.atomic
def remove_participant(participant: Participant, *, by: Actor) -> None:
    """Stop inviting a person, who loses their roles there; refused once the person signed."""
    still_to_hold(participant.meeting)
    if participant.signed_at is not None:
        raise MeetingError(f"{participant.person} a déjà émargé : corrigez plutôt sa présence.")
    revoke_links(by=by, about=participant)
    cancel_waiting(by=by, about=participant.meeting, person=participant.person)
    for role in participant.meeting.roles.filter(person=participant.person):
        records.remove(role, by=by, action="ne plus confier")
    records.remove(participant, by=by, action="ne plus inviter")


def forget_person(person: Person, *, on: date, by: Actor) -> None:
    """Stop inviting somebody who leaves to the meetings planned from that day on."""
    coming = Participant.objects.filter(
        person=person, meeting__state=Meeting.State.PLANNED, meeting__starts_at__date__gte=on
    )
    for participant in coming.select_related("meeting", "person"):
        remove_participant(participant, by=by)


@transaction.atomic
def assign_role(
    meeting: Meeting, role: str, person: Person | None, *, by: Actor
) -> MeetingRole | None:
    """Give a role of the meeting to a participant, or to nobody."""
    still_to_hold(meeting)
    held = meeting.roles.filter(role=role).first()
    if person is None:
        if held is not None:
            records.remove(held, by=by, action="ne plus confier")
        return None
    if not meeting.participants.filter(person=person).exists():
        raise MeetingError(f"{person} n’est pas invité·e : ajoutez cette personne d’abord.")
    held = held or MeetingRole(meeting=meeting, role=role)
    held.person = person
    return records.save(held, by=by, action="confier")


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    starts_at: datetime,
    by: Actor,
    minutes: int = 0,
    expected_version: int | None = None,
) -> Meeting:
    """Give a meeting another date, time or length; another day asks everybody to answer again.

    The caller may have changed other fields of the meeting: they are saved with it.
    """
    still_to_hold(meeting)
    refuse_identity(f"{meeting.title}\n{meeting.purpose}")
    if meeting.opened_at is not None:
        raise MeetingError("Cette réunion a commencé : on ne change plus son horaire.")
    length = timedelta(minutes=minutes) if minutes else meeting.ends_at - meeting.starts_at
    other_day = french.local_day(starts_at) != french.local_day(meeting.starts_at)
    meeting.starts_at, meeting.ends_at = starts_at, starts_at + length
    take_room(meeting)
    records.save(meeting, by=by, action="déplacer", expected_version=expected_version)
    if other_day:
        _ask_again(meeting, by=by)
    return meeting


def _ask_again(meeting: Meeting, *, by: Actor) -> None:
    """Forget the answers given for the former day, the reminder, and who will have left by the new one."""
    here = set(team(french.local_day(meeting.starts_at)).values_list("pk", flat=True))
    answered = []
    for participant in meeting.participants.select_related("person", "meeting"):
        if participant.person_id not in here:
            remove_participant(participant, by=by)
        elif participant.answer != Participant.Answer.NONE:
            participant.answer, participant.proxy = Participant.Answer.NONE, None
            participant.answered_at, participant.answered_via = None, ""
            answered.append(participant)
    fields = ["answer", "proxy", "answered_at", "answered_via"]
    records.update_all(answered, fields, by=by, action="redemander")
    for step in meeting.steps.filter(key=REMINDER).exclude(done_on=None):
        step.done_on = None
        records.save(step, by=by, action="à refaire")


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, why: str, by: Actor) -> Meeting:
    """Cancel a meeting that was not held; its items go back to the backlog."""
    still_to_hold(meeting)
    refuse_identity(why)
    if meeting.opened_at is not None:
        raise MeetingError("Cette réunion a commencé : terminez-la plutôt que de l’annuler.")
    meeting.state, meeting.cancelled_why = Meeting.State.CANCELLED, why
    records.save(meeting, by=by, action="annuler")
    waiting = list(meeting.items.exclude(source=AgendaItem.Source.MODEL))
    for item in waiting:
        item.meeting = None
    records.update_all(waiting, ["meeting"], by=by, action="remettre en attente")
    return meeting


@transaction.atomic
def same_again(meeting: Meeting, *, by: Actor, today: date) -> Meeting:
    """« La même, la semaine prochaine »: same people, model and place, on the next week that can be held."""
    start = local(meeting.starts_at)
    pattern = Pattern(EveryWeeks(1, start.date()), start.time(), 0)
    calendar = calendar_of(current_centre())
    day = again_next_week(pattern, start.date(), calendar)
    while day <= today:
        day = again_next_week(pattern, day, calendar)
    here = team(day).filter(participations__meeting=meeting)
    return plan_meeting(
        title=meeting.title,
        kind=meeting.kind,
        starts_at=start.replace(year=day.year, month=day.month, day=day.day),
        minutes=round((meeting.ends_at - meeting.starts_at).total_seconds() / 60),
        by=by,
        template=meeting.template,
        group=meeting.group,
        usual_room=meeting.room,
        place=meeting.place,
        video_url=meeting.video_url,
        purpose=meeting.purpose,
        quorum=meeting.quorum,
        people=list(here),
    )
