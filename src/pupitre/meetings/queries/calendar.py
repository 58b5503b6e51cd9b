"""Meetings as calendars read them (RFC 5545): the invitation of one, the feed of many."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from pupitre.centres.queries import current_centre
from pupitre.core.dates import local
from pupitre.core.tenancy import current_scope
from pupitre.meetings.models import Meeting
from pupitre.meetings.queries.common import meetings, place_of
from pupitre.people.models import Person

FEED_PAST = timedelta(days=365)
RECIPIENT = "{adresse}"
"""Mailing puts each recipient's own address in its place."""


def uid_of(meeting: Meeting) -> str:
    """Return the identifier that an event keeps when it moves or is cancelled."""
    return f"reunion-{meeting.pk}@{current_scope().slug}.pupitre"


def invitation(meeting: Meeting, *, cancelled: bool = False) -> bytes:
    """Return the .ics that goes with a mail: METHOD:REQUEST or CANCEL, the recipient as attendee."""
    calendar = _calendar()
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    event = _event(meeting)
    event.add("organizer", _organizer())
    attendee = vCalAddress(f"mailto:{RECIPIENT}")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    event.add("attendee", attendee)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def feed(events: Iterable[Meeting], name: str) -> bytes:
    """Return a calendar to subscribe to; a cancelled meeting stays in it, marked so."""
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for meeting in events:
        calendar.add_component(_event(meeting))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def meetings_of(person: Person, now: datetime) -> QuerySet[Meeting]:
    """Return the meetings of a person's feed: a year back, and all to come."""
    return centre_meetings(now).filter(participants__person=person)


def centre_meetings(now: datetime) -> QuerySet[Meeting]:
    found = meetings().filter(starts_at__gte=now - FEED_PAST)
    return found.prefetch_related("items").order_by("starts_at")


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Pupitre//Reunions//FR")
    calendar.add("version", "2.0")
    return calendar


def _organizer() -> vCalAddress:
    centre = current_centre()
    organizer = vCalAddress(f"mailto:{centre.email or settings.DEFAULT_FROM_EMAIL}")
    organizer.params["CN"] = vText(centre.name)
    return organizer


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.version)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", local(meeting.starts_at))
    event.add("dtend", local(meeting.ends_at))
    event.add("summary", meeting.title)
    cancelled = meeting.state == Meeting.State.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if place := place_of(meeting):
        event.add("location", place)
    if text := _description(meeting):
        event.add("description", text)
    return event


def _description(meeting: Meeting) -> str:
    topics = "\n".join(f"– {item.title}" for item in meeting.items.all())
    agenda = f"Ordre du jour :\n{topics}" if topics else ""
    video = f"Visioconférence : {meeting.video_url}" if meeting.video_url else ""
    return "\n\n".join(part for part in (meeting.purpose, video, agenda) if part)
