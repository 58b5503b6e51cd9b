"""The list of meetings with its counts, and what a group's page shows of them."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.queries.common import meetings
from pupitre.people.models import Group


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
    if group.isdigit():
        rows = rows.filter(group_id=int(group))
    if state in Meeting.State.values:
        rows = rows.filter(state=state)
    return rows.order_by("-starts_at" if past else "starts_at")


def search_words(meeting: Meeting) -> str:
    """Return what a meeting is found by, beside its title."""
    return " ".join([meeting.purpose, *meeting.items.values_list("title", flat=True)])


def group_meetings(group: Group) -> dict[str, Any]:
    """Return what a group's page shows: its meetings to come, its latest ones, the minutes spent in them."""
    now, rows = timezone.now(), meetings().filter(group=group)
    held = Participant.objects.filter(meeting__group=group, meeting__state=Meeting.State.CLOSED)
    spent = held.values_list("day_minutes", "evening_minutes")
    return {
        "title": "Réunions",
        "template": "meetings/group_panel.html",
        "group": group,
        "coming": rows.filter(ends_at__gte=now)
        .exclude(state=Meeting.State.CANCELLED)
        .order_by("starts_at")[:5],
        "past": rows.filter(ends_at__lt=now).order_by("-starts_at")[:5],
        "minutes": sum(day + evening for day, evening in spent),
    }
