"""Series: written, extended, changed, one occurrence moved or cancelled, ended."""

from datetime import date, datetime, time

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import format_long, today, utc_moment
from pupitre.meetings.models import Meeting, Series, SeriesChange
from pupitre.meetings.queries.series import horizon, pattern_of, plan_of, untouched
from pupitre.meetings.rules.rhythm import period
from pupitre.meetings.services import invite, prepare
from pupitre.people.guarded import refuse_identity


class SeriesError(ValueError):
    """What a series does not allow; its text is a French sentence."""


@transaction.atomic
def save_series(
    series: Series, *, by: Actor, now: datetime, expected_version: int | None = None
) -> list[Meeting]:
    """Save a series and make its meetings; return those made.

    A change of rhythm replaces the meetings to come that nobody touched; the others stay where they
    are. Raises records.ConflictError.
    """
    free = untouched(series, now) if series.pk else []
    records.save(series, by=by, expected_version=expected_version)
    until = horizon(series, today(now))
    places = {(found.original, found.start) for found in plan_of(series, today(now), until).held}
    for meeting in free:
        in_place = (meeting.original_day, meeting.starts_at) in places
        if not in_place or meeting.template_id != series.template_id:
            records.remove(meeting, by=by, action="retirer de la série")
    return extend_series(series, until=until, by=by, now=now)


@transaction.atomic
def extend_series(series: Series, *, until: date, by: Actor, now: datetime) -> list[Meeting]:
    """Make the meetings of a series that do not exist yet, up to a date; again makes nothing more.

    A month (a week, for a rhythm in weeks) that has its meeting already gets no second one.
    """
    pattern = pattern_of(series)
    days = series.meetings.values_list("original_day", flat=True)
    taken = {period(pattern, day) for day in days if day}
    return [
        _make(series, found.original, found.start, by=by)
        for found in plan_of(series, today(now), until).held
        if found.start > now and period(pattern, found.original) not in taken
    ]


def _make(series: Series, original: date, start: datetime, *, by: Actor) -> Meeting:
    return prepare.plan_meeting(
        title=series.name,
        template=series.template,
        series=series,
        original_day=original,
        starts_at=start,
        by=by,
    )


@transaction.atomic
def move_occurrence(
    series: Series,
    *,
    original: date,
    to: date,
    at: time | None = None,
    why: str = "",
    by: Actor,
    now: datetime,
) -> Meeting:
    """Hold one occurrence on another day or at another time; the others stay.

    Raises SeriesError when `original` is no date of the series or the new one is past.
    """
    start = utc_moment(to, at or series.at)
    if start <= now:
        raise SeriesError(f"Le {format_long(to)} est déjà passé : choisissez une date à venir.")
    meeting = _occurrence(series, original)
    _keep_change(series, original, to, at, why, by=by)
    if meeting:
        prepare.move_meeting(meeting, starts_at=start, by=by)
        _tell(meeting, invite.MOVED, by=by, now=now)
        return meeting
    return _make(series, original, start, by=by)


@transaction.atomic
def cancel_occurrence(
    series: Series, *, original: date, why: str = "", by: Actor, now: datetime
) -> None:
    """Do not hold one occurrence; the others stay. Raises SeriesError when it is no date of the series."""
    meeting = _occurrence(series, original)
    _keep_change(series, original, None, None, why, by=by)
    if meeting:
        prepare.cancel_meeting(meeting, why=why, by=by)
        _tell(meeting, invite.CANCELLED, by=by, now=now)


def _tell(meeting: Meeting, kind: str, *, by: Actor, now: datetime) -> None:
    """Write to those who had been invited, if anybody had."""
    if invite.draft(meeting, kind).to:
        invite.send(meeting, kind, by=by, on=now)


def end_series(series: Series, *, on: date, by: Actor, now: datetime) -> None:
    """Hold nothing more after a date: the untouched meetings after it are removed."""
    series.until = on
    save_series(series, by=by, now=now)


def _occurrence(series: Series, original: date) -> Meeting | None:
    """The meeting of a date of the series, if it is made already."""
    meeting = series.meetings.filter(original_day=original).first()
    if meeting is None and original not in pattern_of(series).rule.dates(original, original):
        raise SeriesError(f"Le {format_long(original)} n’est pas une date de cette série.")
    if meeting and meeting.state != Meeting.State.PLANNED:
        raise SeriesError(
            f"La réunion du {format_long(original)} est {meeting.get_state_display()}."
        )
    return meeting


def _keep_change(
    series: Series, original: date, to: date | None, at: time | None, why: str, *, by: Actor
) -> None:
    refuse_identity(why)
    change = series.changes.filter(original=original).first()
    change = change or SeriesChange(series=series, original=original)
    change.moved_to, change.at, change.why = to, at, why
    records.save(change, by=by, action="déplacer" if to else "annuler")
