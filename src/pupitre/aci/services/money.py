"""Writes of the ACI money: the payments of the CPAM, and what its notification retains."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from pupitre.aci.models import Notification, NotifiedLine, Receipt
from pupitre.aci.queries.exercises import exercise_of
from pupitre.aci.services.evidence import kept_exercise
from pupitre.core import records
from pupitre.core.actor import Actor


@transaction.atomic
def keep_receipt(
    receipt: Receipt, *, year: int, by: Actor, expected_version: int | None = None
) -> Receipt:
    """Keep a payment of the CPAM for an exercise; raise ConflictError when its version moved."""
    receipt.exercise = kept_exercise(exercise_of(year), by=by)
    return records.save(receipt, by=by, action="noter", expected_version=expected_version)


@transaction.atomic
def keep_notification(
    year: int,
    *,
    received_on: date,
    total_cents: int,
    lines: Mapping[str, tuple[int | None, str]],
    note: str = "",
    by: Actor,
) -> Notification:
    """Keep what the CPAM retained for an exercise; `lines` gives cents and reason by indicator, None: not said."""
    exercise = kept_exercise(exercise_of(year), by=by)
    kept = exercise.notifications.first() or Notification(exercise=exercise)
    kept.received_on, kept.total_cents, kept.note = received_on, total_cents, note
    records.save(kept, by=by, action="noter")
    held = {line.indicator: line for line in kept.lines.all()} if kept.pk else {}
    for key, (cents, reason) in lines.items():
        keep_line(
            held.get(key) or NotifiedLine(notification=kept, indicator=key), cents, reason, by
        )
    return kept


def keep_line(line: NotifiedLine, cents: int | None, reason: str, by: Actor) -> None:
    """Write a line that changed; take away one that is not said any more."""
    if cents is None:
        if line.pk:
            records.remove(line, by=by)
    elif line.pk is None or (line.cents, line.reason) != (cents, reason):
        line.cents, line.reason = cents, reason
        records.save(line, by=by, action="noter")
