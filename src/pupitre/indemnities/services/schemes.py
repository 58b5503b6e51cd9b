"""Writes about schemes: begun from a preset, copied into a new version, voted once and for all."""

from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.french import local_day
from pupitre.core.tenancy import CentreModel
from pupitre.indemnities.models import Pot, Rate, Scheme, Weight
from pupitre.indemnities.presets import preset
from pupitre.indemnities.rules.scheme import IndemnityError
from pupitre.meetings.models import Meeting
from pupitre.tasks.models import Task
from pupitre.tasks.services import add_task, change_state

PAID = ["associate", "signatory", "replacement"]
Part = TypeVar("Part", bound="Rate | Pot | Weight")


class SchemeError(IndemnityError):
    """A change that a scheme refuses."""


@transaction.atomic
def start_scheme(scheme: Scheme, *, preset_key: str = "", by: Actor) -> Scheme:
    """Save a new scheme with the prices and parts of a preset, to be changed before the vote."""
    model = preset(preset_key)
    scheme.preset = model.key if model else ""
    scheme.statuses = scheme.statuses or PAID
    latest = Scheme.objects.filter(name=scheme.name).aggregate(last=Max("number"))["last"]
    scheme.number = (latest or 0) + 1
    records.save(scheme, by=by)
    if model:
        records.save_all([Rate(scheme=scheme, **row) for row in model.rates], by=by)
        records.save_all([Pot(scheme=scheme, **row) for row in model.pots], by=by)
    return scheme


@transaction.atomic
def new_version(scheme: Scheme, *, since: date, by: Actor) -> Scheme:
    """Copy a scheme into the next version, open to changes, from a later date."""
    if since <= scheme.since:
        raise SchemeError(
            f"La nouvelle version doit s’appliquer après le {scheme.since:%d/%m/%Y}, début de celle-ci."
        )
    latest = Scheme.objects.filter(name=scheme.name).aggregate(last=Max("number"))["last"]
    left_out = {"id", "centre", "version", "number", "previous", "since", "until", "voted_on"}
    left_out |= {"decision", "meeting"}
    copy = Scheme(number=latest + 1, previous=scheme, since=since, **_values(scheme, left_out))
    records.save(copy, by=by, action="préparer une nouvelle version")
    for rows in (scheme.rates, scheme.pots, scheme.weights):
        records.save_all([_copied(row, copy) for row in rows.order_by("pk")], by=by)
    return copy


def _values(obj: CentreModel, left_out: set[str]) -> dict[str, object]:
    fields = (field for field in obj._meta.concrete_fields if field.name not in left_out)
    return {field.attname: getattr(obj, field.attname) for field in fields}


def _copied(row: Part, scheme: Scheme) -> Part:
    return type(row)(scheme=scheme, **_values(row, {"id", "centre", "version", "scheme"}))


def open_scheme(scheme: Scheme) -> Scheme:
    """The scheme read again and locked; raise SchemeError once it is voted."""
    fresh = records.locked(scheme)
    if fresh.voted:
        raise SchemeError(
            "Ce barème est voté, il ne change plus : préparez une nouvelle version pour le modifier."
        )
    return fresh


@transaction.atomic
def save_part(part: Part, *, by: Actor, expected_version: int | None = None) -> Part:
    """Save a price, a part or a coefficient; a contribution to a project is a fact, open after the vote."""
    if not (isinstance(part, Weight) and part.purpose == Weight.Purpose.PROJECT):
        open_scheme(part.scheme)
    return records.save(part, by=by, expected_version=expected_version)


@transaction.atomic
def remove_part(part: Rate | Pot | Weight, *, by: Actor) -> None:
    """Take a price, a part or a coefficient off a scheme not voted yet."""
    open_scheme(part.scheme)
    records.remove(part, by=by)


@transaction.atomic
def vote_scheme(
    scheme: Scheme, *, decision: Task | None = None, meeting: Meeting | None = None, by: Actor
) -> Scheme:
    """Tie a scheme to the decision that voted it, or write that decision in the register of a meeting.

    The scheme no longer changes; the version it follows ends on the eve. Raises SchemeError.
    """
    fresh = open_scheme(scheme)
    if decision is None:
        if meeting is None:
            raise SchemeError("Choisissez la décision ou la réunion qui a voté ce barème.")
        decision = _decision(fresh, meeting, by)
    if decision.origin_type == "meetings.meeting" and meeting is None:
        meeting = Meeting.objects.filter(pk=decision.origin_id or 0).first()
    fresh.decision, fresh.meeting, fresh.voted_on = decision, meeting, decision.decided_on
    records.save(fresh, by=by, action="adopter")
    _end_previous(fresh, by)
    return fresh


def _decision(scheme: Scheme, meeting: Meeting, by: Actor) -> Task:
    day = local_day(meeting.starts_at)
    decision = add_task(
        title=f"Adopter le barème d’indemnités « {scheme} »",
        kind=Task.Kind.DECISION,
        decided_on=day,
        origin=meeting,
        by=by,
    )
    return change_state(decision, Task.State.DONE, by=by, on=day)


def _end_previous(scheme: Scheme, by: Actor) -> None:
    previous = scheme.previous
    eve = scheme.since - timedelta(days=1)
    if previous and (previous.until is None or previous.until > eve) and previous.since <= eve:
        previous.until = eve
        records.save(previous, by=by, action="terminer")
