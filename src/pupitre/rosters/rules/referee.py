"""Judges a month's plan by every hard rule; shares no code with the engine."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from pupitre.hr.rules.working_time import Finding, Period, average_findings, findings, hours, monday
from pupitre.rosters.rules.model import Assignment, Person, Problem, periods


@dataclass(frozen=True)
class Violation:
    """A hard rule that is broken, in one French sentence; `source` is the text, when it is law."""

    rule: str
    person: str
    day: date
    sentence: str
    source: str = ""


def check(problem: Problem, assignments: Sequence[Assignment]) -> list[Violation]:
    """Every hard rule that the plan breaks; empty: it may be published."""
    unknown = list(_unknown(problem, assignments))
    if unknown:
        return unknown
    found = [*_possible(problem, assignments), *_overlaps(problem, assignments)]
    found += [*_rooms(problem, assignments), *_kept(problem, assignments)]
    for person in problem.people:
        found += _law(problem, person, [a for a in assignments if a.person == person.id])
    return found


def _unknown(problem: Problem, assignments: Sequence[Assignment]) -> Iterator[Violation]:
    people, shifts = {p.id for p in problem.people}, {s.id for s in problem.shifts}
    rooms = {None, *(room.id for room in problem.rooms)}
    for a in assignments:
        known = a.person in people and a.shift in shifts and a.room in rooms
        if not known or not problem.first <= a.day <= problem.last:
            yield _violation("unknown", a, "Affectation hors du planning")


def _violation(rule: str, a: Assignment, sentence: str) -> Violation:
    return Violation(rule, a.person, a.day, f"{sentence} ({a.shift}, {a.day:%d/%m/%Y}).")


def _possible(problem: Problem, assignments: Sequence[Assignment]) -> Iterator[Violation]:
    for a in assignments:
        person, shift = problem.person(a.person), problem.shift(a.shift)
        if person.role not in shift.roles:
            yield _violation("role", a, f"{person.name} ne tient pas cet horaire")
        if a.day.weekday() not in shift.weekdays:
            yield _violation("weekday", a, "Horaire donné un jour où il n’existe pas")
        if _absent(problem, a):
            yield _violation("absence", a, f"{person.name} est absent·e")


def _overlaps(problem: Problem, assignments: Sequence[Assignment]) -> Iterator[Violation]:
    held: dict[tuple[str, date], list[Assignment]] = defaultdict(list)
    for a in assignments:
        held[a.person, a.day].append(a)
    for (name, _), same_day in held.items():
        if len(same_day) > problem.person(name).max_shifts_day:
            yield _violation("shifts_day", same_day[-1], "Trop d’horaires le même jour")
        for one, other in combinations(same_day, 2):
            if _clash(problem, one, other):
                yield _violation("overlap", other, "Deux horaires en même temps")


def _clash(problem: Problem, one: Assignment, other: Assignment) -> bool:
    firsts, seconds = (periods(problem.shift(a.shift), a.day) for a in (one, other))
    return any(p.start < q.end and q.start < p.end for p in firsts for q in seconds)


def _rooms(problem: Problem, assignments: Sequence[Assignment]) -> Iterator[Violation]:
    rooms = {room.id: room for room in problem.rooms}
    used: dict[tuple[str, date], list[Assignment]] = defaultdict(list)
    for a in assignments:
        use = problem.shift(a.shift).room_use
        if a.room is None:
            if use is not None:
                yield _violation("room", a, "Il manque une salle")
            continue
        used[a.room, a.day].append(a)
        if use not in rooms[a.room].uses:
            yield _violation("room_use", a, f"{rooms[a.room].name} ne sert pas à cela")
        parts = periods(problem.shift(a.shift), a.day)
        if any(shut.meets(part) for shut in rooms[a.room].closed for part in parts):
            yield _violation("room_closed", a, f"{rooms[a.room].name} est fermée")
    for same in used.values():
        for one, other in combinations(same, 2):
            if _clash(problem, one, other):
                yield _violation("room_twice", other, "Salle occupée deux fois")


def _kept(problem: Problem, assignments: Sequence[Assignment]) -> Iterator[Violation]:
    """Frozen days and locked assignments stay as published, sudden absences apart."""
    if problem.published is None:
        return
    published, frozen = problem.published.assignments, problem.published.frozen_until
    now = {(a.person, a.day, a.shift) for a in assignments}
    before = {(a.person, a.day, a.shift) for a in published}
    for a in published:
        held = (a.locked or a.day < frozen) and not _absent(problem, a)
        if held and (a.person, a.day, a.shift) not in now:
            yield _violation("kept", a, "Affectation figée qui a disparu")
    for a in assignments:
        if a.day < frozen and (a.person, a.day, a.shift) not in before:
            yield _violation("kept", a, "Affectation ajoutée un jour figé")


def _absent(problem: Problem, a: Assignment) -> bool:
    parts = periods(problem.shift(a.shift), a.day)
    mine = [b.interval for b in problem.absences if b.person == a.person and b.firm]
    return any(interval.meets(part) for interval in mine for part in parts)


def _law(problem: Problem, person: Person, held: list[Assignment]) -> Iterator[Violation]:
    """What the part of the plan that may still change breaks; the past is not judged again."""
    frozen = problem.published.frozen_until if problem.published else problem.first
    past = _findings(problem, person, [a for a in held if a.day < frozen])
    known = {(finding.code, finding.day) for finding in past}
    for finding in _findings(problem, person, held):
        if (finding.code, finding.day) not in known:
            text = f"{person.name} : {finding.sentence}"
            yield Violation(finding.code, person.id, finding.day, text, finding.source)


def _findings(problem: Problem, person: Person, held: list[Assignment]) -> list[Finding]:
    """What breaks the law or the contract of one person."""
    if person.contract is None:
        return []
    rules = problem.rules_of(person.contract)
    work = [part for a in held for part in periods(problem.shift(a.shift), a.day)]
    past = [Period(p.start, p.end) for p in problem.history if p.person == person.id]
    weeks = week_minutes(problem, work, past)
    most = person.contract.weekly_minutes + person.contract.max_extra_week
    beyond = [
        Finding("CONTRAT", week, f"{_length(minutes)} dans la semaine, plus que son contrat.", "")
        for week, minutes in weeks.items()
        if minutes > most
    ]
    averaged = average_findings([*earlier(problem, person.id), *sorted(weeks.items())], rules)
    return [*findings(work, rules, past), *averaged, *beyond]


def _length(minutes: int) -> str:
    return hours(timedelta(minutes=minutes))


def week_minutes(
    problem: Problem, work: Sequence[Period], past: Sequence[Period]
) -> dict[date, int]:
    """Minutes of each civil week that the horizon meets, work before it included."""
    first = monday(problem.first)
    weeks = {first + timedelta(weeks=n): 0 for n in range((problem.last - first).days // 7 + 1)}
    for period in (*work, *past):
        week = monday(period.start.date())
        if week in weeks:
            weeks[week] += int(period.work.total_seconds() // 60)
    return weeks


def earlier(problem: Problem, name: str) -> list[tuple[date, int]]:
    """The known weeks before the horizon, with their Monday."""
    minutes = problem.earlier_weeks.get(name, ())
    start = monday(problem.first) - timedelta(weeks=len(minutes))
    return [(start + timedelta(weeks=n), value) for n, value in enumerate(minutes)]
