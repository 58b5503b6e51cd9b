"""Prices a month's plan, rule by rule, and lists the demands it does not meet."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pupitre.hr.rules.working_time import Period, monday
from pupitre.rosters.rules.model import (
    Assignment,
    Demand,
    Fairness,
    Person,
    Problem,
    Published,
    periods,
)
from pupitre.rosters.rules.referee import week_minutes

SATURDAY = 5


@dataclass(frozen=True)
class Unmet:
    """`missing` people from `start` to `end` (minutes); `ideal`: only short of the ideal."""

    demand: str
    day: date
    start: int
    end: int
    missing: int
    ideal: bool


@dataclass(frozen=True)
class Change:
    """A person-day that differs from the published plan, its notice in days and its price."""

    person: str
    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]
    notice: int
    price: int


@dataclass(frozen=True)
class Breakdown:
    """Points by rule, the demands not met and the changes, from a legal plan."""

    by_rule: dict[str, int]
    unmet: tuple[Unmet, ...]
    changes: tuple[Change, ...]

    @property
    def total(self) -> int:
        """All points."""
        return sum(self.by_rule.values())


def score(problem: Problem, assignments: Sequence[Assignment]) -> Breakdown:
    """The points of a plan: 0 is a plan that grants everything."""
    unmet = tuple(_unmet(problem, assignments))
    changed = tuple(changes(problem, assignments))
    by_rule = {
        "demands": sum(_unmet_price(problem, item) for item in unmet),
        "hours": sum(_hours(problem, person, assignments) for person in problem.people),
        "target": sum(_target(problem, person, assignments) for person in problem.people),
        "sixth_day": _sixth_days(problem, assignments),
        "fairness": sum(_spread(problem, rule, assignments) for rule in problem.fairness),
        "wishes": _wishes(problem, assignments),
        "absences": _soft_absences(problem, assignments),
        "rooms": _other_rooms(problem, assignments),
        "changes": sum(change.price for change in changed),
    }
    return Breakdown(by_rule, unmet, changed)


def holders(problem: Problem, demand: Demand, assignments: Sequence[Assignment]) -> list[set[str]]:
    """For each slot of a demand, who is there with the skill from its start to its end."""
    slots = [set[str]() for _ in range(demand.start, demand.end, demand.slot)]
    for a in assignments:
        if a.day != demand.day:
            continue
        shift, person = problem.shift(a.shift), problem.person(a.person)
        if demand.skill not in (*person.skills, *shift.provides):
            continue
        for number, start in enumerate(range(demand.start, demand.end, demand.slot)):
            if any(p.start <= start and start + demand.slot <= p.end for p in shift.parts):
                slots[number].add(a.person)
    return slots


def _unmet(problem: Problem, assignments: Sequence[Assignment]) -> Iterator[Unmet]:
    for demand in problem.demands:
        for number, present in enumerate(holders(problem, demand, assignments)):
            start = demand.start + number * demand.slot
            where = (demand.id, demand.day, start, start + demand.slot)
            below, ideal = demand.minimum - len(present), demand.ideal - demand.minimum
            if below > 0:
                yield Unmet(*where, below, ideal=False)
            if (short := min(ideal, demand.ideal - len(present))) > 0:
                yield Unmet(*where, short, ideal=True)


def _unmet_price(problem: Problem, item: Unmet) -> int:
    weights = problem.weights
    level = next(demand.level for demand in problem.demands if demand.id == item.demand)
    full = weights.contractual if level == "contractual" else weights.wanted
    return item.missing * (weights.ideal if item.ideal else full)


def _hours(problem: Problem, person: Person, assignments: Sequence[Assignment]) -> int:
    """Minutes off the contract, week by week, in started hours; half-weeks count in proportion."""
    if person.contract is None:
        return 0
    work = [
        part
        for a in assignments
        if a.person == person.id
        for part in periods(problem.shift(a.shift), a.day)
    ]
    past = [Period(p.start, p.end) for p in problem.history if p.person == person.id]
    weeks = week_minutes(problem, work, past)
    off = [abs(weeks[week] - weekly_target(problem, person, week)) for week in weeks]
    return sum(problem.weights.hour * -(-minutes // 60) for minutes in off)


def weekly_target(problem: Problem, person: Person, week: date) -> int:
    """Minutes of a contract due in a week: less a fifth for each weekday away, or outside."""
    if person.contract is None:
        return 0
    weekdays = [week + timedelta(days=n) for n in range(5)]
    there = sum(not away(problem, person, day) and day <= problem.last for day in weekdays)
    return person.contract.weekly_minutes * there // 5


def away(problem: Problem, person: Person, day: date) -> bool:
    """Is the person absent at noon of that day, firmly?"""
    noon = Period(_noon(day), _noon(day) + timedelta(minutes=1))
    mine = (a for a in problem.absences if a.person == person.id and a.firm)
    return any(absence.interval.meets(noon) for absence in mine)


def _noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(hours=12)


def _target(problem: Problem, person: Person, assignments: Sequence[Assignment]) -> int:
    if person.weekly_shifts is None:
        return 0
    held = Counter(monday(a.day) for a in assignments if a.person == person.id)
    weeks = {monday(day) for day in problem.days()}
    off = sum(abs(held[week] - person.weekly_shifts) for week in weeks)
    return problem.weights.shift_off_target * off


def _sixth_days(problem: Problem, assignments: Sequence[Assignment]) -> int:
    days = {(a.person, a.day) for a in assignments}
    weeks = Counter((person, monday(day)) for person, day in days)
    return problem.weights.sixth_day * sum(count >= 6 for count in weeks.values())


def _spread(problem: Problem, rule: Fairness, assignments: Sequence[Assignment]) -> int:
    group = [person.id for person in problem.people if person.role == rule.role]
    held = Counter(rule.carry_over)
    held.update(a.person for a in assignments if counts(problem, rule, a))
    return rule.weight * (max(held[p] for p in group) - min(held[p] for p in group)) if group else 0


def counts(problem: Problem, rule: Fairness, a: Assignment) -> bool:
    """Does an assignment count for a fairness rule?"""
    if rule.counted == "saturday" and a.day.weekday() == SATURDAY:
        return True
    return rule.counted in problem.shift(a.shift).tags


def _wishes(problem: Problem, assignments: Sequence[Assignment]) -> int:
    held = {(a.person, a.day, shift) for a in assignments for shift in (a.shift, None)}
    return sum(
        wish.weight
        for wish in problem.wishes
        for day in wish.days
        if ((wish.person, day, wish.shift) in held) != wish.want
    )


def _soft_absences(problem: Problem, assignments: Sequence[Assignment]) -> int:
    met = 0
    for a in assignments:
        parts = periods(problem.shift(a.shift), a.day)
        mine = [b.interval for b in problem.absences if b.person == a.person and not b.firm]
        met += any(interval.meets(part) for interval in mine for part in parts)
    return problem.weights.soft_absence * met


def _other_rooms(problem: Problem, assignments: Sequence[Assignment]) -> int:
    preferred = {person.id: person.preferred_room for person in problem.people}
    other = [a for a in assignments if a.room and preferred[a.person] not in (None, a.room)]
    return problem.weights.room * len(other)


def changes(problem: Problem, assignments: Sequence[Assignment]) -> Iterator[Change]:
    """Each person-day whose shifts differ from the published plan."""
    published = problem.published
    if published is None:
        return
    before, after = _by_person_day(published.assignments), _by_person_day(assignments)
    for person, day in sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[0])):
        old, new = before.get((person, day), ()), after.get((person, day), ())
        if old != new:
            notice = (day - published.frozen_until).days
            yield Change(person, day, old, new, notice, change_price(published, day, bool(old)))


def change_price(published: Published, day: date, worked: bool) -> int:
    """Price of changing a person-day that was worked, or off."""
    prices = published.change_cost
    if (day - published.frozen_until).days >= prices.notice_days:
        return prices.early
    return prices.late if worked else prices.called_in


def _by_person_day(
    assignments: Sequence[Assignment],
) -> dict[tuple[str, date], tuple[str, ...]]:
    held: dict[tuple[str, date], tuple[str, ...]] = {}
    for a in assignments:
        held[a.person, a.day] = tuple(sorted((*held.get((a.person, a.day), ()), a.shift)))
    return held
