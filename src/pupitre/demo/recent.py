"""The last weeks and the coming ones of a fictitious centre, made by the same acts as a coordinator's."""

import random
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.demo import words
from pupitre.demo.people import Team
from pupitre.inbox.models import Idea
from pupitre.meetings.services.prepare import plan_meeting

if TYPE_CHECKING:
    from pupitre.demo.year import Plan


def make_recent(
    plans: "Sequence[Plan]", team: Team, *, rng: random.Random, today: date, by: Actor
) -> None:
    """Plan the coming meetings, hold and close those of the last weeks, drop ideas in the box."""
    for plan in plans:
        plan_meeting(
            title=plan.title,
            kind=plan.kind,
            starts_at=plan.start,
            minutes=plan.minutes,
            group=plan.group,
            by=by,
        )
    authors = [person for person in team.people if person.kind == "professional"]
    ideas = [
        Idea(
            text=text,
            author=rng.choice(authors),
            kind=rng.choice([Idea.Kind.IDEA, Idea.Kind.PROBLEM, Idea.Kind.TOPIC]),
        )
        for text in rng.sample(words.IDEAS, 3)
    ]
    records.save_all(ideas, by=by)
