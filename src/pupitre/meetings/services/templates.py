"""Models of meetings: written with their agenda, started, copied, drawn from a meeting."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.meetings.models import Meeting, MeetingTemplate, TemplateItem
from pupitre.meetings.reference import load_starter_models
from pupitre.meetings.rules.agenda_lines import AgendaLine, read_agenda

_SHARED = ("kind", "group", "room", "purpose", "quorum")
"""Fields that a model and a meeting have alike."""


@transaction.atomic
def save_template(
    template: MeetingTemplate,
    *,
    agenda: Sequence[AgendaLine],
    by: Actor,
    expected_version: int | None = None,
) -> MeetingTemplate:
    """Save a model and its agenda, replaced as a whole; meetings already made keep theirs.

    Raises records.ConflictError when somebody else saved it meanwhile.
    """
    records.save(template, by=by, expected_version=expected_version)
    if agenda_of(template) != tuple(agenda):
        for item in template.items.all():
            records.remove(item, by=by, action="retirer du modèle")
        _add_items(template, agenda, by=by)
    return template


def agenda_of(template: MeetingTemplate) -> tuple[AgendaLine, ...]:
    """The items of a model, in order."""
    if not template.pk:
        return ()
    return tuple(AgendaLine(item.title, item.minutes) for item in template.items.all())


@transaction.atomic
def add_starters(*, by: Actor) -> list[MeetingTemplate]:
    """Give the centre the starter models whose name it does not use yet."""
    known = set(MeetingTemplate.objects.values_list("name", flat=True))
    return [
        save_template(
            MeetingTemplate(
                name=starter.name,
                kind=starter.kind,
                minutes=starter.minutes,
                purpose=starter.purpose,
            ),
            agenda=read_agenda(starter.agenda),
            by=by,
        )
        for starter in load_starter_models()
        if starter.name not in known
    ]


def duplicate(template: MeetingTemplate, *, by: Actor) -> MeetingTemplate:
    """Copy a model under a free name."""
    copy = MeetingTemplate(
        name=free_name(template.name),
        **{name: getattr(template, name) for name in _SHARED},
        professions=template.professions,
        minutes=template.minutes,
        steps=template.steps,
    )
    return save_template(copy, agenda=agenda_of(template), by=by)


def template_from_meeting(meeting: Meeting, *, by: Actor) -> MeetingTemplate:
    """Make a model of what a meeting was: its agenda (what was carried from elsewhere apart) and its back-plan."""
    template = MeetingTemplate(
        name=free_name(meeting.title),
        **{name: getattr(meeting, name) for name in _SHARED},
        professions=meeting.template.professions if meeting.template else [],
        minutes=int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
        steps=list(meeting.steps.values("key", "label", "offset", "owner_role")),
    )
    lasting = meeting.items.filter(idea=None, task=None)
    return save_template(
        template, agenda=[AgendaLine(item.title, item.minutes) for item in lasting], by=by
    )


def free_name(name: str) -> str:
    """That name, or « … (copie) », « … (copie 2) » where it is taken."""
    known = set(MeetingTemplate.objects.values_list("name", flat=True))
    tries = (name[:100] + mark for mark in _marks())
    return next(wanted for wanted in tries if wanted not in known)


def _marks() -> Iterable[str]:
    yield ""
    yield " (copie)"
    number = 2
    while True:
        yield f" (copie {number})"
        number += 1


def _add_items(template: MeetingTemplate, agenda: Sequence[AgendaLine], *, by: Actor) -> None:
    rows = [
        TemplateItem(template=template, title=line.title, minutes=line.minutes, order=rank)
        for rank, line in enumerate(agenda, start=1)
    ]
    records.save_all(rows, by=by)
