"""A fictitious year of meetings: the past in bulk, the last weeks and the coming ones through the services."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from pupitre.centres.models import Room
from pupitre.centres.reference import load_themes
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import local, nth_weekday, public_holidays, utc_moment
from pupitre.demo import words
from pupitre.demo.habits import Rhythm, ask_a_date, remember, rhythms
from pupitre.demo.people import Team
from pupitre.demo.recent import make_recent
from pupitre.meetings.models import AgendaItem, Meeting, Outcome, Participant, Series
from pupitre.meetings.rules.numbering import number_of
from pupitre.people.models import Group, Person
from pupitre.tasks.models import Task

RECENT = timedelta(days=45)


@dataclass(frozen=True)
class Plan:
    """A meeting to make."""

    start: datetime
    kind: str
    title: str
    minutes: int
    group: Group | None = None
    series: Series | None = None

    @property
    def original_day(self) -> date | None:
        """The date of the series that it holds."""
        return local(self.start).date() if self.series else None


def make_year(team: Team, *, years: int, rng: random.Random, today: date, by: Actor) -> int:
    """Make the meetings of some years and the coming weeks; return how many."""
    start, end = today - timedelta(days=365 * years), today + timedelta(days=70)
    usual = [
        (rhythm, rhythm.begun(start, end, by=by)) for rhythm in rhythms(large=len(team.people) > 12)
    ]
    plans = sorted(_plans(team, usual, start, end), key=lambda plan: plan.start)
    limit = utc_moment(today - RECENT, time(0))
    past = [plan for plan in plans if plan.start < limit]
    coming = [plan for plan in plans if plan.start >= limit]
    _make_past(past, team, rng, by)
    make_recent(coming, team, rng=rng, today=today, by=by)
    recent = Meeting.objects.filter(state=Meeting.State.CLOSED, starts_at__gte=limit)
    remember(list(recent), team, rng, by=by)
    ask_a_date(team, rng, today=today, now=utc_moment(today, time(8)), by=by)
    return len(plans)


def _plans(
    team: Team, usual: list[tuple[Rhythm, Series]], start: date, end: date
) -> Iterator[Plan]:
    """Yield a usual calendar: the series, working groups quarterly, one assembly a year; nobody meets on a public holiday."""
    for year, month in _months(start, end):
        if month == 8:  # nobody meets in August
            continue
        for one, series in usual:
            yield from _plan(
                year, month, (one.nth, one.weekday), one.at,
                Plan(utc_moment(start, one.at), one.kind, one.title, one.minutes, series=series),
            )  # fmt: skip
        if month % 3 == 2:
            for place, group in enumerate(team.groups):
                title = f"Groupe «\u00a0{group.name}\u00a0»"
                kept = Plan(utc_moment(start, time(13)), "working_group", title, 60, group)
                yield from _plan(year, month, (3, place), time(13), kept)
        if month == 6:
            kept = Plan(utc_moment(start, time(20)), "assembly", "Assemblée générale", 120)
            yield from _plan(year, month, (2, 3), time(20), kept)


def _months(start: date, end: date) -> Iterator[tuple[int, int]]:
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _plan(year: int, month: int, place: tuple[int, int], at: time, kept: Plan) -> Iterator[Plan]:
    """Yield the plan on its day of that month, unless it is a public holiday."""
    day = nth_weekday(year, month, place[1], place[0])
    if day and day not in public_holidays(year):
        yield replace(kept, start=utc_moment(day, at))


def invited(plan: Plan, team: Team) -> list[Person]:
    """Return who a meeting is for."""
    if plan.group is not None:
        return [member.person for member in plan.group.members.select_related("person")]
    if plan.kind == "management":
        return [
            *team.people[:4],
            *(person for person in team.people if person.kind == "coordinator"),
        ]
    if plan.kind == "rcp":
        return [person for person in team.people if person.kind == Person.Kind.PROFESSIONAL][:14]
    return team.people


def _make_past(plans: list[Plan], team: Team, rng: random.Random, by: Actor) -> None:
    """Make closed meetings with their attendance, agenda and decisions, in a fixed number of queries."""
    room, themes = Room.objects.first(), sorted(theme.key for theme in load_themes().themes)
    ranks: Counter[int] = Counter()
    meetings = []
    for plan in plans:
        ranks[plan.start.year] += 1
        meetings.append(_past_meeting(plan, ranks[plan.start.year], room, themes, rng))
    records.save_all(meetings, by=by)
    participants, items, outcomes = [], [], []
    for plan, meeting in zip(plans, meetings, strict=True):
        participants += [_participant(meeting, plan, person, rng) for person in invited(plan, team)]
        if meeting.kind != "rcp":
            items += [
                AgendaItem(
                    meeting=meeting,
                    title=title,
                    minutes=15,
                    order=place,
                    state="done",
                    notes=rng.choice(words.NOTES),
                )
                for place, title in enumerate(rng.sample(words.AGENDA, 4))
            ]
            outcomes += [_outcome(meeting, team, rng) for _ in range(rng.randrange(2, 6))]
    records.save_all(participants, by=by)
    records.save_all(items, by=by)
    _keep_decisions(outcomes, rng, by)
    remember(meetings, team, rng, by=by)


def _past_meeting(
    plan: Plan, rank: int, room: Room | None, themes: list[str], rng: random.Random
) -> Meeting:
    end = plan.start + timedelta(minutes=plan.minutes)
    rcp = plan.kind == "rcp"
    return Meeting(
        title=plan.title, kind=plan.kind, state=Meeting.State.CLOSED, group=plan.group, room=room,
        series=plan.series, original_day=plan.original_day,
        starts_at=plan.start, ends_at=end, opened_at=plan.start, finished_at=end, closed_at=end, sent_at=None if rcp else end,
        number=number_of(plan.start.year, rank), files=rng.randrange(1, 4) if rcp else None,
        themes=sorted(rng.sample(themes, 2)) if rcp else [],
    )  # fmt: skip


def _participant(meeting: Meeting, plan: Plan, person: Person, rng: random.Random) -> Participant:
    here = rng.random() < 0.78
    minutes = plan.minutes if rng.random() < 0.85 else plan.minutes - 15 * rng.randrange(1, 3)
    status = "present" if here else rng.choice(["excused", "excused", "absent"])
    evening = plan.kind == "assembly"
    return Participant(
        meeting=meeting, person=person, profession=person.profession, status=status, answer="yes" if here else "excused",
        signed_at=plan.start if here else None, signed_via="paper" if here else "",
        day_minutes=minutes if here and not evening else 0, evening_minutes=minutes if here and evening else 0,
    )  # fmt: skip


def _outcome(meeting: Meeting, team: Team, rng: random.Random) -> Outcome:
    due = meeting.starts_at.date() + timedelta(days=rng.choice([14, 28, 42]))
    kind = rng.choice([Outcome.Kind.DECISION, Outcome.Kind.TASK])
    return Outcome(
        meeting=meeting,
        kind=kind,
        text=rng.choice(words.DECISIONS),
        owner=rng.choice(team.people),
        due=due,
    )


def _keep_decisions(outcomes: list[Outcome], rng: random.Random, by: Actor) -> None:
    """Make the followed tasks of minuted outcomes, most of them done."""
    tasks = []
    forgiven = max(outcome.meeting.starts_at for outcome in outcomes) - timedelta(days=60)
    for outcome in outcomes:
        done = rng.random() < (0.99 if outcome.meeting.starts_at < forgiven else 0.75)
        tasks.append(
            Task(
                kind=outcome.kind, title=outcome.text, owner=outcome.owner, due=outcome.due, group=outcome.meeting.group,
                state=Task.State.DONE if done else Task.State.OPEN, closed_on=outcome.due if done else None,
                decided_on=outcome.meeting.starts_at.date(), origin_type="meetings.meeting", origin_id=outcome.meeting.pk,
                origin_label=f"{outcome.meeting.title} du {local(outcome.meeting.starts_at):%d/%m/%Y}",
            )
        )  # fmt: skip
    for outcome, task in zip(outcomes, records.save_all(tasks, by=by), strict=True):
        outcome.task = task
    records.save_all(outcomes, by=by)
