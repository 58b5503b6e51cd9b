"""What a month's plan costs, as linear terms over a MonthModel; `score` prices it apart."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from pupitre.hr.rules.working_time import monday
from pupitre.rosters.rules.model import (
    Assignment,
    Demand,
    Fairness,
    Person,
    Problem,
    Published,
    periods,
)
from pupitre.rosters.rules.score import change_price, counts, weekly_target
from pupitre.rosters.rules.solver.month_model import MonthModel

Terms = list[tuple[Any, int]]
LONG = 20_000


class MonthCosts:
    """Adds the objective to a model."""

    def __init__(self, month: MonthModel) -> None:
        self.month, self.model, self.problem = month, month.model, month.problem
        self.terms: Terms = []
        self.constant = 0
        for demand in self.problem.demands:
            self._demand(demand)
        for person in self.problem.people:
            self._hours(person)
            self._target(person)
            self._sixth_days(person)
        for rule in self.problem.fairness:
            self._fairness(rule)
        self._wishes()
        self._soft_absences()
        self._rooms()
        if self.problem.published:
            self._changes(self.problem.published)
        self.model.minimize(sum(literal * price for literal, price in self.terms) + self.constant)

    def _whole(self, most: int) -> Any:
        return self.model.new_int_var(0, max(0, most), "")

    def _demand(self, demand: Demand) -> None:
        weights = self.problem.weights
        full = weights.contractual if demand.level == "contractual" else weights.wanted
        alike = Counter(
            tuple(covering(self.month, demand, start))
            for start in range(demand.start, demand.end, demand.slot)
        )
        for keys, slots in alike.items():
            present = sum(self.month.given[key] for key in keys)
            below, short = self._whole(demand.minimum), self._whole(demand.ideal)
            self.model.add(below >= demand.minimum - present)
            self.model.add(short >= demand.ideal - present)
            self.terms += [(below, (full - weights.ideal) * slots), (short, weights.ideal * slots)]

    def _hours(self, person: Person) -> None:
        if person.contract is None:
            return
        for week in sorted({monday(day) for day in self.problem.days()}):
            target = weekly_target(self.problem, person, week)
            off = self._whole(LONG // 60)
            minutes = self.month.minutes(person, week)
            self.model.add(off * 60 >= minutes - target)
            self.model.add(off * 60 >= target - minutes)
            self.terms.append((off, self.problem.weights.hour))

    def _target(self, person: Person) -> None:
        if person.weekly_shifts is None:
            return
        weeks: dict[date, list[Any]] = {monday(day): [] for day in self.problem.days()}
        for (who, day, _), literal in self.month.given.items():
            if who == person.id:
                weeks[monday(day)].append(literal)
        for held in weeks.values():
            off = self._whole(len(held) + person.weekly_shifts)
            self.model.add(off >= sum(held) - person.weekly_shifts)
            self.model.add(off >= person.weekly_shifts - sum(held))
            self.terms.append((off, self.problem.weights.shift_off_target))

    def _sixth_days(self, person: Person) -> None:
        weeks = defaultdict(list)
        for (who, day), working in self.month.working.items():
            if who == person.id:
                weeks[monday(day)].append(working)
        for days in weeks.values():
            if len(days) >= 6:
                sixth = self.model.new_bool_var("")
                self.model.add(sum(days) <= 5 + 2 * sixth)
                self.terms.append((sixth, self.problem.weights.sixth_day))

    def _fairness(self, rule: Fairness) -> None:
        totals = []
        for person in self.problem.people:
            if person.role != rule.role:
                continue
            held = [
                literal
                for (who, day, shift), literal in self.month.given.items()
                if who == person.id and counts(self.problem, rule, Assignment(who, day, shift))
            ]
            totals.append(sum(held) + rule.carry_over.get(person.id, 0))
        if len(totals) < 2:
            return
        low, high = (self.model.new_int_var(-LONG, LONG, "") for _ in range(2))
        for total in totals:
            self.model.add(total <= high)
            self.model.add(total >= low)
        self.terms.append((high - low, rule.weight))

    def _wishes(self) -> None:
        for wish in self.problem.wishes:
            for day in wish.days:
                if wish.shift is None:
                    held = self.month.working.get((wish.person, day), 0)
                else:
                    held = self.month.given.get((wish.person, day, wish.shift), 0)
                self.constant += wish.weight if wish.want else 0
                self.terms.append((held, -wish.weight if wish.want else wish.weight))

    def _soft_absences(self) -> None:
        soft = [absence for absence in self.problem.absences if not absence.firm]
        for (who, day, shift), literal in self.month.given.items():
            parts = periods(self.problem.shift(shift), day) if soft else []
            mine = [absence.interval for absence in soft if absence.person == who]
            if any(interval.meets(part) for interval in mine for part in parts):
                self.terms.append((literal, self.problem.weights.soft_absence))

    def _rooms(self) -> None:
        people = {person.id: person for person in self.problem.people}
        for (who, _, _, room), literal in self.month.roomed.items():
            if people[who].preferred_room not in (None, room):
                self.terms.append((literal, self.problem.weights.room))

    def _changes(self, published: Published) -> None:
        before: dict[tuple[str, date], set[str]] = defaultdict(set)
        for a in published.assignments:
            before[a.person, a.day].add(a.shift)
        now: dict[tuple[str, date], dict[str, Any]] = defaultdict(dict)
        for (who, day, shift), literal in self.month.given.items():
            now[who, day][shift] = literal
        for who, day in self.month.working:
            old = before[who, day]
            changed = self.model.new_bool_var("")
            for shift, literal in now[who, day].items():
                if shift not in old:
                    self.model.add_implication(literal, changed)
            for shift in old:
                kept = self.month.given.get((who, day, shift))
                self.model.add_bool_or([changed] if kept is None else [changed, kept])
            self.terms.append((changed, change_price(published, day, bool(old))))


def covering(month: MonthModel, demand: Demand, start: int) -> list[tuple[str, date, str]]:
    """Who would cover the slot of a demand that begins at `start`, by which shift."""
    return [
        key
        for key in month.given
        if key[1] == demand.day and covers(month.problem, demand, start, key[0], key[2])
    ]


def covers(problem: Problem, demand: Demand, start: int, who: str, name: str) -> bool:
    """Would that shift of that person cover the slot?"""
    shift, person = problem.shift(name), problem.person(who)
    if demand.skill not in (*person.skills, *shift.provides):
        return False
    return any(p.start <= start and start + demand.slot <= p.end for p in shift.parts)
