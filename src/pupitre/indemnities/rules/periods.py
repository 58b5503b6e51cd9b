"""Periods that a run settles: month, quarter, half-year, year."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from pupitre.core.dates import MONTHS, add_months, format_numeric
from pupitre.indemnities.rules.scheme import Span

Rhythm = Literal["month", "quarter", "half", "year"]
MONTHS_OF: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def period_of(day: date, rhythm: Rhythm) -> Span:
    """The period that holds that day."""
    length = MONTHS_OF[rhythm]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Span(first, add_months(first, length) - timedelta(days=1))


def next_period(
    settled_until: date | None, oldest: date | None, rhythm: Rhythm, today: date
) -> Span:
    """The period to settle: the one after the last settled, else that of the oldest meeting, else today's."""
    if settled_until:
        return period_of(settled_until + timedelta(days=1), rhythm)
    return period_of(oldest or today, rhythm)


def words(span: Span) -> str:
    """« mars 2026 », « 3e trimestre 2026 », « 1er semestre 2026 », « année 2026 », else both dates."""
    for rhythm in MONTHS_OF:
        if span == period_of(span.first, rhythm):  # type: ignore[arg-type]  # the keys are the rhythms
            return _named(span, rhythm)
    return f"du {format_numeric(span.first)} au {format_numeric(span.last)}"


def _named(span: Span, rhythm: str) -> str:
    year, month = span.first.year, span.first.month
    if rhythm == "month":
        return f"{MONTHS[month - 1]} {year}"
    if rhythm == "year":
        return f"année {year}"
    rank = (month - 1) // MONTHS_OF[rhythm] + 1
    name = {"quarter": "trimestre", "half": "semestre"}[rhythm]
    return f"{rank}{'er' if rank == 1 else 'e'} {name} {year}"


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether a day of that span is in another one."""
    return any(other.first <= span.last and other.last >= span.first for other in others)
