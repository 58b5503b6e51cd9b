"""How screens write numbers, money, dates and durations in French: cheap, on money and dates."""

import unicodedata
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from pupitre.core.dates.paris import local
from pupitre.core.dates.writing import (
    format_duration,
    format_long,
    format_numeric,
    format_time,
)
from pupitre.core.money import HARD_SPACE as NBSP
from pupitre.core.money import NARROW_SPACE as THIN
from pupitre.core.money import format_euros

SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
euros = format_euros
duration = format_duration
RELATIVE_DAYS = 30
"""Beyond this number of days, a date says more than a distance."""


def number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """Write 1234567 as « 1 234 567 » and Decimal("1152.50") as « 1 152,5 ».

    Without `decimals`, trailing zeros are dropped; with it, the value is rounded half up.
    """
    exact = value if isinstance(value, int) else Decimal(str(value))
    if decimals is not None:
        exact = Decimal(exact).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{exact:,f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    text = whole.replace(",", THIN)
    return f"{text},{fraction}" if fraction else text


def whole_euros(cents: int) -> str:
    """Write an amount in cents rounded to the euro: 123450 → « 1 235 € »."""
    return f"{number(Decimal(cents) / 100, 0)}{NBSP}€"


def percent(value: int | float | Decimal) -> str:
    """Write a number of per cent: Decimal("4.61") → « 4,61 % »."""
    return f"{number(value)}{NBSP}%"


def local_day(moment: date) -> date:
    """Return the calendar day in Paris of a day or of a moment."""
    return local(moment).date() if isinstance(moment, datetime) else moment


def day_of_month(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def long_day(moment: date) -> str:
    """Write « mardi 24 novembre 2026 »."""
    return format_long(local_day(moment))


def short_day(moment: date, today: date | None = None) -> str:
    """Write « 24 nov. », with the year when `today` is given and lies in another one."""
    day = local_day(moment)
    text = f"{day_of_month(day)}{NBSP}{SHORT_MONTHS[day.month - 1]}"
    return text if today is None or today.year == day.year else f"{text} {day.year}"


def numeric_day(moment: date) -> str:
    """Write « 24/11/2026 »."""
    return format_numeric(local_day(moment))


def clock(moment: time | datetime) -> str:
    """Write « 12 h 30 » or « 9 h », in Paris time when a moment is given."""
    return format_time(local(moment).time() if isinstance(moment, datetime) else moment)


def distance(moment: date, today: date) -> str:
    """Write how far a day is: « depuis 3 jours », « aujourd’hui », « dans 3 jours ».

    A day more than a month away is written as a date.
    """
    days = (local_day(moment) - local_day(today)).days
    near = {0: "aujourd’hui", 1: "demain", -1: "depuis hier"}
    if days in near:
        return near[days]
    if abs(days) > RELATIVE_DAYS:
        return short_day(moment, today)
    return f"{'dans' if days > 0 else 'depuis'} {abs(days)}{NBSP}jours"


def due_words(day: date, today: date) -> str:
    """When something is due: how late or how near, else its day."""
    return distance(day, today) if (day - today).days <= 1 else short_day(day, today)


def counted(count: int, singular: str, plural: str) -> str:
    """Write « 0 réunion », « 1 réunion », « 2 réunions »."""
    return f"{number(count)}{NBSP}{plural if abs(count) > 1 else singular}"


def of(name: str) -> str:
    """Write « de Nadia », « d'Élodie », « d'Hélène »: names with an h are said as with a silent one."""
    plain = unicodedata.normalize("NFKD", name[:1]).lower()[:1]
    return f"d'{name}" if plain and plain in "aeiouhœæ" else f"de {name}"


def file_size(octets: int) -> str:
    """Write a size in octets as « 48 ko » or « 1,2 Mo »."""
    if octets < 1_000_000:
        return f"{number(max(1, round(octets / 1000)))}{NBSP}ko"
    return f"{number(round(octets / 1_000_000, 1))}{NBSP}Mo"
