"""When a recurring charge falls, and which of its occurrences invoices already cover."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pupitre.core.dates import add_months

MOST = 12 * 50
"""No charge is followed over more than fifty years."""


@dataclass(frozen=True)
class Rhythm:
    """A charge that comes back every `months` from its first day, until its end where it has one."""

    first_on: date
    months: int
    ends_on: date | None = None

    def occurrences(self, until: date) -> Iterator[date]:
        """Yield its days in order, up to `until` included."""
        last = min(until, self.ends_on) if self.ends_on else until
        for rank in range(MOST):
            day = add_months(self.first_on, rank * self.months)
            if day > last:
                return
            yield day

    def expected(self, invoiced: Iterable[date], until: date) -> list[date]:
        """Return the occurrences that no invoice covers yet: those after the one nearest to the latest invoice."""
        days = list(self.occurrences(add_months(until, self.months)))
        latest = max(invoiced, default=None)
        if latest is not None and days:
            nearest = min(days, key=lambda day: abs((day - latest).days))
            days = [day for day in days if day > nearest]
        return [day for day in days if day <= until]

    @property
    def yearly(self) -> int:
        """How many times a year it comes."""
        return 12 // self.months
