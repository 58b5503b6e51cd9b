"""Working days: neither weekend, nor public holiday, nor a day the structure is closed."""

from datetime import date, timedelta

from pupitre.core.dates.calendar import Calendar

_DAY = timedelta(days=1)


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether somebody can be expected to work that day."""
    return day.weekday() not in calendar.weekend and not calendar.off(day)


def _walk(day: date, step: timedelta, calendar: Calendar) -> date:
    while not is_working_day(day, calendar):
        day += step
    return day


def previous_working_day(day: date, calendar: Calendar) -> date:
    """That day if it is worked, else the last one worked before it."""
    return _walk(day, -_DAY, calendar)


def next_working_day(day: date, calendar: Calendar) -> date:
    """That day if it is worked, else the first one worked after it."""
    return _walk(day, _DAY, calendar)


def add_working_days(day: date, days: int, calendar: Calendar) -> date:
    """The day `days` working days later (earlier when negative); 0 gives the day itself."""
    step = _DAY if days > 0 else -_DAY
    for _ in range(abs(days)):
        day = _walk(day + step, step, calendar)
    return day


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Working days from `first` to `last`, both counted; 0 when `last` is before `first`."""
    span = range((last - first).days + 1)
    return sum(is_working_day(first + _DAY * shift, calendar) for shift in span)
