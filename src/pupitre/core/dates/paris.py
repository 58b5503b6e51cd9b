"""Moments are stored in UTC; rules speak the local time of Paris."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def local(moment: datetime, zone: ZoneInfo = PARIS) -> datetime:
    """The same moment on the wall clock. `moment` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone cannot be placed on the clock")
    return moment.astimezone(zone)


def today(now: datetime, zone: ZoneInfo = PARIS) -> date:
    """The local date at that (aware) moment: 23:30 UTC is already tomorrow in Paris."""
    return local(now, zone).date()


def utc_moment(day: date, at: time, zone: ZoneInfo = PARIS) -> datetime:
    """The UTC moment of a wall-clock time on that day.

    In the autumn hour that exists twice, the first one; in the spring hour that does not
    exist, the moment that many minutes after the change (2:30 becomes 3:30 on the wall).
    """
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zone).astimezone(UTC)
