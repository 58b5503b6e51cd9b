"""Month arithmetic."""

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day that many months later; the last day when the month is too short (31 → 30)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def month_start(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth (1–5) such weekday (0 = Monday) of the month, -1 for the last; None without a fifth.

    Raises ValueError for another `nth`.
    """
    if nth not in {1, 2, 3, 4, 5, -1}:
        raise ValueError(f"nth must be 1 to 5 or -1, not {nth}")
    first = date(year, month, 1)
    if nth == -1:
        last = month_end(first)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None
