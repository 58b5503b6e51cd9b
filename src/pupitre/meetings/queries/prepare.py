"""What Préparer shows: back-plan, roles and who answered; what is due in every meeting to come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Q, QuerySet

from pupitre.centres.queries import calendar_of, current_centre
from pupitre.core import french
from pupitre.core.dates import Calendar
from pupitre.core.links import centre_url
from pupitre.core.registry import Deadline
from pupitre.mailing.models import Delivery
from pupitre.meetings.models import Meeting, MeetingRole, Participant
from pupitre.meetings.queries.habits import meeting_settings
from pupitre.meetings.rules import backplan
from pupitre.meetings.rules.rotation import PastRole, assign_roles
from pupitre.meetings.rules.steps import AGENDA, MINUTES, NOTICE, REMINDER, TOPICS, settled
from pupitre.people.models import Person

ROLE_OF_OWNER = {
    "animation": MeetingRole.Role.CHAIR,
    "maître du temps": MeetingRole.Role.TIME_KEEPER,
    "secrétaire de séance": MeetingRole.Role.SCRIBE,
}
ACTS = {TOPICS: "Appeler les sujets", NOTICE: "Convoquer", REMINDER: "Relancer", AGENDA: "Préparer"}
SOON = timedelta(days=7)
REFUSED = (Delivery.State.FAILED, Delivery.State.BOUNCED)


@dataclass(frozen=True)
class PlanLine:
    """A step as the workspace shows it: dated, owned, with the page where it is done."""

    step: backplan.Step
    owner: str
    url: str
    done_on: date | None

    @property
    def act(self) -> str:
        return ACTS.get(self.step.key, self.step.label)


def backplan_of(meeting: Meeting, today: date, calendar: Calendar) -> tuple[backplan.Step, ...]:
    """Return the dated steps of a meeting."""
    steps = list(meeting.steps.all())
    models = [backplan.StepModel(s.key, s.label, s.offset, s.owner_role) for s in steps]
    done = {step.key: step.done_on for step in steps if step.done_on}
    timing = backplan.Timing(french.local_day(meeting.starts_at), meeting.created_on, today)
    return settled(backplan.backplan(models, timing, done, calendar))


def plan_lines(meeting: Meeting, today: date) -> list[PlanLine]:
    held = {role.role: role.person for role in meeting.roles.select_related("person")}
    done = dict(meeting.steps.values_list("key", "done_on"))
    return [
        PlanLine(step, _owner(step, held), step_url(step.key, meeting), done.get(step.key))
        for step in backplan_of(meeting, today, calendar_of(current_centre()))
    ]


def _owner(step: backplan.Step, held: dict[str, Person]) -> str:
    person = held.get(ROLE_OF_OWNER.get(step.owner_role, ""))
    return str(person or step.owner_role)


def step_url(key: str, meeting: Meeting) -> str:
    """Return the page where a step is done."""
    if key in {TOPICS, NOTICE, REMINDER}:
        return centre_url("meetings:meeting-mail", meeting.pk, key)
    return centre_url("meetings:meeting" if key == MINUTES else "meetings:prepare", meeting.pk)


@dataclass(frozen=True)
class RoleLine:
    """A role of the meeting: who holds it, and whom the rotation proposes, with its reason."""

    role: str
    label: str
    person: Person | None
    proposed: Person | None
    because: str


def role_lines(meeting: Meeting, participants: Iterable[Participant]) -> list[RoleLine]:
    """Return the three roles; the proposals leave out who is excused and who already holds one."""
    held = {role.role: role.person for role in meeting.roles.select_related("person")}
    away = {Participant.Answer.EXCUSED, Participant.Answer.PROXY}
    taken = {person.pk for person in held.values()}
    free = {
        _key(one.person): one.person
        for one in participants
        if one.answer not in away and one.person_id not in taken
    }
    empty = [role for role in MeetingRole.Role.values if role not in held]
    proposals = {
        found.role: found for found in assign_roles(empty, list(free), role_history(meeting))
    }
    return [
        RoleLine(
            role,
            str(MeetingRole.Role(role).label),
            held.get(role),
            free.get(proposals[role].person or "") if role in proposals else None,
            proposals[role].because if role in proposals else "",
        )
        for role in MeetingRole.Role.values
    ]


def _key(person: Person) -> str:
    return f"{person.last_name} {person.first_name} {person.pk}"


def role_history(meeting: Meeting) -> list[PastRole]:
    """Return who held which role in the earlier meetings of the same group."""
    rows = past_roles().filter(
        meeting__group=meeting.group, meeting__starts_at__lt=meeting.starts_at
    )
    return [
        PastRole(french.local_day(row.meeting.starts_at), row.role, _key(row.person))
        for row in rows.exclude(meeting=meeting)
    ]


def past_roles() -> QuerySet[MeetingRole]:
    """Return every role held in a meeting that was not cancelled, latest first."""
    rows = MeetingRole.objects.exclude(meeting__state=Meeting.State.CANCELLED)
    return rows.select_related("meeting", "person").order_by("-meeting__starts_at")


def deliveries_by_person(meeting: Meeting) -> dict[int, Delivery]:
    """Return the last delivery about the meeting to each person: sent, prepared or refused, with its reason."""
    rows = Delivery.objects.filter(
        message__object_type=meeting._meta.label_lower, message__object_id=meeting.pk
    )
    return {
        row.person_id: row for row in rows.select_related("message").order_by("pk") if row.person_id
    }


def reached(meeting: Meeting, kinds: Iterable[str]) -> set[int]:
    """Return the persons to whom a message of these kinds left, or is ready to leave."""
    rows = Delivery.objects.filter(
        message__object_type=meeting._meta.label_lower,
        message__object_id=meeting.pk,
        message__kind__in=list(kinds),
    )
    gone = rows.exclude(state__in=[*REFUSED, Delivery.State.CANCELLED])
    return set(gone.exclude(person=None).values_list("person_id", flat=True))


def meetings_with_steps(today: date) -> QuerySet[Any]:
    """Return the meetings whose back-plan may have something due."""
    window = Meeting.objects.filter(
        starts_at__date__gte=today - timedelta(days=60),
        starts_at__date__lte=today + timedelta(days=45),
    )
    silent = Count("participants", filter=Q(participants__answer=Participant.Answer.NONE))
    planned = window.exclude(state=Meeting.State.CANCELLED).annotate(silent=silent)
    return planned.prefetch_related("steps")


def due_steps(today: date) -> Iterator[tuple[Meeting, backplan.Step]]:
    """Yield what is late or due within a week: before the meeting its preparation, after it its minutes."""
    calendar = calendar_of(current_centre())
    for meeting in meetings_with_steps(today):
        held = french.local_day(meeting.starts_at) < today
        for step in backplan_of(meeting, today, calendar):
            waiting = step.state in {"late", "next", "later"} and step.due <= today + SOON
            if step.key == REMINDER and not meeting.silent:
                continue  # everybody answered
            if waiting and held == (step.key == MINUTES):
                yield meeting, step


def deadlines(today: date) -> Iterator[Deadline]:
    """Yield the steps to do, one line per meeting; what leaves by itself is only shown once it is late."""
    automatic = meeting_settings().send_automatically
    for meeting, found in groupby(due_steps(today), key=itemgetter(0)):
        steps = [step for _, step in found if _is_ours(step, meeting, automatic=automatic)]
        if not steps:
            continue
        first, *others = steps
        labels = [first.label, *(f"{step.label[:1].lower()}{step.label[1:]}" for step in others)]
        yield Deadline(
            due=min(step.due for step in steps),
            title=f"{', '.join(labels)} : {meeting.title}",
            reason=f"Réunion du {french.long_day(meeting.starts_at)}",
            url=centre_url("meetings:prepare", meeting.pk)
            if others
            else step_url(first.key, meeting),
            act="Préparer" if others else ACTS.get(first.key, "Ouvrir"),
            minutes=5 * len(steps),
        )


def _is_ours(step: backplan.Step, meeting: Meeting, *, automatic: bool) -> bool:
    """Tell whether somebody has to do a step: minutes not sent, or a message that did not leave alone."""
    if step.key == MINUTES:
        return not meeting.sent_at
    return step.state == "late" or not (automatic and step.key in {NOTICE, REMINDER})
