"""Dates as a French team lives them: Paris time, holidays, working days, typed dates."""

from pupitre.core.dates.calendar import Calendar, SchoolAnswer, SchoolBreak, SchoolCalendar
from pupitre.core.dates.holidays import TERRITORIES, easter_sunday, public_holidays
from pupitre.core.dates.months import add_months, month_end, month_start, nth_weekday
from pupitre.core.dates.paris import PARIS, local, today, utc_moment
from pupitre.core.dates.working import (
    add_working_days,
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days_between,
)
from pupitre.core.dates.writing import (
    MONTHS,
    WEEKDAYS,
    DateError,
    format_duration,
    format_long,
    format_numeric,
    format_time,
    parse_date,
)

__all__ = [
    "MONTHS",
    "PARIS",
    "TERRITORIES",
    "WEEKDAYS",
    "Calendar",
    "DateError",
    "SchoolAnswer",
    "SchoolBreak",
    "SchoolCalendar",
    "add_months",
    "add_working_days",
    "easter_sunday",
    "format_duration",
    "format_long",
    "format_numeric",
    "format_time",
    "is_working_day",
    "local",
    "month_end",
    "month_start",
    "next_working_day",
    "nth_weekday",
    "parse_date",
    "previous_working_day",
    "public_holidays",
    "today",
    "utc_moment",
    "working_days_between",
]
