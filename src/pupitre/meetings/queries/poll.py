"""Reads of date polls: who is asked, what they answered, which slot is best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from pupitre.core import french
from pupitre.core.registry import Deadline
from pupitre.meetings.models import Poll, PollAnswer, PollSlot
from pupitre.meetings.queries.rcp import profession_label
from pupitre.meetings.rules.poll import Answer, Needs, Ranked, Slot, Voter, rank_slots
from pupitre.people.models import Person
from pupitre.people.queries import group_people, profession_words, team

Given = dict[tuple[int, int], Answer]
"""Answers by person's key and slot's key."""


@dataclass(frozen=True)
class Row:
    """A person and an answer per slot, in the order of the slots; "" where there is none."""

    person: Person
    profession: str
    answers: tuple[str, ...]

    @property
    def answered(self) -> bool:
        return any(self.answers)


@dataclass(frozen=True)
class Choice:
    """A slot as it stands among the others."""

    slot: PollSlot
    ranked: Ranked

    @property
    def coming(self) -> int:
        return len(self.ranked.yes) + len(self.ranked.maybe)


@dataclass(frozen=True)
class Results:
    """A poll's table and its slots, best first."""

    slots: tuple[PollSlot, ...]
    rows: tuple[Row, ...]
    choices: tuple[Choice, ...]

    @property
    def silent(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.answered)

    @property
    def answered(self) -> int:
        return len(self.rows) - len(self.silent)


def polls() -> QuerySet[Any]:
    """Return the polls of the centre with how many slots and how many persons answered."""
    found = Poll.objects.select_related("template", "group", "meeting")
    return found.annotate(
        slot_count=Count("slots", distinct=True),
        answered_count=Count("slots__answers__person", distinct=True),
    ).order_by("-id")


def accepts_answers(poll: Poll, today: date) -> bool:
    """Whether answers may still be given or changed: no date chosen, last day not over."""
    return poll.meeting_id is None and (poll.closes_on is None or today <= poll.closes_on)


def people_asked(poll: Poll, today: date) -> list[Person]:
    """Return the group's people of today, and whoever answered and is still here."""
    answered = PollAnswer.objects.filter(slot__poll=poll).values("person_id")
    asked = group_people(poll.group, today).values("pk")
    return list(team(today).filter(Q(pk__in=asked) | Q(pk__in=answered)))


def answers_of(poll: Poll, person: Person) -> dict[int, str]:
    """Return a person's answers, by slot key."""
    rows = PollAnswer.objects.filter(slot__poll=poll, person=person)
    return dict(rows.values_list("slot_id", "answer"))


def poll_results(poll: Poll, today: date) -> Results:
    """Return the whole of a poll, in a fixed number of queries."""
    slots = tuple(poll.slots.all())
    people = people_asked(poll, today)
    rows = PollAnswer.objects.filter(slot__poll=poll)
    given: Given = {
        (person, slot): cast(Answer, answer)
        for person, slot, answer in rows.values_list("person_id", "slot_id", "answer")
    }
    return Results(
        slots,
        tuple(
            Row(
                person,
                profession_words(person),
                tuple(given.get((person.pk, slot.pk), "") for slot in slots),
            )
            for person in people
        ),
        _choices(poll, slots, people, given),
    )


def _choices(
    poll: Poll,
    slots: Sequence[PollSlot],
    people: Sequence[Person],
    given: Given,
) -> tuple[Choice, ...]:
    by_key = {str(slot.pk): slot for slot in slots}
    ranked = rank_slots(
        [Slot(key, slot.starts_at) for key, slot in by_key.items()],
        [Voter(str(person.pk), profession_label(person.profession)) for person in people],
        {(str(person), str(slot)): answer for (person, slot), answer in given.items()},
        Needs(poll.quorum, frozenset(profession_label(key) for key in poll.professions)),
    )
    return tuple(Choice(by_key[found.slot.key], found) for found in ranked)


def poll_deadlines(today: date) -> Iterator[Deadline]:
    """The polls to send, and those whose date is to be chosen."""
    for poll in polls().filter(meeting=None):
        due = (
            poll.closes_on or french.local_day(poll.slots.all()[0].starts_at)
            if poll.slot_count
            else today
        )
        act = ("Choisir", "Choisir la date") if poll.sent_at else ("Envoyer", "Envoyer le sondage")
        yield Deadline(
            due=due,
            title=f"{act[1]} : {poll.title}",
            reason=french.counted(poll.answered_count, "réponse reçue", "réponses reçues"),
            url=poll.get_absolute_url(),
            act=act[0],
        )
