"""Papers of a meeting as PDFs: the sheet to sign, the minutes of a series in one document."""

from pathlib import Path

from django.utils import timezone

from pupitre.centres.queries import current_centre
from pupitre.core import french
from pupitre.core.actor import Actor
from pupitre.core.pdf import render
from pupitre.inbox.services import link_url, make_link
from pupitre.meetings.models import Meeting, Series
from pupitre.meetings.qr import qr_svg
from pupitre.meetings.queries.attendance import participants_of, profession_that_day
from pupitre.meetings.queries.common import hours_of, place_of
from pupitre.meetings.queries.minutes import minutes_body

TYPST = Path(__file__).parent.parent / "typst"
BLANK_LINES = 4


def attendance_sheet(meeting: Meeting, *, by: Actor) -> bytes:
    """The sheet that goes round the table, with room for those who were not invited."""
    url = link_url(make_link(kind="meetings.arrive", about=meeting, by=by, days=3))
    chair = meeting.roles.filter(role="chair").select_related("person").first()
    facts = [
        ["Date", f"{french.long_day(meeting.starts_at)}, {hours_of(meeting)}"],
        ["Lieu", place_of(meeting)],
        ["Animation", str(chair.person) if chair else ""],
    ]
    people = [
        {"name": str(one.person), "profession": profession_that_day(one)}
        for one in participants_of(meeting)
    ]
    data = {
        "structure": current_centre().name,
        "title": "Feuille de présence",
        "subtitle": f"{meeting.title}, {french.long_day(meeting.starts_at)}",
        "printed": f"Imprimé le {french.numeric_day(timezone.localdate())}",
        "facts": [fact for fact in facts if fact[1]],
        "people": people,
        "blank": BLANK_LINES,
        "qr": {"file": "qr.svg", "alt": "Code à photographier pour signer sa présence"},
    }
    return render(TYPST / "attendance_sheet.typ", data, {"qr.svg": str(qr_svg(url))})


def series_minutes(series: Series) -> bytes:
    """The minutes of all closed meetings of a series, attendance included, in one PDF."""
    closed = series.meetings.filter(state=Meeting.State.CLOSED).order_by("starts_at")
    data = {
        "structure": current_centre().name,
        "title": "Comptes rendus",
        "subtitle": series.name,
        "printed": f"Imprimé le {french.numeric_day(timezone.localdate())}",
        "meetings": [
            {
                "number": meeting.number,
                "heading": french.long_day(meeting.starts_at),
                **minutes_body(meeting, list(meeting.items.all())),
            }
            for meeting in closed
        ],
    }
    return render(TYPST / "series_minutes.typ", data)
