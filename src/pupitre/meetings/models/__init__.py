"""Meetings: models and series, the meeting itself, its agenda, attendance, polls."""

from pupitre.meetings.models.agenda import AgendaItem, Outcome
from pupitre.meetings.models.attendance import Participant, Stay
from pupitre.meetings.models.meeting import Meeting, MeetingRole, Rating, Step
from pupitre.meetings.models.poll import Poll, PollAnswer, PollSlot
from pupitre.meetings.models.template import (
    MeetingSettings,
    MeetingTemplate,
    Series,
    SeriesChange,
    TemplateItem,
)

__all__ = [
    "AgendaItem",
    "Meeting",
    "MeetingRole",
    "MeetingSettings",
    "MeetingTemplate",
    "Outcome",
    "Participant",
    "Poll",
    "PollAnswer",
    "PollSlot",
    "Rating",
    "Series",
    "SeriesChange",
    "Stay",
    "Step",
    "TemplateItem",
]
