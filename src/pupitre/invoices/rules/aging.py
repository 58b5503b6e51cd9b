"""How late what is owed is: 30, 60 and 90 days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BUCKETS = ((0, "Non échu"), (30, "1 à 30 jours"), (60, "31 à 60 jours"), (90, "61 à 90 jours"))
OLDEST = "Plus de 90 jours"
TITLES = (*(words for _, words in BUCKETS), OLDEST)


@dataclass(frozen=True)
class Owed:
    """A sum owed to somebody, due one day; negative for a credit note."""

    supplier: int
    name: str
    cents: int
    due_on: date


@dataclass(frozen=True)
class AgedRow:
    """What one supplier is owed, by lateness, in the order of TITLES."""

    supplier: int
    name: str
    cents: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.cents)


def bucket_of(due_on: date, day: date) -> int:
    """Return the rank of the bucket: 0 until the due day, then 1 for 1 to 30 days late, up to 4."""
    late = (day - due_on).days
    return next((rank for rank, (most, _) in enumerate(BUCKETS) if late <= most), len(BUCKETS))


def aged(owed: Iterable[Owed], day: date) -> list[AgedRow]:
    """Return one row per supplier, the most owed first."""
    sums: dict[tuple[int, str], list[int]] = {}
    for one in owed:
        row = sums.setdefault((one.supplier, one.name), [0] * len(TITLES))
        row[bucket_of(one.due_on, day)] += one.cents
    rows = [AgedRow(key, name, tuple(cents)) for (key, name), cents in sums.items()]
    return sorted(rows, key=lambda row: (-row.total, row.name, row.supplier))
