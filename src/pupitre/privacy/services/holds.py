"""Writes about holds."""

from datetime import date

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.privacy.models import LegalHold


def lift_hold(hold: LegalHold, *, on: date, by: Actor) -> LegalHold:
    """Let retention and erasure run again; the hold stays in the list, with its dates."""
    if hold.lifted_on is not None:
        return hold
    hold.lifted_on = on
    return records.save(hold, by=by, action="lever le gel")
