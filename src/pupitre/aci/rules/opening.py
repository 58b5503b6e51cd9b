"""What the opening hours of the sites are worth for the ACI (avenant 1, A1-01)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from pupitre.core.dates import format_duration

AMPLITUDES = ((12 * 60, ">=12h"), (10 * 60, "10-12h"), (8 * 60, "8-10h"))
WORKING_DAYS = range(5)
SATURDAY = 5
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Slot:
    """One opening interval, local time; `weekday` counts from Monday, 0."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Opening:
    """The words of the rule (empty: unknown), and a sentence on the hours."""

    amplitude: str
    saturday: str
    words: str


def opening(sites: Mapping[str, Sequence[Slot]]) -> Opening:
    """What the whole structure can claim: every site meets the condition, so the weakest decides.

    A lunch break is not open time; the hours of a day are those of its intervals, overlaps once.
    """
    silent = [name for name, slots in sites.items() if not slots]
    if silent or not sites:
        return Opening("", "", f"Horaires à saisir{''.join(f' : {name}' for name in silent[:1])}")
    weakest = min(sites, key=lambda name: shortest_day(sites[name]))
    minutes = shortest_day(sites[weakest])
    open_saturday = [name for name, slots in sites.items() if saturday_morning(slots)]
    saturday = "open" if len(open_saturday) == len(sites) else "closed"
    words = (
        f"{format_duration(minutes)} par jour, " if minutes else "un jour de semaine sans horaire, "
    )
    words += "samedi matin" if saturday == "open" else "fermé le samedi"
    return Opening(amplitude(minutes), saturday, words + among(sites, weakest))


def among(sites: Mapping[str, Sequence[Slot]], weakest: str) -> str:
    return f" (sur {len(sites)} sites, au plus juste {weakest})" if len(sites) > 1 else ""


def amplitude(minutes: int) -> str:
    return next((word for least, word in AMPLITUDES if minutes >= least), "<8h")


def shortest_day(slots: Sequence[Slot]) -> int:
    """Minutes open on the working day that is open least."""
    return min(open_minutes([one for one in slots if one.weekday == day]) for day in WORKING_DAYS)


def open_minutes(slots: Sequence[Slot]) -> int:
    total, reached = 0, 0
    for opens, closes in sorted((minute(one.opens), minute(one.closes)) for one in slots):
        total += max(0, closes - max(opens, reached))
        reached = max(reached, closes)
    return total


def minute(at: time) -> int:
    return at.hour * 60 + at.minute


def saturday_morning(slots: Sequence[Slot]) -> bool:
    return any(one.weekday == SATURDAY and one.opens < NOON for one in slots)
