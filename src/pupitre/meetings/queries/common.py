"""What every stage of a meeting reads: the meeting, its head line, its stages."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from pupitre.core import french
from pupitre.core.links import centre_url
from pupitre.meetings.models import Meeting, MeetingRole

STAGES = (
    ("prepare", "Préparer"),
    ("run", "Animer"),
    ("close", "Clore"),
    ("follow", "Suivi"),
)
ROLE_WORDS = {
    MeetingRole.Role.CHAIR: "animée par",
    MeetingRole.Role.TIME_KEEPER: "temps tenu par",
    MeetingRole.Role.SCRIBE: "secrétaire de séance",
}
OPENS_BEFORE = timedelta(minutes=30)


def meetings() -> QuerySet[Meeting]:
    """Return the meetings of the centre with what their head line reads."""
    return Meeting.objects.select_related("room__site", "group", "series", "template")


def get_meeting(pk: int) -> Meeting:
    """Return one meeting of this centre, or answer 404."""
    meeting = meetings().filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


def place_of(meeting: Meeting) -> str:
    """« salle Cèdre et visio », « salle Cèdre (site du Bourg) », « à la mairie »; empty when unknown."""
    places = []
    if meeting.room:
        name = meeting.room.name
        known = name.lower().startswith(("salle", "bureau"))
        places.append(name[0].lower() + name[1:] if known else f"salle {name}")
        if type(meeting.room.site).objects.count() > 1:
            places[0] += f" ({meeting.room.site.name})"
    if meeting.place:
        places.append(meeting.place)
    if meeting.video_url:
        places.append("visio")
    return " et ".join(places)


def hours_of(meeting: Meeting) -> str:
    """« 12 h 30 – 14 h »."""
    return f"{french.clock(meeting.starts_at)} – {french.clock(meeting.ends_at)}"


def line_of(meeting: Meeting) -> str:
    """« Mardi 24 novembre 2026, 12 h 30 – 14 h, salle Cèdre et visio. Animée par Dr Petit. »"""
    when = ", ".join(
        part
        for part in (french.long_day(meeting.starts_at), hours_of(meeting), place_of(meeting))
        if part
    )
    held = {role.role: role.person for role in meeting.roles.select_related("person")}
    roles = ", ".join(f"{word} {held[role]}" for role, word in ROLE_WORDS.items() if role in held)
    return " ".join(f"{_capital(part)}." for part in (when, roles) if part)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def stage_of(meeting: Meeting, now: datetime) -> str:
    """Return the stage that fits: `prepare`, `run`, `close` or `follow`."""
    if meeting.state == Meeting.State.CLOSED:
        return "follow"
    if meeting.state == Meeting.State.CANCELLED or now < meeting.starts_at - OPENS_BEFORE:
        return "prepare"
    return "run"


def workspace(meeting: Meeting, stage: str) -> dict[str, Any]:
    """Return what `meetings/workspace.html` shows around a stage."""
    closed = meeting.state == Meeting.State.CLOSED
    done = {"prepare": bool(meeting.opened_at) or closed, "run": closed, "close": closed}
    return {
        "meeting": meeting,
        "line": line_of(meeting),
        "stages": [
            {
                "label": label,
                "url": _stage_url(name, meeting),
                "current": name == stage,
                "done": done.get(name, False),
            }
            for name, label in STAGES
        ],
    }


def _stage_url(name: str, meeting: Meeting) -> str:
    """Return a stage's address; a cancelled meeting only has its preparation."""
    if meeting.state == Meeting.State.CANCELLED and name != "prepare":
        return ""
    return centre_url(f"meetings:{name}", meeting.pk)
