"""Opening hours, in the words of a notice on the door."""

from collections.abc import Iterable
from datetime import time
from itertools import groupby

from pupitre.core.dates import format_time

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
Interval = tuple[int, time, time]


def hours_in_words(intervals: Iterable[Interval]) -> list[str]:
    """Return « lundi au vendredi 8 h – 20 h », « samedi 8 h – 12 h » from (weekday, opens, closes)."""
    days: dict[int, list[tuple[time, time]]] = {}
    for weekday, opens, closes in sorted(intervals):
        days.setdefault(weekday, []).append((opens, closes))
    lines = []
    for _, run in groupby(
        enumerate(days.items()), key=lambda entry: (entry[1][0] - entry[0], entry[1][1])
    ):
        same = [day for _, (day, _) in run]
        lines.append(f"{_days(same)} {_spans(days[same[0]])}")
    return lines


def _days(days: list[int]) -> str:
    if len(days) == 1:
        return DAYS[days[0]]
    joint = "et" if len(days) == 2 else "au"
    return f"{DAYS[days[0]]} {joint} {DAYS[days[-1]]}"


def _spans(spans: list[tuple[time, time]]) -> str:
    return " et ".join(f"{format_time(opens)} – {format_time(closes)}" for opens, closes in spans)
