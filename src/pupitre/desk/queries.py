"""What is due and what is near, gathered from every app."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q

from pupitre.core.dates import utc_moment
from pupitre.core.registry import Deadline, registry
from pupitre.meetings.models import Meeting, MeetingTemplate, Participant
from pupitre.network.queries import due_in_centre
from pupitre.people.models import Person

SHOWN = 7


@dataclass(frozen=True)
class Agenda:
    """What is due: the first few, how many in all, and the minutes that the first few take."""

    first: list[Deadline]
    count: int
    minutes: int


@dataclass(frozen=True)
class Step:
    """A first step of a new centre."""

    title: str
    reason: str
    url_name: str
    act: str
    done: bool


def deadlines(role: str, today: date) -> list[Deadline]:
    """Return what is due: what is late by its worth, then the rest by date and worth."""
    found = (replace(one, late=one.due < today) for one in due_in_centre(role, today))
    return sorted(found, key=_pressing)


def _pressing(deadline: Deadline) -> tuple[bool, date | int, int | date, str]:
    if deadline.late:
        return (False, -deadline.cents, deadline.due, deadline.title)
    return (True, deadline.due, -deadline.cents, deadline.title)


def agenda(role: str, today: date) -> Agenda:
    """Return what fits in the next half hour, and how much more there is."""
    found = deadlines(role, today)
    first = found[:SHOWN]
    return Agenda(first, len(found), sum(deadline.minutes for deadline in first))


def week(today: date) -> list[Meeting]:
    """Return the meetings of the coming seven days, with `invited` and `coming` counted."""
    start = utc_moment(today, time(0))
    coming = Q(participants__answer=Participant.Answer.YES)
    rows = Meeting.objects.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=7))
    counted = rows.exclude(state=Meeting.State.CANCELLED).annotate(
        invited=Count("participants"), coming=Count("participants", filter=coming)
    )
    return list(counted.select_related("room").order_by("starts_at"))


def meeting_now(now: datetime, meetings: list[Meeting]) -> Meeting | None:
    """Return the meeting to start or go back to: running, or beginning within four hours."""
    soon = now + timedelta(hours=4)
    open_states = {Meeting.State.PLANNED, Meeting.State.RUNNING}
    return next(
        (one for one in meetings if one.state in open_states and one.starts_at <= soon), None
    )


def cards(role: str, today: date) -> list[dict[str, Any]]:
    """Return the cards that apps put on the home page."""
    return [card for card in registry.contributed("desk.card", role, today) if card]


def first_steps() -> list[Step]:
    """Return the first steps of a new centre, empty once it has a team and a meeting."""
    steps = [
        Step(
            "Faire venir l'équipe",
            "Depuis l'annuaire national RPPS, en quelques minutes.",
            "people:person-list",
            "Ouvrir l'annuaire",
            Person.objects.count() > 1,
        ),
        Step(
            "Choisir ses modèles de réunion",
            "Réunion d'équipe, RCP, groupe de travail : prêts à l'emploi.",
            "meetings:meetingtemplate-list",
            "Voir les modèles",
            MeetingTemplate.objects.exists(),
        ),
        Step(
            "Préparer une première réunion",
            "La date, l'ordre du jour, les convocations.",
            "meetings:meeting-create",
            "Préparer",
            Meeting.objects.exists(),
        ),
    ]
    return [] if steps[0].done and steps[-1].done else steps
