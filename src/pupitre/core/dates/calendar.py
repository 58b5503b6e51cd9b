"""The calendar of one structure: its holidays, its school zone, the days it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pupitre.core.dates.holidays import public_holidays

SchoolState = Literal["vacances", "cours", "inconnu"]


@dataclass(frozen=True, slots=True)
class SchoolBreak:
    """One school holiday of one zone; both days are days off."""

    zone: str
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SchoolAnswer:
    """« vacances » with their name, « cours », or « inconnu » outside the published years."""

    state: SchoolState
    name: str = ""


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The published school holidays and the span of days for which they are known."""

    breaks: tuple[SchoolBreak, ...]
    known_from: date
    known_until: date
    source: str = ""

    def on(self, zone: str, day: date) -> SchoolAnswer:
        """What that day is for the schools of zone « A », « B » or « C »."""
        if not self.known_from <= day <= self.known_until:
            return SchoolAnswer("inconnu")
        for found in self.breaks:
            if found.zone == zone and found.first <= day <= found.last:
                return SchoolAnswer("vacances", found.name)
        return SchoolAnswer("cours")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the rules ask about a day. `closed` are the structure's own days off, with their reason;
    `weekend` the weekdays (0 = Monday) that are never worked."""

    territory: str = "metropole"
    zone: str = ""
    school: SchoolCalendar | None = None
    closed: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({5, 6})

    def holiday(self, day: date) -> str:
        """The name of the public holiday, or ""."""
        return public_holidays(day.year, self.territory).get(day, "")

    def off(self, day: date) -> str:
        """Why nobody works that day (holiday or own closing, the weekend apart), or ""."""
        return self.holiday(day) or self.closed.get(day, "")

    def school_on(self, day: date) -> SchoolAnswer:
        """School holidays of the structure's zone; « inconnu » without zone or data."""
        if self.school is None or not self.zone:
            return SchoolAnswer("inconnu")
        return self.school.on(self.zone, day)
