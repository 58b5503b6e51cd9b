"""CP-SAT model of a month: what may be held, and every hard rule.

In an explaining model, each rule that somebody could change is tied to an assumption.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import combinations, product
from typing import Any

from ortools.sat.python import cp_model

from pupitre.hr.rules.working_time import WEEKS_AVERAGED, Period, findings, monday
from pupitre.rosters.rules.model import Assignment, Person, Problem, Room, ShiftType, periods
from pupitre.rosters.rules.reasons import Reason

NO_LIMIT = 10**6


class MonthModel:
    """`given[person, day, shift]` and `working[person, day]` are Booleans; `reasons` by index."""

    def __init__(self, problem: Problem, *, explaining: bool = False) -> None:
        self.problem, self.explaining = problem, explaining
        self.model = cp_model.CpModel()
        self.given: dict[tuple[str, date, str], Any] = {}
        self.working: dict[tuple[str, date], Any] = {}
        self.roomed: dict[tuple[str, date, str, str], Any] = {}
        self.reasons: dict[int, Reason] = {}
        self.frozen = problem.published.frozen_until if problem.published else problem.first
        self.literals: dict[Reason, Any] = {}
        self.by_day: dict[str, dict[date, list[tuple[ShiftType, Any]]]] = {}
        for person in problem.people:
            self._person(person)
        self._rooms()
        self._kept()

    def under(self, reason: Reason) -> list[Any]:
        """The assumption of a rule, as what enforces it; nothing in a model that plans."""
        if not self.explaining:
            return []
        if reason not in self.literals:
            literal = self.literals[reason] = self.model.new_bool_var("")
            self.reasons[literal.index] = reason
        return [self.literals[reason]]

    # --- one person

    def _person(self, person: Person) -> None:
        allowed = [shift for shift in self.problem.shifts if self._may_hold(person, shift)]
        days = self.problem.days()
        by_day = self.by_day[person.id] = {day: self._day(person, day, allowed) for day in days}
        for day, held in by_day.items():
            self._one_at_a_time(person, day, held)
        if person.contract is not None:
            self._daily_rest(person)
            for week in sorted({monday(day) for day in days}):
                self._week(person, week)
            self._average(person)

    def _may_hold(self, person: Person, shift: ShiftType) -> bool:
        """Has the role, and the shift is legal in itself."""
        if person.role not in shift.roles:
            return False
        if person.contract is None:
            return True
        alone = findings(periods(shift, self.problem.first), self.problem.rules_of(person.contract))
        return not alone

    def _day(
        self, person: Person, day: date, allowed: list[ShiftType]
    ) -> list[tuple[ShiftType, Any]]:
        held = []
        for shift in allowed:
            if day.weekday() not in shift.weekdays:
                continue
            reasons = self._absences(person, shift, day)
            if reasons and not self.explaining:
                continue
            literal = self.given[person.id, day, shift.id] = self.model.new_bool_var("")
            for reason in reasons:
                self.model.add_implication(self.under(reason)[0], literal.negated())
            held.append((shift, literal))
        return held

    def _absences(self, person: Person, shift: ShiftType, day: date) -> list[Reason]:
        parts = periods(shift, day)
        return [
            Reason("absence", person.id, absence.start.date(), absence.kind)
            for absence in self.problem.absences
            if absence.person == person.id
            and absence.firm
            and any(absence.interval.meets(part) for part in parts)
        ]

    def _one_at_a_time(self, person: Person, day: date, held: list[tuple[ShiftType, Any]]) -> None:
        working = self.working[person.id, day] = self.model.new_bool_var("")
        literals = [literal for _, literal in held]
        self.model.add_max_equality(working, [*literals, self.model.new_constant(0)])
        self.model.add(cp_model.LinearExpr.sum(literals) <= person.max_shifts_day)
        if person.max_shifts_day > 1:
            for (one, x), (other, y) in combinations(held, 2):
                if _clash(one, other):
                    self.model.add_at_most_one([x, y])

    def _daily_rest(self, person: Person) -> None:
        rest = timedelta(minutes=self._limit(person, "REPOS_11H", 0))
        reason = self.under(Reason("rest", person.id))
        ends = [past.end for past in self.problem.history if past.person == person.id]
        by_day = self.by_day[person.id]
        for day, held in by_day.items():
            before = by_day.get(day - timedelta(days=1), [])
            for (one, x), (other, y) in product(before, held):
                gap = periods(other, day)[0].start - periods(one, day - timedelta(days=1))[-1].end
                if gap < rest and day >= self.frozen:
                    self.model.add_bool_or([x.negated(), y.negated(), *map(_no, reason)])
            for other, y in held if ends else []:
                if periods(other, day)[0].start - max(ends) < rest and day >= self.frozen:
                    self.model.add_bool_or([y.negated(), *map(_no, reason)])

    # --- weeks

    def _limit(self, person: Person, code: str, otherwise: int = NO_LIMIT) -> int:
        assert person.contract is not None  # noqa: S101 - only called for contracts
        return self.problem.rules_of(person.contract).value(code, otherwise)

    def past(self, person: Person) -> list[Period]:
        """Work before the horizon."""
        return [Period(p.start, p.end) for p in self.problem.history if p.person == person.id]

    def _week_days(self, person: Person, week: date) -> list[date]:
        return [
            day for n in range(7) if (day := week + timedelta(days=n)) in self.by_day[person.id]
        ]

    def minutes(self, person: Person, week: date) -> Any:
        """Minutes of a civil week, work before the horizon included."""
        past = sum(
            int(p.work.total_seconds() // 60)
            for p in self.past(person)
            if monday(p.start.date()) == week
        )
        terms = [
            literal * shift.minutes
            for day in self._week_days(person, week)
            for shift, literal in self.by_day[person.id][day]
        ]
        return sum(terms) + past

    def _frozen_part(self, person: Person, week: date) -> int:
        """Minutes of the week that are settled: a limit already passed is not to be kept."""
        published = self.problem.published.assignments if self.problem.published else ()
        past = [p for p in self.past(person) if monday(p.start.date()) == week]
        settled = sum(int(p.work.total_seconds() // 60) for p in past)
        return settled + sum(
            self.problem.shift(a.shift).minutes
            for a in published
            if a.person == person.id and a.day < self.frozen and monday(a.day) == week
        )

    def _week(self, person: Person, week: date) -> None:
        contract = person.contract
        assert contract is not None  # noqa: S101 - only called for contracts
        legal = self._limit(person, "SEMAINE_48H")
        most = min(legal, contract.weekly_minutes + contract.max_extra_week)
        most = max(most, self._frozen_part(person, week))
        reason = self.under(Reason("week", person.id, week))
        self.model.add(self.minutes(person, week) <= most).only_enforce_if(reason)
        days = self._week_days(person, week)
        if days[-1] < self.frozen:
            return
        worked = [self.working[person.id, day] for day in days]
        before = {p.start.date() for p in self.past(person) if monday(p.start.date()) == week}
        rest = self.under(Reason("rest", person.id))
        most_days = self._limit(person, "JOURS_MAX6", 7) - len(before)
        self.model.add(sum(worked) <= most_days).only_enforce_if(rest)
        self._weekly_rest(person, week, before)

    def _weekly_rest(self, person: Person, week: date, before: set[date]) -> None:
        """A whole day off in the week, with enough rest around it."""
        length = timedelta(minutes=self._limit(person, "REPOS_HEBDO_35H", 0))
        reason = self.under(Reason("rest", person.id))
        every = [week + timedelta(days=n) for n in range(7)]
        if any(day > self.problem.last for day in every):
            return
        rests = []
        for day in every:
            if day in before:
                continue
            rest = self.model.new_bool_var("")
            if day in self.by_day[person.id]:
                self.model.add_implication(rest, self.working[person.id, day].negated())
            for end, start, literals in self._around(person, day):
                if start - end < length:
                    self.model.add_bool_or([rest.negated(), *map(_no, literals)])
            rests.append(rest)
        self.model.add_bool_or([*rests, *map(_no, reason)])

    def _around(self, person: Person, day: date) -> list[tuple[datetime, datetime, list[Any]]]:
        """Ends of the eve and starts of the morrow, with the literals that make them true."""
        eve, morrow = day - timedelta(days=1), day + timedelta(days=1)
        ends = [(periods(s, eve)[-1].end, [x]) for s, x in self.by_day[person.id].get(eve, [])]
        ends += [(p.end, []) for p in self.past(person) if p.end.date() >= eve]
        starts = [
            (periods(s, morrow)[0].start, [x]) for s, x in self.by_day[person.id].get(morrow, [])
        ]
        return [(end, start, [*x, *y]) for (end, x), (start, y) in product(ends, starts)]

    def _average(self, person: Person) -> None:
        weeks = sorted({monday(day) for day in self.by_day[person.id]})
        known = list(self.problem.earlier_weeks.get(person.id, ()))
        totals = [*known, *(self.minutes(person, week) for week in weeks)]
        most = self._limit(person, "MOYENNE_44H") * WEEKS_AVERAGED
        for first in range(len(totals) - WEEKS_AVERAGED + 1):
            last = first + WEEKS_AVERAGED
            if last > len(known) and most < NO_LIMIT:
                total = sum(totals[first:last])
                reason = self.under(Reason("week", person.id, weeks[last - len(known) - 1]))
                self.model.add(total <= most).only_enforce_if(reason)

    # --- rooms, and what may not change

    def _rooms(self) -> None:
        taken: dict[tuple[str, date, int], list[Any]] = defaultdict(list)
        shifts = {shift.id: shift for shift in self.problem.shifts if shift.room_use}
        edges = sorted({part.start for shift in shifts.values() for part in shift.parts})
        for (who, day, name), literal in self.given.items():
            if name not in shifts:
                continue
            choices = [
                self._room(who, day, shifts[name], room) for room in self._fitting(shifts[name])
            ]
            self.model.add(sum(choices) == literal)
            for room, choice in zip(self._fitting(shifts[name]), choices, strict=True):
                for part in shifts[name].parts:
                    for edge in edges:
                        if part.start <= edge < part.end:
                            taken[room.id, day, edge].append(choice)
        for choices in taken.values():
            self.model.add_at_most_one(choices)

    def _fitting(self, shift: ShiftType) -> list[Room]:
        return [room for room in self.problem.rooms if shift.room_use in room.uses]

    def _room(self, who: str, day: date, shift: ShiftType, room: Room) -> Any:
        choice = self.roomed[who, day, shift.id, room.id] = self.model.new_bool_var("")
        parts = periods(shift, day)
        if any(shut.meets(part) for shut in room.closed for part in parts):
            reason = self.under(Reason("room", "", day, room.id))
            self.model.add_bool_or([choice.negated(), *map(_no, reason)])
        return choice

    def _kept(self) -> None:
        published = self.problem.published
        if published is None:
            return
        held = {(a.person, a.day, a.shift): a for a in published.assignments}
        for key, literal in self.given.items():
            before = held.get(key)
            if key[1] < self.frozen or (before and before.locked):
                reason = self.under(Reason("kept", key[0], key[1], key[2])) if before else []
                if before and self._absences_now(before):
                    continue
                self.model.add(literal == int(before is not None)).only_enforce_if(reason)

    def _absences_now(self, a: Assignment) -> bool:
        return bool(
            self._absences(self.problem.person(a.person), self.problem.shift(a.shift), a.day)
        )

    def plan_from(self, value: Any) -> tuple[Assignment, ...]:
        """The assignments of a solution; `value(literal)` tells whether a literal holds."""
        rooms = {key[:3]: key[3] for key, literal in self.roomed.items() if value(literal)}
        locked = {
            (a.person, a.day, a.shift)
            for a in (self.problem.published.assignments if self.problem.published else ())
            if a.locked
        }
        return tuple(
            Assignment(*key, room=rooms.get(key), locked=key in locked)
            for key, literal in self.given.items()
            if value(literal)
        )


def _no(literal: Any) -> Any:
    return literal.negated()


def _clash(one: ShiftType, other: ShiftType) -> bool:
    return any(p.start < q.end and q.start < p.end for p in one.parts for q in other.parts)
