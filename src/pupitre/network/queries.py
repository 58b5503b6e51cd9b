"""Reads over several centres: one scope after the other, never two at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pupitre.centres.models import Centre
from pupitre.centres.queries import centres_of
from pupitre.centres.roles import Role
from pupitre.core.memo import kept
from pupitre.core.registry import Deadline, registry
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import Meeting


@dataclass(frozen=True)
class CentreLine:
    """One centre at a glance: what is late, the nearest thing to do, the next meeting, figures of apps."""

    centre: Centre
    role: str
    late: int
    nearest: Deadline | None
    next_meeting: Meeting | None
    figures: list[Any]


def overview(user_id: int, now: datetime, today: date) -> list[CentreLine]:
    """Return a line per centre of the user, each read in its own scope."""
    return [_line(access.centre, access.role, now, today) for access in centres_of(user_id)]


def due_in_centre(role: str, today: date) -> tuple[Deadline, ...]:
    """Return what is due in the centre in scope, from every app, to who may see it."""
    return kept(_due, role, today)


def _due(role: str, today: date) -> tuple[Deadline, ...]:
    allowed = [
        source
        for permission, source in registry.deadline_sources
        if registry.allows(permission, role)
    ]
    return tuple(one for source in allowed for one in source(today))


def _line(centre: Centre, role: str, now: datetime, today: date) -> CentreLine:
    with centre_scope(centre):
        due = sorted(due_in_centre(role, today), key=lambda one: (one.due, -one.cents))
        return CentreLine(
            centre=centre,
            role=str(Role(role).label),
            late=sum(1 for one in due if one.due < today),
            nearest=due[0] if due else None,
            next_meeting=_next_meeting(role, now),
            figures=[
                figure for figure in registry.contributed("network.figures", role, today) if figure
            ],
        )


def _next_meeting(role: str, now: datetime) -> Meeting | None:
    if not registry.allows("meetings.view", role):
        return None
    return (
        Meeting.objects.filter(state=Meeting.State.PLANNED, starts_at__gte=now)
        .order_by("starts_at")
        .first()
    )
