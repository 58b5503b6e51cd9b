"""Reads of series: their pattern, what is planned, what was held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from pupitre.centres.queries import calendar_of, current_centre
from pupitre.core import french
from pupitre.core.dates import Calendar, add_months, utc_moment
from pupitre.core.registry import Deadline
from pupitre.meetings.models import AgendaItem, Meeting, Participant, Series, Step
from pupitre.meetings.rules.series import (
    ALL_BREAKS,
    Change,
    EveryWeeks,
    MonthlyDate,
    NthWeekday,
    Pattern,
    Planned,
    occurrences,
)

Rule = NthWeekday | EveryWeeks | MonthlyDate
RUNS_OUT = timedelta(days=60)
"""How long before its last meeting a series asks to be extended."""


@dataclass(frozen=True)
class Line:
    """A meeting of a series: whether it left its date, and who came of those invited."""

    meeting: Meeting
    moved: bool
    present: int
    invited: int

    @property
    def rate(self) -> int | None:
        """The share of those invited who came, in per cent; None before the meeting is closed."""
        held = self.meeting.state == Meeting.State.CLOSED and self.invited
        return round(100 * self.present / self.invited) if held else None


@dataclass(frozen=True)
class SeriesPage:
    """What a series' page shows; `planned.skipped` are the dates of the rhythm that are not held."""

    coming: Sequence[Line]
    past: Sequence[Line]
    planned: Planned
    horizon: date

    @property
    def rate(self) -> int | None:
        """The attendance of all the meetings closed, in per cent."""
        closed = [line for line in self.past if line.rate is not None]
        invited = sum(line.invited for line in closed)
        return round(100 * sum(line.present for line in closed) / invited) if invited else None


def series_list(now: datetime) -> QuerySet[Any]:
    """Return the series with their next meeting and the number still to come."""
    coming = Q(meetings__starts_at__gte=now, meetings__state=Meeting.State.PLANNED)
    return (
        Series.objects.select_related("template__group")
        .annotate(
            next_start=Min("meetings__starts_at", filter=coming),
            coming_count=Count("meetings", filter=coming),
        )
        .order_by("name")
    )


def rule_of(series: Series) -> Rule:
    """Return the rhythm; a rhythm in weeks is counted from the first such day of the series."""
    if series.rule == Series.Rule.NTH_WEEKDAY:
        return NthWeekday(series.number, series.weekday)
    if series.rule == Series.Rule.MONTHLY_DATE:
        return MonthlyDate(series.number)
    wait = (series.weekday - series.starts_on.weekday()) % 7
    return EveryWeeks(series.number, series.starts_on + timedelta(days=wait))


def pattern_of(series: Series) -> Pattern:
    """Return a series as the rules read it, its exceptions included."""
    changes = series.changes.all() if series.pk else ()
    return Pattern(
        rule=rule_of(series),
        at=series.at,
        minutes=series.template.minutes,
        skip_months=frozenset(series.skip_months),
        skip_holidays=series.skip_holidays,
        skip_breaks=frozenset(series.skip_breaks) and ALL_BREAKS,
        changes=tuple(Change(c.original, c.moved_to, c.at, c.why) for c in changes),
    )


def centre_calendar() -> Calendar:
    """Return the calendar that the centre in scope lives by."""
    return calendar_of(current_centre())


def plan_of(series: Series, start: date, until: date) -> Planned:
    """Return the dates of a series from `start` to `until`, saved or not yet."""
    last = min(until, series.until or until)
    return occurrences(pattern_of(series), max(start, series.starts_on), last, centre_calendar())


def horizon(series: Series, today: date) -> date:
    """Return until when meetings are made: the end of the series, else twelve months, never less than made already."""
    if series.until:
        return series.until
    made = series.meetings.aggregate(last=Max("original_day"))["last"] if series.pk else None
    return max(made or today, add_months(max(today, series.starts_on), 12))


def untouched(series: Series, now: datetime) -> list[Meeting]:
    """Return the meetings to come that nobody moved, prepared, answered or wrote in."""
    coming = series.meetings.filter(
        ~Exists(Participant.objects.filter(meeting=OuterRef("pk")).exclude(answer="none")),
        ~Exists(Step.objects.filter(meeting=OuterRef("pk"), done_on__isnull=False)),
        ~Exists(
            AgendaItem.objects.filter(meeting=OuterRef("pk")).exclude(
                source=AgendaItem.Source.MODEL
            )
        ),
        state=Meeting.State.PLANNED,
        starts_at__gt=now,
        original_day__isnull=False,
        notes="",
    )
    changed = set(series.changes.values_list("original", flat=True))
    at = Series.objects.values_list("at", flat=True).get(pk=series.pk)
    return [
        meeting
        for meeting in coming
        if meeting.original_day
        and meeting.original_day not in changed
        and meeting.starts_at == utc_moment(meeting.original_day, at)
    ]


def series_page(series: Series, now: datetime) -> SeriesPage:
    """Return the meetings held and to come, with attendance, and the dates that are not held."""
    today = french.local_day(now)
    came = Q(participants__status=Participant.Status.PRESENT)
    meetings = series.meetings.annotate(
        invited=Count("participants", filter=~Q(participants__status="replaced")),
        present=Count("participants", filter=came),
    )
    until = horizon(series, today)
    lines = [_line(meeting) for meeting in meetings.order_by("starts_at")]
    return SeriesPage(
        coming=[line for line in lines if line.meeting.starts_at >= now],
        past=[line for line in reversed(lines) if line.meeting.starts_at < now],
        planned=plan_of(series, today, until),
        horizon=until,
    )


def _line(meeting: Any) -> Line:
    day = meeting.original_day
    moved = day is not None and french.local_day(meeting.starts_at) != day
    return Line(meeting, moved, meeting.present, meeting.invited)


def series_deadlines(today: date) -> Iterator[Deadline]:
    """The open-ended series whose meetings run out."""
    found = Series.objects.filter(until=None).annotate(last=Max("meetings__original_day"))
    for series in found:
        if series.last is None or series.last - RUNS_OUT <= today:
            yield Deadline(
                due=series.last or today,
                title=f"Prolonger la série « {series.name} »",
                reason="Après cette date, aucune réunion n’est posée.",
                url=series.get_absolute_url(),
                act="Prolonger",
            )
