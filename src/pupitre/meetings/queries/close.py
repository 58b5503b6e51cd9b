"""What to look at before closing, and what comes after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from pupitre.core import french
from pupitre.inbox.models import ActLink
from pupitre.mailing.models import Delivery, Message
from pupitre.mailing.queries import messages_about
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.queries.minutes import MINUTES, is_treated
from pupitre.meetings.queries.run import Room

SHOWN_FROM = 3
"""Marks are shown from this many on, so that nobody's can be guessed."""


@dataclass(frozen=True)
class Check:
    """Something to look at before closing: what, what closing will do, and where to mend it."""

    title: str
    detail: str
    stage: str


def checks(room: Room) -> list[Check]:
    """What is missing; nothing here prevents from closing."""
    return list(_checks(room))


def _checks(room: Room) -> Iterator[Check]:
    waiting = [s for s in room.seats if s.participant.status == Participant.Status.INVITED]
    if waiting:
        names = ", ".join(str(seat.participant.person) for seat in waiting[:6])
        more = (
            f" et {french.counted(len(waiting) - 6, 'autre', 'autres')}" if len(waiting) > 6 else ""
        )
        yield Check(
            f"{french.counted(len(waiting), 'personne sans pointage', 'personnes sans pointage')}",
            f"{names}{more} : le compte rendu les dira absent·es.",
            "attendance",
        )
    if room.meeting.kind == Meeting.Kind.RCP:
        if room.meeting.files is None:
            yield Check(
                "Nombre de dossiers étudiés non noté",
                "Sans lui, la RCP ne compte pas pour l’indicateur de concertation.",
                "run",
            )
        return
    outcomes = [*room.loose, *(one for line in room.lines for one in line.outcomes)]
    left = [line for line in room.lines if not is_treated(line.item, outcomes)]
    if left:
        titles = ", ".join(f"«\u00a0{line.item.title}\u00a0»" for line in left[:4])
        yield Check(
            f"{french.counted(len(left), 'point non traité', 'points non traités')}",
            f"{titles} : à revoir la prochaine fois.",
            "run",
        )
    vague = [one for one in outcomes if one.owner_id is None or one.due is None]
    if vague:
        words = french.counted(len(vague), "décision", "décisions")
        yield Check(
            f"{words} sans responsable ou sans date",
            "Complétez-les maintenant : elles seront plus faciles à suivre.",
            "run",
        )
    if room.quorum and not room.quorum.reached:
        yield Check("Quorum", f"Le {room.quorum.because}.", "attendance")


def following(meeting: Meeting) -> QuerySet[Meeting]:
    """The planned meetings to which what is left can go: same series, model, group or kind."""
    same = Q(kind=meeting.kind)
    if meeting.series_id:
        same |= Q(series=meeting.series_id)
    if meeting.group_id:
        same |= Q(group=meeting.group_id)
    later = Meeting.objects.filter(state=Meeting.State.PLANNED, starts_at__gt=meeting.starts_at)
    return later.filter(same).exclude(pk=meeting.pk).order_by("starts_at")


def usual_next(meeting: Meeting) -> Meeting | None:
    """The next meeting of the same series, else the one already named."""
    known: Meeting | None = meeting.next_meeting
    if known:
        return known
    if meeting.series_id is None:
        return None
    return following(meeting).filter(series=meeting.series_id).first()


@dataclass(frozen=True)
class Reader:
    """What became of the minutes sent to somebody."""

    name: str
    state: str
    read_at: datetime | None


def minutes_message(meeting: Meeting) -> Message | None:
    """The latest message that carried the minutes."""
    return messages_about(meeting).filter(kind=MINUTES).order_by("-pk").first()


def readers(meeting: Meeting) -> list[Reader]:
    """Who received the latest minutes sent, and who opened their personal link."""
    message = minutes_message(meeting)
    if message is None:
        return []
    used: dict[int | None, datetime | None] = dict(
        ActLink.objects.filter(
            kind="meetings.minutes", object_type="meetings.meeting", object_id=meeting.pk
        ).values_list("person_id", "last_used_at")
    )
    return [
        Reader(
            delivery.name,
            delivery.error or Delivery.State(delivery.state).label,
            used.get(delivery.person_id),
        )
        for delivery in message.deliveries.order_by("name")
    ]


@dataclass(frozen=True)
class Ratings:
    """How many rated the meeting; the mean and the words only when nobody can be guessed."""

    count: int
    mean: float | None
    words: tuple[str, ...]


def ratings_of(meeting: Meeting) -> Ratings:
    """The marks of a meeting, shown from three on."""
    given = list(meeting.ratings.order_by("?"))
    if len(given) < SHOWN_FROM:
        return Ratings(len(given), None, ())
    mean = sum(one.mark for one in given) / len(given)
    return Ratings(len(given), mean, tuple(one.comment for one in given if one.comment))
