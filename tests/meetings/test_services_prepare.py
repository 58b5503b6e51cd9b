"""Planning a meeting."""

from datetime import UTC, date, datetime

from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting, MeetingTemplate, TemplateItem
from pupitre.meetings.queries.common import line_of, stage_of
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.people.models import Person

NOON = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


def person(last_name: str, **values: object) -> Person:
    return Person.objects.create(last_name=last_name, **{"first_name": "Léa", **values})


def test_a_planned_meeting_takes_what_is_empty_from_its_model(in_a: Scope, actor: Actor) -> None:
    here, gone = person("Petit"), person("Roy", left_on=date(2026, 11, 1))
    template = MeetingTemplate.objects.create(name="Réunion d'équipe", minutes=60, quorum=3)
    TemplateItem.objects.create(template=template, title="Tour de table", minutes=5, order=1)

    meeting = plan_meeting(template=template, starts_at=NOON, by=actor)

    assert (meeting.title, meeting.quorum) == ("Réunion d'équipe", 3)
    assert (meeting.ends_at - meeting.starts_at).total_seconds() == 3600
    assert [one.person for one in meeting.participants.all()] == [here]
    assert gone not in [one.person for one in meeting.participants.all()]
    assert [item.title for item in meeting.items.all()] == ["Tour de table"]
    assert [step.key for step in meeting.steps.all()] == [
        "topics",
        "agenda",
        "notice",
        "reminder",
        "minutes",
    ]


def test_the_head_line_and_the_stage_follow_the_meeting(in_a: Scope, actor: Actor) -> None:
    meeting = plan_meeting(starts_at=NOON, by=actor, place="mairie")

    assert line_of(
        meeting
    ) == "Mardi 24\u00a0novembre 2026, 12\u00a0h\u00a030 – 14\u00a0h, mairie.".replace(
        "24\u00a0", "24 "
    ).replace("24 novembre", "24\u00a0novembre")
    assert stage_of(meeting, datetime(2026, 11, 23, tzinfo=UTC)) == "prepare"
    assert stage_of(meeting, NOON) == "run"
    meeting.state = Meeting.State.CLOSED
    assert stage_of(meeting, NOON) == "follow"
