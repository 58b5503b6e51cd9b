"""Who did, read and took away what, between two dates: what a breach report tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.apps import apps
from django.db.models import Count, QuerySet
from django.utils.timezone import localtime

from pupitre.accounts.models import User
from pupitre.centres.queries import members
from pupitre.core import dates, french
from pupitre.core.history import past
from pupitre.core.models import AuditEvent
from pupitre.core.traces import EXPORTED, LOGGED_IN, MISSING, READ, REFUSED

KINDS = {
    EXPORTED: "fichiers emportés",
    READ: "lectures sensibles",
    REFUSED: "refus",
    MISSING: "adresses introuvables",
    LOGGED_IN: "connexions",
}
WRITES = "actes"
OLDEST = date(2000, 1, 1)
"""No journal is older; the first days of the calendar have no moment in universal time."""


@dataclass(frozen=True)
class Line:
    """One event, as the report shows it."""

    at: str
    who: str
    account: str
    act: str
    kind: str
    what: str


def events_between(first: date, last: date, user_id: int | None) -> QuerySet[AuditEvent]:
    """The events of the centre in scope between two days, both included, of one account or of all."""
    begin = dates.utc_moment(max(first, OLDEST), time.min)
    found = AuditEvent.objects.filter(at__gte=begin, at__lte=dates.utc_moment(last, time.max))
    if user_id is not None:
        found = found.filter(user_id=user_id)
    return found.order_by("number")


def summary(found: QuerySet[AuditEvent]) -> list[dict[str, Any]]:
    """How many of each kind, sensitive ones first."""
    counts = dict(found.order_by().values_list("action").annotate(count=Count("pk")))
    told = {label: counts.get(action, 0) for action, label in KINDS.items()}
    told[WRITES] = sum(count for action, count in counts.items() if action not in KINDS)
    return [{"label": label, "value": french.number(count)} for label, count in told.items()]


def lines(events: Sequence[AuditEvent]) -> list[Line]:
    emails = dict(
        User.objects.filter(pk__in={one.user_id for one in events}).values_list("pk", "email")
    )
    here = set(members().values_list("user_id", flat=True))
    return [
        Line(
            at=f"{french.numeric_day(localtime(one.at))} {french.clock(one.at)}",
            who=one.who,
            account=emails.get(one.user_id, "") if one.user_id in here else "",
            act=past(one.action),
            kind=KINDS.get(one.action, WRITES),
            what=f"{thing(one.object_type)} : {one.object_label}",
        )
        for one in events
    ]


def thing(label: str) -> str:
    """« personne » for `people.person`, « Annuaire » for an app alone."""
    try:
        if "." in label:
            return str(apps.get_model(label)._meta.verbose_name)
        return str(apps.get_app_config(label).verbose_name)
    except LookupError:
        return label


def accounts_seen() -> list[tuple[int, str]]:
    """The accounts that have an access here, then those that the journal still knows."""
    now = [(one.user_id, f"{one.user} ({one.get_role_display()})") for one in members()]
    known = {pk for pk, _ in now}
    past_ones = (
        AuditEvent.objects.filter(user_id__isnull=False)
        .exclude(user_id__in=known)
        .order_by()
        .values_list("user_id")
        .distinct()
    )
    return [*now, *((pk, f"compte {pk}, sans accès aujourd'hui") for (pk,) in past_ones if pk)]
