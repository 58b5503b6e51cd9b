"""What each app tells of a civil year: figures, charts and tables, for the annual report and statistics.

An app contributes to « report.chapter » a function of (year, today) that gives its Chapter, or None
when it has nothing to say of that year. No figure and no row names a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pupitre.core import french
from pupitre.core.charts import Drawn
from pupitre.core.money import HARD_SPACE
from pupitre.core.registry import registry


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the year; `code` names it for ever, `definition` says what exactly is counted.

    `unit` is empty, « € », « % » or « h »; `value` is None when it is not known.
    """

    code: str
    label: str
    value: float | None
    definition: str
    unit: str = ""

    @property
    def words(self) -> str:
        if self.value is None:
            return "–"
        written = french.number(round(Decimal(str(self.value)), 2))
        return f"{written}{HARD_SPACE}{self.unit}" if self.unit else written


@dataclass(frozen=True, slots=True)
class Listing:
    """A table without a chart."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the report; chapters follow each other by `order`."""

    key: str
    title: str
    order: int
    figures: tuple[Figure, ...]
    drawn: tuple[Drawn, ...] = ()
    listings: tuple[Listing, ...] = ()


def chapters(year: int, today: date) -> list[Chapter]:
    """Return what every app tells of the year, as it stands today."""
    found = registry.contributed("report.chapter", year, today)
    return sorted((one for one in found if one), key=lambda one: (one.order, one.key))


def last_day(year: int, today: date) -> date:
    """The day on which a year is read: its last one, or today while it runs."""
    return min(date(year, 12, 31), today)
