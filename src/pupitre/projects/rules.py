"""What lasts over a period: levels of a quality approach, presence of visiting professionals."""

from datetime import date
from fractions import Fraction


def levels(
    diagnosed_on: date | None,
    deployed_on: date | None,
    concluded_on: date | None,
    first: date,
    last: date,
) -> frozenset[int]:
    """The levels of a quality approach reached by `last`: 1 diagnosis, 2 plan deployed, 3 results.

    An approach concluded before `first` belongs to the years before (ACI avenant 1, A2-06).
    """
    if concluded_on and concluded_on < first:
        return frozenset()
    dates = {1: diagnosed_on, 2: deployed_on, 3: concluded_on}
    return frozenset(level for level, day in dates.items() if day and day <= last)


def mean_days(
    half_days_a_week: Fraction, since: date, until: date | None, first: date, last: date
) -> Fraction:
    """The mean presence in days a week over a period, both ends included; half-days count for half."""
    begin, end = max(since, first), min(until or last, last)
    present = max(0, (end - begin).days + 1)
    return half_days_a_week / 2 * present / ((last - first).days + 1)
