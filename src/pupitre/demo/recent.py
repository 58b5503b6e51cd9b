"""The last weeks and the coming ones of a fictitious centre, made by the same acts as a coordinator's."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pupitre.centres.models import Room
from pupitre.centres.reference import load_themes
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import local, utc_moment
from pupitre.demo import words
from pupitre.demo.people import Team
from pupitre.inbox.models import Idea
from pupitre.meetings.models import AgendaItem, Meeting, Participant
from pupitre.meetings.queries.close import usual_next
from pupitre.meetings.services.attendance import everybody_present, mark
from pupitre.meetings.services.close import close_meeting
from pupitre.meetings.services.prepare import plan_meeting, tick
from pupitre.meetings.services.rcp import set_rcp_facts
from pupitre.meetings.services.run import add_outcome, start_meeting, write_notes

PLANNED_AHEAD = timedelta(days=90)

if TYPE_CHECKING:
    from pupitre.demo.year import Plan


def make_recent(
    plans: "Sequence[Plan]", team: Team, *, rng: random.Random, today: date, by: Actor
) -> None:
    """Plan the coming meetings, hold and close those of the last weeks, drop ideas in the box."""
    from pupitre.demo.year import invited

    room = Room.objects.order_by("-seats").first()
    planned = [
        plan_meeting(
            title=plan.title, kind=plan.kind, starts_at=plan.start, minutes=plan.minutes, group=plan.group, usual_room=room,
            series=plan.series, original_day=plan.original_day, people=invited(plan, team), by=by,
        )
        for plan in plans
    ]  # fmt: skip
    for meeting in planned:
        meeting.created_on = local(meeting.starts_at).date() - PLANNED_AHEAD
    records.update_all(planned, ["created_on"], by=by)
    for meeting in planned:
        if meeting.kind != "rcp":
            _agenda(meeting, rng, by)
        if meeting.starts_at < utc_moment(today, time(0)):
            _hold(meeting, team, rng, by)
            continue
        _prepare(meeting, today, by)
        if meeting.starts_at < datetime.now(UTC) + timedelta(days=21):
            _answers(meeting, rng, by)
    _ideas(team, rng, by)


def _agenda(meeting: Meeting, rng: random.Random, by: Actor) -> None:
    carried = set(meeting.items.values_list("title", flat=True))
    fresh = [title for title in words.AGENDA if title not in carried]
    titles = rng.sample(fresh, max(0, 4 - len(carried)))
    records.save_all(
        [
            AgendaItem(meeting=meeting, title=title, minutes=15, order=len(carried) + place + 1)
            for place, title in enumerate(titles)
        ],
        by=by,
    )


def _hold(meeting: Meeting, team: Team, rng: random.Random, by: Actor) -> None:
    """Run a meeting and close it; the last RCP still waits for its number of files."""
    start_meeting(meeting, by=by, now=meeting.starts_at)
    for participant in meeting.participants.all():
        if rng.random() < 0.2:
            mark(participant, Participant.Status.EXCUSED, by=by, at=meeting.starts_at)
    everybody_present(meeting, by=by)
    if meeting.kind == "rcp":
        themes = [theme.key for theme in load_themes().themes]
        last = meeting.starts_at > datetime.now(UTC) - timedelta(days=12)
        files = None if last else rng.randrange(2, 5)
        set_rcp_facts(meeting, files=files, themes=themes[:2], by=by, now=meeting.ends_at)
    else:
        for item in meeting.items.all()[:3]:
            write_notes(item, base="", text=rng.choice(words.NOTES), by=by)
            owner = rng.choice(team.people)
            due = (meeting.starts_at + timedelta(days=rng.choice([14, 28, 42]))).date()
            add_outcome(
                meeting,
                text=rng.choice(words.DECISIONS),
                kind=rng.choice(["decision", "task"]),
                item=item,
                owner=owner,
                due=due,
                by=by,
            )
    held = Meeting.objects.get(pk=meeting.pk)
    closed = close_meeting(held, by=by, now=meeting.ends_at, next_meeting=usual_next(held))
    for step in closed.steps.filter(done_on__isnull=True):
        tick(closed, step.key, on=meeting.starts_at.date(), by=by)


def _prepare(meeting: Meeting, today: date, by: Actor) -> None:
    """Tick what should be done by now."""
    for step in meeting.steps.all():
        due = local(meeting.starts_at).date() + timedelta(days=step.offset)
        if due < today:
            tick(meeting, step.key, on=due, by=by)


def _answers(meeting: Meeting, rng: random.Random, by: Actor) -> None:
    """Let most of those invited answer."""
    answered = []
    for participant in meeting.participants.all():
        if rng.random() < 0.75:
            participant.answer = "yes" if rng.random() < 0.8 else "excused"
            participant.answered_via = "link"
            answered.append(participant)
    records.update_all(answered, ["answer", "answered_via"], by=by, action="répondre")


def _ideas(team: Team, rng: random.Random, by: Actor) -> None:
    authors = [person for person in team.people if person.kind == "professional"]
    kinds = [Idea.Kind.IDEA, Idea.Kind.PROBLEM, Idea.Kind.TOPIC]
    texts = rng.sample(words.IDEAS, 3)
    records.save_all(
        [
            Idea(text=text, author=rng.choice(authors), kind=kind)
            for text, kind in zip(texts, kinds, strict=True)
        ],
        by=by,
    )
