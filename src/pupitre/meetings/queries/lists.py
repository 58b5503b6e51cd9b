"""The list of meetings with its counts, and what a group's page shows of them."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from pupitre.core import french
from pupitre.core.links import centre_url
from pupitre.core.web import asked_key
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.queries.common import meetings
from pupitre.people.models import Group

SHOWN = 5


def listed(
    *, now: datetime, past: bool = False, kind: str = "", group: str = "", state: str = ""
) -> QuerySet[Meeting]:
    """Return the meetings to come, soonest first, or the past ones, latest first, with their counts."""
    ended = Q(ends_at__lt=now)
    rows = (
        meetings()
        .filter(ended if past else ~ended)
        .annotate(
            invited=Count("participants"),
            coming=Count("participants", filter=Q(participants__answer=Participant.Answer.YES)),
            present=Count(
                "participants", filter=Q(participants__status=Participant.Status.PRESENT)
            ),
        )
    )
    if kind in Meeting.Kind.values:
        rows = rows.filter(kind=kind)
    if group:
        rows = rows.filter(group_id=asked_key(group))
    if state in Meeting.State.values:
        rows = rows.filter(state=state)
    return rows.order_by("-starts_at" if past else "starts_at")


def search_words(meeting: Meeting) -> str:
    """Return what a meeting is found by, beside its title."""
    return " ".join([meeting.purpose, *meeting.items.values_list("title", flat=True)])


def head_day(meeting: Meeting) -> str:
    """Return the day that tells a meeting from the others of its name."""
    return french.long_day(meeting.starts_at)


def group_meetings(group: Group) -> list[dict[str, Any]]:
    """Return what a group's page shows: its meetings to come, its latest ones, the time spent in them."""
    now, rows = timezone.now(), meetings().filter(group=group)
    coming = rows.filter(ends_at__gte=now).exclude(state=Meeting.State.CANCELLED)
    latest = rows.filter(ends_at__lt=now).order_by("-starts_at")
    found = [*coming.order_by("starts_at")[:SHOWN], *latest[:SHOWN]]
    plan = {
        "title": "Planifier une réunion",
        "url": f"{centre_url('meetings:meeting-create')}?group={group.pk}",
    }
    return [{"title": _time_spent(group), "rows": [*map(_group_row, found), plan]}]


def _group_row(meeting: Meeting) -> dict[str, str]:
    state = "" if meeting.state == Meeting.State.PLANNED else f", {meeting.get_state_display()}"
    detail = f"{french.long_day(meeting.starts_at)}{state}"
    return {"title": meeting.title, "url": meeting.get_absolute_url(), "detail": detail}


def _time_spent(group: Group) -> str:
    """« Réunions, 6 h passées ensemble » : the attended minutes that count for indemnities."""
    held = Participant.objects.filter(meeting__group=group, meeting__state=Meeting.State.CLOSED)
    minutes = sum(map(sum, held.values_list("day_minutes", "evening_minutes")))
    return f"Réunions, {french.duration(minutes)} de présence" if minutes else "Réunions"
