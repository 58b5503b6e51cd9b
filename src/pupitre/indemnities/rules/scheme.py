"""What a scheme says, what it is applied to, and the lines that come out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

Per = Literal["hour", "meeting"]
Slot = Literal["", "day", "evening"]
PotBy = Literal["weights", "minutes", "projects"]
Purpose = Literal["weight", "project", "allowance"]
Replacement = Literal["replacement", "replaced", "nobody"]
LineKind = Literal["time", "role", "pot", "allowance", "ceiling", "adjustment"]
RoundingMode = Literal["nearest", "up", "down"]


class IndemnityError(ValueError):
    """A scheme that cannot be applied; its text is a French sentence for the user."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A price: `target` is a profession's key, a group of professions (« @medecins ») or "" for all.

    Without `role` it pays the time spent; with one it comes on top, for who held that role.
    """

    key: int
    cents: int
    per: Per = "hour"
    target: str = ""
    kind: str = ""
    slot: Slot = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Pot:
    """A share of the amount to distribute, and the key that distributes it."""

    key: int
    label: str
    share: Fraction
    by: PotBy
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """What is typed once for a person: a coefficient, a part in a project, or a monthly sum in cents."""

    person: int
    purpose: Purpose
    value: Fraction
    label: str = ""
    since: date | None = None
    until: date | None = None

    def runs(self, first: date, last: date) -> bool:
        """Whether it holds on one day at least of that span."""
        return (self.since or first) <= last and (self.until or last) >= first


@dataclass(frozen=True, slots=True)
class Rounding:
    """Minutes of one person at one meeting, counted by steps; less than `at_least` counts for nothing."""

    step: int = 1
    mode: RoundingMode = "nearest"
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Most that is counted or paid; 0 is no ceiling. All but the first are cents."""

    meeting_minutes: int = 0
    meeting: int = 0
    person: int = 0
    year: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme as voted. `statuses` are those that are paid, at the date of the meeting; empty `kinds`: all."""

    rates: tuple[Rate, ...] = ()
    pots: tuple[Pot, ...] = ()
    weights: tuple[Weight, ...] = ()
    statuses: frozenset[str] = frozenset({"associate", "signatory", "replacement"})
    kinds: frozenset[str] = frozenset()
    replacement: Replacement = "replacement"
    rounding: Rounding = field(default_factory=Rounding)
    ceilings: Ceilings = field(default_factory=Ceilings)


@dataclass(frozen=True, slots=True)
class Who:
    """A person at a date: `keys` are the profession and the groups that hold it, `statuses` those in force."""

    person: int
    name: str
    keys: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person's time at one closed meeting; `replaces` is whose seat they held."""

    meeting: int
    day: date
    title: str
    kind: str
    who: Who
    day_minutes: int
    evening_minutes: int = 0
    roles: frozenset[str] = frozenset()
    replaces: Who | None = None

    @property
    def order(self) -> tuple[int, int]:
        """One attendance per meeting and person: what puts facts in one order."""
        return (self.meeting, self.who.person)


@dataclass(frozen=True, slots=True)
class Span:
    """The period of a run, both days counted."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Line:
    """Cents for a person, and why. `attendee` is who was in the room when it is somebody else, `pot`
    the key of the pot shared by minutes that it comes from."""

    person: int
    kind: LineKind
    cents: int
    because: str
    meeting: int | None = None
    attendee: int | None = None
    day_minutes: int = 0
    evening_minutes: int = 0
    pot: int | None = None

    @property
    def minutes(self) -> int:
        return self.day_minutes + self.evening_minutes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Time that the scheme does not pay, and why."""

    person: int
    meeting: int
    minutes: int
    because: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """All the lines of a period, what was left out, and the cents of the pot that nobody takes."""

    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...] = ()
    unshared: int = 0

    @property
    def total(self) -> int:
        return sum(line.cents for line in self.lines)

    def by_person(self) -> dict[int, int]:
        """Cents of each person, by key."""
        return totals(self.lines)


def totals(lines: Iterable[Line]) -> dict[int, int]:
    """Cents of each person, by key."""
    found: dict[int, int] = {}
    for line in lines:
        found[line.person] = found.get(line.person, 0) + line.cents
    return found
