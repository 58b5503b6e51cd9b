"""Recurring meetings: which dates are held, which are skipped and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pupitre.core.dates import (
    MONTHS,
    WEEKDAYS,
    Calendar,
    add_months,
    format_long,
    month_end,
    month_start,
    next_working_day,
    nth_weekday,
    utc_moment,
)

ALL_BREAKS = frozenset({"*"})
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """« Le premier mardi du mois »: nth 1–5 or -1 for the last, weekday 0 = Monday."""

    nth: int
    weekday: int

    def dates(self, start: date, until: date) -> Iterator[date]:
        month = month_start(start)
        while month <= until:
            found = nth_weekday(month.year, month.month, self.weekday, self.nth)
            if found and start <= found <= until:
                yield found
            month = add_months(month, 1)


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """« Un jeudi sur deux »: every `weeks` weeks counted from `anchor`, which is one of them."""

    weeks: int
    anchor: date

    def dates(self, start: date, until: date) -> Iterator[date]:
        step = timedelta(weeks=self.weeks)
        day = self.anchor + step * max(0, -((self.anchor - start) // step))
        while day <= until:
            yield day
            day += step


@dataclass(frozen=True, slots=True)
class MonthlyDate:
    """« Le 15 de chaque mois »; the last day of the month when it is shorter."""

    day: int

    def dates(self, start: date, until: date) -> Iterator[date]:
        month = month_start(start)
        while month <= until:
            found = month.replace(day=min(self.day, month_end(month).day))
            if start <= found <= until:
                yield found
            month = add_months(month, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """One occurrence cancelled (`moved_to` is None) or moved, perhaps to another time."""

    original: date
    moved_to: date | None = None
    at: time | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A series. `at` is the time on the wall in Paris; `skip_breaks` names of school holidays, or
    ALL_BREAKS; `changes` win over every other rule."""

    rule: NthWeekday | EveryWeeks | MonthlyDate
    at: time
    minutes: int
    skip_months: frozenset[int] = frozenset()
    skip_holidays: bool = True
    skip_breaks: frozenset[str] = frozenset()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A meeting to hold; moments in UTC. `original` differs from `day` when it was moved."""

    day: date
    start: datetime
    end: datetime
    original: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date not held, its reason in French, and other dates to propose, best first."""

    day: date
    reason: str
    proposals: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """The series over a span of time."""

    held: tuple[Occurrence, ...]
    skipped: tuple[Skipped, ...]


def occurrences(pattern: Pattern, start: date, until: date, calendar: Calendar) -> Planned:
    """Every date of the pattern from `start` to `until` (both counted, before moves)."""
    changes = {change.original: change for change in pattern.changes}
    held: list[Occurrence] = []
    skipped: list[Skipped] = []
    for day in pattern.rule.dates(start, until):
        change = changes.get(day)
        if change and change.moved_to:
            held.append(_occurrence(pattern, change.moved_to, day, change.at, _moved_note(change)))
        elif change:
            skipped.append(Skipped(day, change.why or "annulée"))
        elif reason := refusal(pattern, day, calendar):
            skipped.append(Skipped(day, reason, _proposals(pattern, day, calendar)))
        else:
            held.append(_occurrence(pattern, day, day, None, _note(pattern, day, calendar)))
    return Planned(tuple(sorted(held, key=lambda found: found.start)), tuple(skipped))


def refusal(pattern: Pattern, day: date, calendar: Calendar) -> str:
    """Why the pattern does not meet on that day, in French, or ""."""
    if day.month in pattern.skip_months:
        return f"pas de réunion en {MONTHS[day.month - 1]}"
    if closing := _day_off(pattern, day, calendar):
        return closing
    school = calendar.school_on(day)
    if school.state == "vacances" and pattern.skip_breaks & {"*", school.name}:
        return f"{school.name} (zone {calendar.zone})"
    return ""


def _day_off(pattern: Pattern, day: date, calendar: Calendar) -> str:
    if pattern.skip_holidays and (name := calendar.holiday(day)):
        return f"jour férié : {name}"
    if name := calendar.closed.get(day, ""):
        return f"structure fermée : {name}"
    if isinstance(pattern.rule, MonthlyDate) and day.weekday() in calendar.weekend:
        return f"c’est un {WEEKDAYS[day.weekday()]}"
    return ""


def again_next_week(pattern: Pattern, day: date, calendar: Calendar) -> date:
    """« La même, la semaine prochaine »: a week later, or the first week that can be held."""
    day += _WEEK
    while refusal(pattern, day, calendar):
        day += _WEEK
    return day


def _proposals(pattern: Pattern, day: date, calendar: Calendar) -> tuple[date, ...]:
    """A week later, a week earlier, the next working day; only when the day itself is off."""
    if day.month in pattern.skip_months or not _day_off(pattern, day, calendar):
        return ()
    near = (day + _WEEK, day - _WEEK, next_working_day(day, calendar))
    return tuple(dict.fromkeys(d for d in near if not refusal(pattern, d, calendar)))


def _occurrence(
    pattern: Pattern, day: date, original: date, at: time | None, note: str
) -> Occurrence:
    start = utc_moment(day, at or pattern.at)
    return Occurrence(day, start, start + timedelta(minutes=pattern.minutes), original, note)


def _moved_note(change: Change) -> str:
    because = f" : {change.why}" if change.why else ""
    return f"déplacée du {format_long(change.original)}{because}"


def _note(pattern: Pattern, day: date, calendar: Calendar) -> str:
    if pattern.skip_breaks and calendar.school_on(day).state == "inconnu":
        return "vacances scolaires non connues à cette date : à vérifier"
    return ""
