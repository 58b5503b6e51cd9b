"""The habits of a fictitious centre: its series, who held which role, what people thought, a date still asked for."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import utc_moment
from pupitre.demo.people import Team
from pupitre.meetings.models import (
    Meeting,
    MeetingRole,
    MeetingTemplate,
    Poll,
    PollAnswer,
    Rating,
    Series,
)
from pupitre.meetings.services.poll import open_poll

RATED = frozenset({"team", "working_group"})
COMMENTS = ("", "", "On a fini à l'heure.", "Utile, merci.", "Un peu dense.")


@dataclass(frozen=True)
class Rhythm:
    """A meeting that comes back each month: the nth weekday, at an hour."""

    kind: str
    title: str
    nth: int
    weekday: int
    at: time
    minutes: int
    name: str

    def begun(self, start: date, until: date, *, by: Actor) -> Series:
        """Save the series of this rhythm; its meetings are made apart."""
        template = MeetingTemplate.objects.filter(kind=self.kind)[0]
        series = Series(
            template=template, name=self.name, number=self.nth, weekday=self.weekday, at=self.at,
            starts_on=start, until=until, skip_months=[8],
        )  # fmt: skip
        return records.save(series, by=by)


def rhythms(*, large: bool) -> tuple[Rhythm, ...]:
    """Return what comes back: plenary and management monthly, RCPs twice a month in a large team."""
    noon, half = time(13), time(12, 30)
    rcps = ((1, "RCP du 1er jeudi"), (3, "RCP du 3e jeudi")) if large else ((2, "RCP"),)
    return (
        Rhythm("team", "Réunion d'équipe", 4, 1, half, 90, "Réunion d'équipe"),
        Rhythm("management", "Réunion de gérance", 1, 0, noon, 60, "Réunion de gérance"),
        *(Rhythm("rcp", "RCP", nth, 3, noon, 60, name) for nth, name in rcps),
    )


def remember(meetings: Sequence[Meeting], team: Team, rng: random.Random, *, by: Actor) -> None:
    """Say who held which role in these closed meetings, and what people thought of them."""
    talked = [meeting for meeting in meetings if meeting.kind != "rcp"]
    roles = [
        MeetingRole(meeting=meeting, role=role, person=person)
        for meeting in talked
        for role, person in zip(MeetingRole.Role.values, rng.sample(team.people, 3), strict=True)
    ]
    records.save_all(roles, by=by)
    ratings = [
        Rating(meeting=meeting, mark=rng.choice((3, 4, 4, 5)), comment=rng.choice(COMMENTS))
        for meeting in talked
        if meeting.kind in RATED
        for _ in range(rng.randrange(3, 6))
    ]
    records.save_all(ratings, by=by)


def ask_a_date(team: Team, rng: random.Random, *, today: date, now: datetime, by: Actor) -> None:
    """Ask for the date of a team evening; most people have answered."""
    monday = today + timedelta(days=21 - today.weekday())
    days = [monday + timedelta(days=shift) for shift in (1, 3, 8)]
    poll = Poll(
        title="Soirée «\u00a0projet de santé\u00a0»", quorum=len(team.people) // 2, sent_at=now
    )
    poll.closes_on = today + timedelta(days=10)
    open_poll(poll, starts=[utc_moment(day, time(20)) for day in days], by=by)
    slots = list(poll.slots.all())
    answers = [
        PollAnswer(slot=slot, person=person, answer=rng.choice(("yes", "yes", "maybe", "no")))
        for person in team.people
        if rng.random() < 0.7
        for slot in slots
    ]
    records.save_all(answers, by=by)
