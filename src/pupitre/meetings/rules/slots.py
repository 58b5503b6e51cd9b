"""Slots of a date poll typed fast: days, hours, and their grid."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from pupitre.core.dates import (
    Calendar,
    DateError,
    format_long,
    format_time,
    local,
    parse_date,
    today,
    utc_moment,
)

MOST = 12
_HOUR = re.compile(
    r"(?:\bà\s+)?\b(?P<hour>\d{1,2})\s*(?:h|:)\s*(?P<minute>\d{2})?\b|(?:\bà\s+)?\bmidi\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;\n]|\bet\b")


class SlotError(ValueError):
    """Slots that cannot be proposed; its text is a French sentence."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The starts to propose (UTC, in order) and, in French, the days left out and why."""

    starts: tuple[datetime, ...]
    left_out: tuple[str, ...]


def read_slots(days: str, hours: str, now: datetime, calendar: Calendar) -> Proposal:
    """Each day at its own hours (« jeudi 3/12 20h »), else at the common `hours`.

    Public holidays and the structure's closing days are left out with a word. Raises SlotError for
    no day, no hour, a past or doubled slot, and beyond MOST slots.
    """
    common = read_hours(hours)
    starts: list[datetime] = []
    left_out: list[str] = []
    for day, own in _days(days, today(now)):
        if reason := calendar.off(day):
            left_out.append(f"{format_long(day)} est férié ou fermé ({reason}) : pas proposé.")
            continue
        for at in own or common or _no_hour(day):
            starts.append(_checked(utc_moment(day, at), starts, now))
    _count(starts, left_out)
    return Proposal(tuple(sorted(starts)), tuple(left_out))


def read_hours(text: str) -> tuple[time, ...]:
    """« 12h30, 20 h » as times. Raises SlotError for what is no hour."""
    rest = _HOUR.sub(" ", text).strip(" ,;\n\t")
    if rest:
        raise SlotError(f"« {rest} » n’est pas une heure : écrivez par exemple 12h30.")
    return tuple(_time(found) for found in _HOUR.finditer(text))


def write_slots(starts: Sequence[datetime]) -> str:
    """The lines that `read_slots` reads back, one slot a line."""
    moments = [local(start) for start in starts]
    return "\n".join(f"{moment:%d/%m/%Y %Hh%M}" for moment in moments)


def _days(text: str, day: date) -> Iterator[tuple[date, tuple[time, ...]]]:
    """Each day typed with its own hours; an hour alone belongs to the day before it."""
    waiting: tuple[date, tuple[time, ...]] | None = None
    for part in filter(None, (piece.strip() for piece in _BETWEEN.split(text))):
        hours = tuple(_time(found) for found in _HOUR.finditer(part))
        rest = _HOUR.sub(" ", part).strip()
        if not rest and waiting:
            waiting = (waiting[0], waiting[1] + hours)
            continue
        if waiting:
            yield waiting
        try:
            waiting = (parse_date(rest, day), hours)
        except DateError as refusal:
            raise SlotError(str(refusal)) from None
    if waiting:
        yield waiting


def _time(found: re.Match[str]) -> time:
    hour, minute = int(found["hour"] or 12), int(found["minute"] or 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise SlotError(
            f"« {found[0].strip()} » n’est pas une heure : écrivez par exemple 12h30."
        ) from None


def _no_hour(day: date) -> tuple[time, ...]:
    raise SlotError(f"Donnez une heure pour le {format_long(day)}, par exemple 12h30.")


def _checked(start: datetime, others: Sequence[datetime], now: datetime) -> datetime:
    words = f"Le {format_long(local(start).date())} à {format_time(local(start).time())}"
    if start <= now:
        raise SlotError(f"{words} est déjà passé : proposez une date à venir.")
    if start in others:
        raise SlotError(f"{words} est proposé deux fois : gardez-le une fois.")
    return start


def _count(starts: Sequence[datetime], left_out: Sequence[str]) -> None:
    if not starts:
        because = f" ({' '.join(left_out)})" if left_out else ""
        raise SlotError(
            f"Écrivez au moins une date à proposer, par exemple « mardi 1/12 »{because}."
        )
    if len(starts) > MOST:
        raise SlotError(
            f"{len(starts)} créneaux, c’est trop pour répondre vite : gardez-en {MOST} au plus."
        )
