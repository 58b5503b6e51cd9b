"""Judges periods of work by a rule set: days, rests, weeks, averages, notice, part time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from pupitre.core.dates import format_duration
from pupitre.hr.rules.limits import Limit, RuleSet

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
WEEKS_AVERAGED = 12


@dataclass(frozen=True, order=True)
class Period:
    """Work from `start` to `end` (local time); `pause` minutes inside are not work."""

    start: datetime
    end: datetime
    pause: int = 0

    @property
    def work(self) -> timedelta:
        return self.end - self.start - timedelta(minutes=self.pause)


@dataclass(frozen=True)
class Finding:
    """A limit that is broken, on a day (the Monday, for a week), in one French sentence."""

    code: str
    day: date
    sentence: str
    source: str


def findings(
    periods: Iterable[Period], rules: RuleSet, around: Iterable[Period] = ()
) -> list[Finding]:
    """Every limit broken by `periods`; `around` is work before and after, judged with them only.

    What lies wholly in `around` is not reported.
    """
    own = sorted(periods)
    everything = sorted({*own, *around})
    days = {period.start.date() for period in own}
    found = [*_days(everything, rules), *_rests(everything, rules), *_weeks(everything, rules)]
    weeks = {monday(day) for day in days}
    return [f for f in found if f.day in (weeks if f.code in WEEKLY else days)]


WEEKLY = {"REPOS_HEBDO_35H", "JOURS_MAX6", "SEMAINE_48H"}


def monday(day: date) -> date:
    """The Monday of the civil week of `day`."""
    return day - timedelta(days=day.weekday())


def _days(periods: Sequence[Period], rules: RuleSet) -> Iterator[Finding]:
    by_day: dict[date, list[Period]] = defaultdict(list)
    for period in periods:
        by_day[period.start.date()].append(period)
    for day, parts in by_day.items():
        yield from _day(day, parts, rules)


def _day(day: date, parts: list[Period], rules: RuleSet) -> Iterator[Finding]:
    work = sum((part.work for part in parts), timedelta())
    span = max(part.end for part in parts) - parts[0].start
    blocks = _blocks(parts)
    shortest = min(end - start for start, end in blocks)
    stretch = max(_stretches(parts, rules.value("PAUSE_20MIN", 0)))
    yield from _above(
        rules, "DUREE_JOUR_10H", day, work, f"{hours(work)} de travail dans la journée"
    )
    yield from _above(rules, "AMPLITUDE_10H", day, span, f"amplitude de {hours(span)}")
    if (limit := rules.get("VACATIONS_MAX2")) and len(blocks) > limit.value:
        yield _finding(limit, day, f"{len(blocks)} vacations, {limit.value} au plus")
    if (limit := rules.get("VACATION_3H")) and len(blocks) > 1 and shortest < _span(limit):
        yield _finding(limit, day, f"vacation de {hours(shortest)} dans une journée discontinue")
    if (limit := rules.get("PAUSE_APRES")) and stretch > _span(limit):
        pause = rules.get("PAUSE_20MIN") or limit
        yield _finding(pause, day, f"{hours(stretch)} d’affilée sans pause de {pause.value} min")


def _blocks(parts: list[Period]) -> list[tuple[datetime, datetime]]:
    """Half-days: a gap of less than one hour is a meal break inside one of them (our reading)."""
    blocks = [(parts[0].start, parts[0].end)]
    for part in parts[1:]:
        if part.start - blocks[-1][1] < HOUR:
            blocks[-1] = (blocks[-1][0], part.end)
        else:
            blocks.append((part.start, part.end))
    return blocks


def _stretches(parts: list[Period], pause: int) -> Iterator[timedelta]:
    """Lengths of work without a break of `pause` minutes; a planned pause is taken half-way."""
    stretch = timedelta()
    for before, part in zip([None, *parts], parts, strict=False):
        if before is not None and part.start - before.end >= timedelta(minutes=pause):
            stretch = timedelta()
        if part.pause >= pause > 0:
            yield stretch + part.work / 2
            stretch = part.work / 2
        else:
            stretch += part.work
        yield stretch


def _rests(periods: Sequence[Period], rules: RuleSet) -> Iterator[Finding]:
    limit = rules.get("REPOS_11H")
    for before, after in pairwise(periods):
        rest = after.start - before.end
        if limit and before.start.date() != after.start.date() and rest < _span(limit):
            yield _finding(limit, after.start.date(), f"repos de {hours(rest)} depuis la veille")


def _weeks(periods: Sequence[Period], rules: RuleSet) -> Iterator[Finding]:
    by_week: dict[date, list[Period]] = defaultdict(list)
    for period in periods:
        by_week[monday(period.start.date())].append(period)
    for week, parts in by_week.items():
        work = sum((part.work for part in parts), timedelta())
        days = len({part.start.date() for part in parts})
        yield from _above(rules, "SEMAINE_48H", week, work, f"{hours(work)} dans la semaine")
        if (limit := rules.get("JOURS_MAX6")) and days > limit.value:
            yield _finding(limit, week, f"{days} jours travaillés dans la semaine")
        if (limit := rules.get("REPOS_HEBDO_35H")) and not _weekly_rest(periods, week, limit):
            yield _finding(limit, week, f"aucun repos de {hours(_span(limit))} dans la semaine")


def _weekly_rest(periods: Sequence[Period], week: date, limit: Limit) -> bool:
    """Is there a long enough rest of which at least one day lies in the civil week?"""
    first = datetime.combine(week, time())
    last = first + WEEK
    far = timedelta(days=30)
    ends = [first - far, *(period.end for period in periods)]
    starts = [*(period.start for period in periods), last + far]
    return any(
        start - end >= _span(limit) and min(start, last) - max(end, first) >= DAY
        for end, start in zip(ends, starts, strict=True)
    )


def average_findings(
    weeks: Sequence[tuple[date, int]], rules: RuleSet, length: int = WEEKS_AVERAGED
) -> list[Finding]:
    """Every run of `length` weeks whose average is too high; `weeks`: (Monday, minutes)."""
    limit = rules.get("MOYENNE_44H")
    found = []
    for first in range(len(weeks) - length + 1):
        part = weeks[first : first + length]
        total = sum(minutes for _, minutes in part)
        if limit and total > limit.value * length:
            average = timedelta(minutes=total) / length
            found.append(
                _finding(limit, part[-1][0], f"{hours(average)} en moyenne sur {length} semaines")
            )
    return found


def notice_findings(
    told: date, effective: date, rules: RuleSet, *, unforeseeable: bool = False
) -> list[Finding]:
    """Is a change of timetable told early enough? Unforeseeable events are exempt."""
    limit, notice = rules.get("DELAI_15J"), (effective - told).days
    if limit is None or unforeseeable or notice >= limit.value:
        return []
    return [
        _finding(
            limit, effective, f"changement annoncé {notice} jours avant, il en faut {limit.value}"
        )
    ]


def part_time_findings(
    contract: int, weeks: Sequence[tuple[date, int]], rules: RuleSet, *, cleaning: bool = False
) -> list[Finding]:
    """A part-time contract (minutes a week) too short, or weeks with too many extra hours."""
    full = rules.value("DUREE_LEGALE", 2100)
    if contract >= full:
        return []
    least = rules.get("PARTIEL_MIN_ENTRETIEN" if cleaning else "PARTIEL_MIN")
    found = []
    if least and contract < least.value and weeks:
        text = f"contrat de {hours(timedelta(minutes=contract))} par semaine"
        found.append(_finding(least, weeks[0][0], text))
    extra = rules.get("COMPLEMENTAIRE")
    for week, minutes in weeks:
        if extra and (minutes * 100 > contract * (100 + extra.value) or minutes >= full):
            text = f"{hours(timedelta(minutes=minutes))} pour un contrat à temps partiel"
            found.append(_finding(extra, week, text))
    return found


def _above(
    rules: RuleSet, code: str, day: date, length: timedelta, sentence: str
) -> Iterator[Finding]:
    limit = rules.get(code)
    if limit and length > _span(limit):
        yield _finding(limit, day, f"{sentence}, {hours(_span(limit))} au plus")


def _span(limit: Limit) -> timedelta:
    return timedelta(minutes=limit.value)


def _finding(limit: Limit, day: date, sentence: str) -> Finding:
    return Finding(
        limit.code, day, f"{sentence[0].upper()}{sentence[1:]} ({limit.source}).", limit.source
    )


def hours(length: timedelta) -> str:
    """`7 h 30`, `10 h`, `20 min`."""
    return format_duration(round(length.total_seconds() / 60))
