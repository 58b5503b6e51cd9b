"""Fair rotation of the roles of a meeting: chair, time-keeper, scribe."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pupitre.core.dates import format_numeric


@dataclass(frozen=True, slots=True)
class PastRole:
    """Somebody held a role on a day."""

    day: date
    role: str
    person: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role, the person proposed, and the French reason; no person when nobody is there."""

    role: str
    person: str | None
    because: str


def assign_roles(
    roles: Sequence[str], available: Sequence[str], history: Sequence[PastRole]
) -> tuple[Assignment, ...]:
    """Each role to whoever did it least, then longest ago, then bears fewest roles, then by name.

    Absentees and leavers are simply not in `available`. Nobody gets a second role before
    everybody has one.
    """
    taken: dict[str, int] = dict.fromkeys(available, 0)
    return tuple(_assign(role, taken, history) for role in roles)


def _assign(role: str, taken: dict[str, int], history: Sequence[PastRole]) -> Assignment:
    if not taken:
        return Assignment(role, None, "personne n’est disponible")
    days = {
        person: [past.day for past in history if (past.role, past.person) == (role, person)]
        for person in taken
    }

    def order(person: str) -> tuple[int, int, date, int, str]:
        borne = sum(past.person == person for past in history)
        last = max(days[person], default=date.min)
        return (taken[person], len(days[person]), last, borne, person)

    chosen = min(taken, key=order)
    taken[chosen] += 1
    return Assignment(role, chosen, _because(days[chosen]))


def _because(days: list[date]) -> str:
    if not days:
        return "ne l’a encore jamais fait"
    return f"l’a fait {len(days)} fois, la dernière le {format_numeric(max(days))}"
