"""The minutes as the PDF prints them, from the agenda, the attendance and the decisions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pupitre.centres.queries import current_centre
from pupitre.centres.reference import load_themes
from pupitre.core import french
from pupitre.documents.models import Document
from pupitre.documents.queries import documents_about
from pupitre.meetings.models import AgendaItem, Meeting, MeetingRole, Outcome, Participant
from pupitre.meetings.queries.attendance import (
    attended_times,
    effective_hours,
    participants_of,
    quorum_of,
)
from pupitre.meetings.queries.common import place_of
from pupitre.meetings.rules.attendance import Attended

MINUTES = "compte rendu"
Status = Participant.Status
ROLE_LABELS = {
    MeetingRole.Role.CHAIR: "Animation",
    MeetingRole.Role.TIME_KEEPER: "Maître du temps",
    MeetingRole.Role.SCRIBE: "Secrétaire de séance",
}


def versions(meeting: Meeting) -> list[Document]:
    """The minutes printed so far, the latest first."""
    return list(documents_about(meeting).filter(purpose=MINUTES).order_by("-pk"))


def is_treated(item: AgendaItem, outcomes: Sequence[Outcome]) -> bool:
    """Dealt with: said so, or something was written about it and nobody put it off."""
    if item.state != AgendaItem.State.PLANNED:
        return item.state == AgendaItem.State.DONE
    return bool(item.notes.strip() or any(one.item_id == item.pk for one in outcomes))


def outcomes_of(meeting: Meeting) -> list[Outcome]:
    """What was decided, in the order it was typed."""
    return list(meeting.outcomes.select_related("owner", "task"))


def minutes_data(
    meeting: Meeting, items: Sequence[AgendaItem], *, version: int, day: date
) -> dict[str, Any]:
    """The data of `typst/minutes.typ`; `day` is that of this version.

    An RCP prints counts and themes only: neither the notes nor the titles of its items.
    """
    note = f"Version {version} du {french.long_day(day)}" if version > 1 else ""
    subtitle = f"Compte rendu du {french.long_day(meeting.starts_at)}"
    upcoming = meeting.next_meeting
    return {
        "structure": current_centre().name,
        "title": meeting.title,
        "reference": meeting.number,
        "subtitle": f"{subtitle} — {note.lower()}" if note else subtitle,
        "facts": _facts(meeting),
        "next": f"{french.long_day(upcoming.starts_at)} à {french.clock(upcoming.starts_at)}"
        + (f", {place_of(upcoming)}." if place_of(upcoming) else ".")
        if upcoming
        else "",
        "approved": f"{note}, qui remplace les précédentes." if note else "",
        **minutes_body(meeting, items),
    }


def minutes_body(meeting: Meeting, items: Sequence[AgendaItem]) -> dict[str, Any]:
    """What single minutes and those of a whole series share."""
    if meeting.kind == Meeting.Kind.RCP:
        return {**_people(meeting), "items": [_counts(meeting)], "decisions": []}
    outcomes = outcomes_of(meeting)
    lines = [_item(item, outcomes) for item in items]
    loose = [_decision(one) for one in outcomes if one.item_id is None]
    if loose:
        lines.append({"title": "Hors ordre du jour", "notes": [], "decisions": loose})
    return {**_people(meeting), "items": lines, "decisions": [_decision(one) for one in outcomes]}


def theme_words(keys: Sequence[str]) -> list[str]:
    """The themes of annexe 3 in words; an unknown key stands for itself."""
    known = {theme.key: theme.label for theme in load_themes().themes}
    return [known.get(key, key) for key in keys]


def _facts(meeting: Meeting) -> list[list[str]]:
    start, end = effective_hours(meeting)
    facts = [
        ["Date", f"{french.long_day(start)}, {french.clock(start)} – {french.clock(end)}"],
        ["Lieu", place_of(meeting)],
        *(
            [ROLE_LABELS[MeetingRole.Role(held.role)], str(held.person)]
            for held in meeting.roles.select_related("person")
        ),
    ]
    reached = quorum_of(meeting, participants_of(meeting)) if meeting.quorum else None
    if reached:
        facts.append(["Quorum", reached.because])
    return [fact for fact in facts if fact[1]]


def _people(meeting: Meeting) -> dict[str, Any]:
    times = attended_times(meeting)
    stand_ins = {p.replaces_id: p.person for p, _ in times if p.replaces_id}
    away = {Status.EXCUSED, Status.PROXY, Status.REPLACED}
    return {
        "present": [_present(who, line) for who, line in times if who.status == Status.PRESENT],
        "excused": [_away(who, stand_ins) for who, _ in times if who.status in away],
        "absent": [
            str(who.person) for who, _ in times if who.status in {Status.ABSENT, Status.INVITED}
        ],
    }


def _present(participant: Participant, line: Attended) -> dict[str, str]:
    instead = f" (remplace {participant.replaces})" if participant.replaces else ""
    return {
        "name": f"{participant.person}{instead}",
        "profession": line.profession,
        "minutes": french.duration(line.minutes),
    }


def _away(participant: Participant, stand_ins: dict[int, Any]) -> str:
    if participant.status == Status.PROXY:
        return f"{participant.person} (pouvoir donné à {participant.proxy})"
    if participant.status == Status.REPLACED:
        by = stand_ins.get(participant.person_id, "quelqu’un d’autre")
        return f"{participant.person} (remplacé·e par {by})"
    return str(participant.person)


def _counts(meeting: Meeting) -> dict[str, Any]:
    files = "Nombre de dossiers à indiquer"
    if meeting.files is not None:
        files = french.counted(meeting.files, "dossier étudié", "dossiers étudiés")
    themes = ", ".join(theme_words(meeting.themes)) or "non précisés"
    return {"title": "Concertation", "notes": [f"{files}.", f"Thèmes : {themes}."], "decisions": []}


def _item(item: AgendaItem, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    notes = [line.strip() for line in item.notes.split("\n") if line.strip()]
    if not is_treated(item, outcomes):
        notes.append("Point reporté à une prochaine réunion.")
    decisions = [_decision(one) for one in outcomes if one.item_id == item.pk]
    return {"title": item.title, "notes": notes, "decisions": decisions}


def _decision(outcome: Outcome) -> dict[str, str]:
    return {
        "label": "Décision" if outcome.kind == Outcome.Kind.DECISION else "Tâche",
        "title": outcome.text,
        "owner": str(outcome.owner or ""),
        "due": french.numeric_day(outcome.due) if outcome.due else "",
        "state": outcome.task.get_state_display() if outcome.task else "à faire",
    }
