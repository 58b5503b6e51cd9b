"""A month to plan: people, shifts, rooms, demands, wishes, and the plan that was published.

Times of day and lengths are whole minutes; days are local dates. Everything is read from and
written to JSON by `documents`; `docs/roster.schema.json` describes the shape.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from pupitre.hr.rules.limits import RuleSet
from pupitre.hr.rules.working_time import Period

Level = Literal["contractual", "wanted"]


@dataclass(frozen=True)
class Interval:
    """From `start` to `end`, local time."""

    start: datetime
    end: datetime

    def meets(self, period: Period) -> bool:
        """Do they share a moment?"""
        return self.start < period.end and period.start < self.end


@dataclass(frozen=True)
class Contract:
    """A salaried contract; `rules` names the rule set that the employer applies."""

    weekly_minutes: int
    rules: str
    max_extra_week: int = 240


@dataclass(frozen=True)
class Person:
    """`contract` is absent for an independent professional; `weekly_shifts` is then the target."""

    id: str
    name: str
    role: str
    skills: tuple[str, ...] = ()
    contract: Contract | None = None
    weekly_shifts: int | None = None
    max_shifts_day: int = 1
    preferred_room: str | None = None


@dataclass(frozen=True)
class Part:
    """An unbroken stretch of a shift: minutes from midnight."""

    start: int
    end: int


@dataclass(frozen=True)
class ShiftType:
    """A shift that may be given; gaps between parts are breaks.

    `weekdays`: 0 is Monday. `provides`: skills that this shift brings whoever holds it. `tags`: what
    is counted for fairness. `room_use`: the use of the room that it needs.
    """

    id: str
    label: str
    parts: tuple[Part, ...]
    roles: tuple[str, ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    provides: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    room_use: str | None = None

    @property
    def minutes(self) -> int:
        return sum(part.end - part.start for part in self.parts)


@dataclass(frozen=True)
class Demand:
    """`minimum` people with `skill` from `start` to `end`, `ideal` if possible, in steps of `slot`.

    `source` is the text that asks for it, quoted in explanations.
    """

    id: str
    day: date
    start: int
    end: int
    skill: str
    minimum: int
    ideal: int
    level: Level
    source: str
    slot: int = 30


@dataclass(frozen=True)
class Room:
    """A room and the uses that it permits."""

    id: str
    name: str
    uses: tuple[str, ...]
    closed: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Absence:
    """A firm absence bars work; the others are wishes at the price `weights.soft_absence`."""

    person: str
    start: datetime
    end: datetime
    kind: Literal["leave", "ill", "training", "other"]
    firm: bool = True

    @property
    def interval(self) -> Interval:
        return Interval(self.start, self.end)


@dataclass(frozen=True)
class Wish:
    """`weight` is paid for each day on which the wish is not granted; no shift: any work."""

    person: str
    days: tuple[date, ...]
    want: bool
    weight: int = 10
    shift: str | None = None


@dataclass(frozen=True)
class Fairness:
    """`weight` times the gap between who has most and least of `counted` among `role`.

    `counted` is a tag of shifts, or "saturday". `carry_over` is what each had before.
    """

    role: str
    counted: str
    weight: int
    carry_over: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """A person holds a shift on a day; a locked one may not be changed."""

    person: str
    day: date
    shift: str
    room: str | None = None
    locked: bool = False


@dataclass(frozen=True)
class Past:
    """Work before the horizon, which counts for rest and for its week."""

    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class ChangeCost:
    """Price of one changed person-day, by its notice."""

    early: int = 1
    late: int = 15
    called_in: int = 30
    notice_days: int = 15


@dataclass(frozen=True)
class Published:
    """The plan that people know; days before `frozen_until` may not be changed."""

    assignments: tuple[Assignment, ...]
    frozen_until: date
    change_cost: ChangeCost = ChangeCost()


@dataclass(frozen=True)
class Weights:
    """Prices, in points: of a missing person per slot, of an hour off the contract, and so on."""

    contractual: int = 1000
    wanted: int = 200
    ideal: int = 20
    hour: int = 4
    sixth_day: int = 10
    shift_off_target: int = 6
    room: int = 1
    soft_absence: int = 60


@dataclass(frozen=True)
class Problem:
    """All that is needed to plan from `first` to `last`, both included.

    `earlier_weeks`: minutes worked in the weeks before the first one, the latest last.
    """

    first: date
    last: date
    people: tuple[Person, ...]
    shifts: tuple[ShiftType, ...]
    demands: tuple[Demand, ...]
    rule_sets: tuple[RuleSet, ...] = ()
    rooms: tuple[Room, ...] = ()
    absences: tuple[Absence, ...] = ()
    wishes: tuple[Wish, ...] = ()
    fairness: tuple[Fairness, ...] = ()
    history: tuple[Past, ...] = ()
    earlier_weeks: dict[str, tuple[int, ...]] = field(default_factory=dict)
    published: Published | None = None
    weights: Weights = Weights()

    def days(self) -> list[date]:
        """Every day of the horizon."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def person(self, name: str) -> Person:
        """The person of that id."""
        return next(person for person in self.people if person.id == name)

    def shift(self, name: str) -> ShiftType:
        """The shift of that id."""
        return next(shift for shift in self.shifts if shift.id == name)

    def rules_of(self, contract: Contract) -> RuleSet:
        """The rule set of a contract."""
        return next(rules for rules in self.rule_sets if rules.name == contract.rules)


def periods(shift: ShiftType, day: date) -> list[Period]:
    """The stretches of work of a shift held on `day`."""
    midnight = datetime.combine(day, datetime.min.time())
    return [
        Period(midnight + timedelta(minutes=part.start), midnight + timedelta(minutes=part.end))
        for part in shift.parts
    ]
