"""Reads about centres and access to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, QuerySet

from pupitre.accounts.queries import second_factors
from pupitre.centres.models import Centre, Membership
from pupitre.centres.roles import LEADERS
from pupitre.core.backup.proof import last_proof
from pupitre.core.calendar_data import load_school_calendar
from pupitre.core.dates import Calendar
from pupitre.core.registry import registry
from pupitre.core.tenancy import current_scope


@dataclass(frozen=True)
class Access:
    """A user's way into one centre."""

    centre: Centre
    role: str
    frozen_at: datetime | None = None
    second_factor: bool = False


def centres_of(user_id: int) -> list[Access]:
    """Return every centre of a user, by name; run it in the user's scope."""
    rows = (
        Membership.across.filter(user_id=user_id)
        .select_related("centre")
        .annotate(second_factor=Exists(second_factors(user_id)))
        .order_by("centre__name")
    )
    return [Access(row.centre, row.role, row.frozen_at, row.second_factor) for row in rows]


def current_centre() -> Centre:
    """Return the centre in scope."""
    return Centre.objects.get(slug=current_scope().slug)


def calendar_of(centre: Centre) -> Calendar:
    """Return the public holidays and the school holidays that the centre lives by."""
    return Calendar(
        territory=centre.territory, zone=centre.school_zone, school=load_school_calendar()
    )


def members() -> QuerySet[Membership]:
    """Return who has an account in the centre in scope."""
    return Membership.objects.select_related("user").order_by(
        "role", "user__last_name", "user__first_name"
    )


def others_who_answer(membership: Membership) -> QuerySet[Membership]:
    """Return who coordinates or manages beside a member, and is not frozen."""
    active = members().filter(role__in=LEADERS, frozen_at=None, user__is_active=True)
    return active.exclude(pk=membership.pk)


def alarm_card(role: str, today: date) -> dict[str, Any] | None:
    """Return the card of the accounts that read in bulk, until somebody answers for them."""
    watched = (
        list(members().exclude(alarm_at=None)) if registry.allows("centres.members", role) else []
    )
    return (
        {"template": "centres/alarm_card.html", "context": {"watched": watched}}
        if watched
        else None
    )


def backup_card(role: str, today: date) -> dict[str, Any] | None:
    """Return the card that says when a backup was last proven good, for who answers for the centre."""
    if not registry.allows("centres.edit", role) or settings.DEMO:
        return None
    noted = last_proof()
    proven = datetime.fromisoformat(noted["proven_at"]) if noted else None
    late = proven is None or (today - proven.date()).days > 2
    return {"template": "centres/backup_card.html", "context": {"proven": proven, "late": late}}
