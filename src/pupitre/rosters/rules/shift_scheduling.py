"""The public "Shift Scheduling" problem (Curtois & Qu, 2014): its data and its plans."""

from dataclasses import dataclass

OFF = -1
DAYS_IN_WEEK = 7
SATURDAY, SUNDAY = 5, 6

Plan = tuple[tuple[int, ...], ...]
"""One row per employee, one column per day: index of the shift, or OFF."""


@dataclass(frozen=True)
class Shift:
    """A shift; `barred_next` are the shifts that may not follow it on the next day."""

    id: str
    minutes: int
    barred_next: frozenset[int]


@dataclass(frozen=True)
class Employee:
    """What one employee may do. Runs that touch an end of the horizon have no minimum."""

    id: str
    max_shifts: tuple[int, ...]
    min_minutes: int
    max_minutes: int
    max_run: int
    min_run: int
    min_rest_days: int
    max_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True)
class Request:
    """`weight` is paid when the shift is wanted and not given, or unwanted and given."""

    employee: int
    day: int
    shift: int
    weight: int
    wanted: bool


@dataclass(frozen=True)
class Cover:
    """Each person missing costs `under`, each person too many costs `over`."""

    day: int
    shift: int
    need: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """A horizon of `days` days that starts on a Monday."""

    days: int
    shifts: tuple[Shift, ...]
    staff: tuple[Employee, ...]
    requests: tuple[Request, ...]
    covers: tuple[Cover, ...]

    def weekends(self) -> list[tuple[int, ...]]:
        """Saturdays and Sundays of the horizon, in pairs (a last Saturday may be alone)."""
        saturdays = range(SATURDAY, self.days, DAYS_IN_WEEK)
        return [tuple(d for d in (day, day + 1) if d < self.days) for day in saturdays]
