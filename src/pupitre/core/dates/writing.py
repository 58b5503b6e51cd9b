"""French dates, times and durations, written and read back."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, time

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ t]00:00(?::00)?)?")
_NUMERIC = re.compile(r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})(?:[/.\-](?P<year>\d{4}|\d{2}))?")
_WORDS = re.compile(r"(?P<day>\d{1,2})(?:er)? (?P<name>[a-z]{3,})\.?(?: (?P<year>\d{4}|\d{2}))?")
_WEEKDAY = re.compile(r"\A(?:le )?(?:(?P<weekday>[a-z]{3,})\.?,? )?(?P<rest>\d.*)")


class DateError(ValueError):
    """A date that cannot be read; its text is a French sentence for the user."""


def format_numeric(day: date) -> str:
    """« 03/11/2026 »."""
    return f"{day:%d/%m/%Y}"


def format_long(day: date, *, year: bool = True) -> str:
    """« mardi 3 novembre 2026 », « 1er » for the first of a month."""
    number = "1er" if day.day == 1 else str(day.day)
    text = f"{WEEKDAYS[day.weekday()]} {number}\u00a0{MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def format_time(at: time) -> str:
    """« 12 h 30 », « 9 h » (no-break spaces)."""
    return f"{at.hour}\u00a0h\u00a0{at.minute:02}" if at.minute else f"{at.hour}\u00a0h"


def format_duration(minutes: int) -> str:
    """« 45 min », « 1 h 30 », « 2 h »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"


def parse_date(text: str, today: date) -> date:
    """The date typed or pasted: « 3/11/26 », « 03/11/2026 », « 3 nov. 2026 », « mardi 3 novembre ».

    Without a year it is the next such day from `today` on, unless the weekday points to the last
    one. Two figures mean 2000 to 2099. Raises DateError, also when the weekday is not that of the
    date.
    """
    found = _WEEKDAY.fullmatch(_plain(text))
    weekday = _index(found["weekday"] or "", WEEKDAYS) if found else None
    if not found or (found["weekday"] and weekday is None):
        raise _unreadable(text)
    day, month, year = _numbers(found["rest"], text)
    years = [year] if year else [today.year, today.year + 1, today.year - 1]
    candidates = list(_existing(day, month, years))
    if not candidates:
        raise DateError(f"« {text.strip()} » n’existe pas dans le calendrier : vérifiez le jour.")
    if not year:
        candidates.sort(key=lambda other: (other < today, abs(other - today)))
    for candidate in candidates:
        if weekday in {None, candidate.weekday()}:
            return candidate
    raise DateError(
        f"Le {format_long(candidates[0]).split(' ', 1)[1]} est un"
        f" {WEEKDAYS[candidates[0].weekday()]}, pas un {WEEKDAYS[weekday or 0]} :"
        " corrigez le jour ou la date."
    )


def _plain(text: str) -> str:
    """Lower case, no accent, single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def _index(word: str, names: tuple[str, ...]) -> int | None:
    """Which name the word begins (« nov » → 10), when it begins only one of them."""
    matches = [i for i, name in enumerate(names) if word and _plain(name).startswith(word)]
    return matches[0] if len(matches) == 1 else None


def _numbers(rest: str, text: str) -> tuple[int, int, int]:
    """Day, month, year (0 when not given)."""
    found = _ISO.fullmatch(rest) or _NUMERIC.fullmatch(rest) or _WORDS.fullmatch(rest)
    if not found:
        raise _unreadable(text)
    parts = found.groupdict()
    month = int(parts["month"]) if "month" in parts else (_index(parts["name"], MONTHS) or 0) + 1
    if "name" in parts and _index(parts["name"], MONTHS) is None:
        raise _unreadable(text)
    year = int(parts["year"] or 0)
    return int(parts["day"]), month, year + 2000 if 0 < year < 100 else year


def _existing(day: int, month: int, years: list[int]) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _unreadable(text: str) -> DateError:
    return DateError(f"« {text.strip()} » n’est pas une date : écrivez par exemple 03/11/2026.")
