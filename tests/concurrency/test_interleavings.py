"""T21: two to five people at the same minutes, rooms, poll and records, in any order: nothing is overwritten unseen.

An interleaving is a random order of steps: somebody opens (reads what is there) or sends (writes from what they read).
Threads then do the same without any order of ours.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from pupitre.centres.models import Centre, Room, Site
from pupitre.core import audit, records
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import AgendaItem, Meeting, Poll, PollAnswer, PollSlot
from pupitre.meetings.services.poll import answer_poll
from pupitre.meetings.services.prepare import MeetingError, move_meeting, plan_meeting
from pupitre.meetings.services.run import write_notes
from pupitre.people.models import Group, Person

pytestmark = pytest.mark.django_db
DAY = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=30)
HOUR = timedelta(hours=1)
WORDS = ("patient", "agenda", "local", "horaires", "charte", "site", "accueil", "vaccin")


@pytest.fixture
def meeting(in_a: Any, actor: Actor) -> Meeting:
    return plan_meeting(title="Équipe", starts_at=DAY, by=actor, people=[])


@pytest.fixture
def item(meeting: Meeting, actor: Actor) -> AgendaItem:
    return records.save(AgendaItem(meeting=meeting, title="Point", order=1), by=actor)


@pytest.fixture
def rooms(in_a: Any, actor: Actor) -> list[Room]:
    site = Site.objects.first()
    return [records.save(Room(site=site, name=f"Salle {n}"), by=actor) for n in (1, 2)]


@pytest.fixture
def people(in_a: Any) -> list[Person]:
    return [Person.objects.create(first_name="P", last_name=str(n)) for n in range(5)]


@pytest.fixture
def poll(people: list[Person], actor: Actor) -> Poll:
    group = Group.objects.create(name="Sondés")
    poll = records.save(Poll(title="Quand ?", group=group), by=actor)
    records.save_all([PollSlot(poll=poll, starts_at=DAY + n * HOUR) for n in range(3)], by=actor)
    return poll


def orders(rng: Random, number: int) -> Iterator[tuple[int, list[int]]]:
    """Yield, so many times, a number of people from two to five and who acts when; an act is to open, the next to send."""
    for _ in range(number):
        people = rng.randint(2, 5)
        turns = [who for who in range(people) for _ in range(rng.choice((2, 4)))]
        rng.shuffle(turns)
        yield people, turns


# Minutes: what everybody typed is there at the end


def minutes_round(rng: Random, item: AgendaItem, by: Actor, people: int, turns: list[int]) -> None:
    first = "\n".join(rng.choices(WORDS, k=rng.randint(0, 6)))
    AgendaItem.objects.filter(pk=item.pk).update(notes=first)
    opened: dict[int, str] = {}
    typed: list[str] = []
    for act, who in enumerate(turns):
        if who not in opened:
            opened[who] = AgendaItem.objects.get(pk=item.pk).notes
            continue
        base = opened.pop(who)
        lines, mine = base.split("\n") if base else [], f"par{who} n{act}"
        lines.insert(rng.randint(0, len(lines)), mine)
        typed.append(mine)
        write_notes(item, base=base, text="\n".join(lines), by=by)
    kept = AgendaItem.objects.get(pk=item.pk).notes.split("\n")
    assert all(kept.count(one) == 1 for one in typed), (first, typed, kept)
    for word in set(first.split("\n")) - {""}:
        assert kept.count(word) >= first.split("\n").count(word), (first, kept)


# Forms: a version that moved is refused, and the record says what the last accepted sending said


def form_round(rng: Random, meeting: Meeting, by: Actor, people: int, turns: list[int]) -> None:
    opened: dict[int, Meeting] = {}
    accepted, seen = Meeting.objects.get(pk=meeting.pk).purpose, {}
    for act, who in enumerate(turns):
        if who not in opened:
            opened[who] = Meeting.objects.get(pk=meeting.pk)
            seen[who] = accepted
            continue
        mine = opened.pop(who)
        mine.purpose = f"par {who}, acte {act}"
        try:
            records.save(mine, by=by, expected_version=mine.version)
        except records.ConflictError as conflict:
            current: Any = conflict.current
            assert seen[who] != accepted, "refused though nobody wrote meanwhile"
            assert current.purpose == accepted, "the conflict shows another version"
        else:
            assert seen[who] == accepted, "overwrote what its author had not read"
            accepted = mine.purpose
    assert Meeting.objects.get(pk=meeting.pk).purpose == accepted


# Rooms: no two meetings in one room at one time


def rooms_round(rng: Random, rooms: list[Room], by: Actor, people: int, turns: list[int]) -> None:
    with transaction.atomic():
        planned: dict[int, Meeting] = {}
        for who in turns:
            room, start = rng.choice(rooms), DAY + rng.randint(0, 6) * HOUR / 2
            try:
                if who in planned:
                    held = Meeting.objects.get(pk=planned[who].pk)
                    held.room = room
                    move_meeting(held, starts_at=start, by=by)
                else:
                    planned[who] = plan_meeting(
                        title=f"De {who}", starts_at=start, minutes=rng.choice((30, 60, 90)),
                        room=room, by=by, people=[],
                    )  # fmt: skip
            except MeetingError as refusal:
                refused = str(refusal)
                assert "est prise" in refused  # some are accepted
        no_double_booking()
        transaction.set_rollback(True)


def no_double_booking() -> None:
    held = list(Meeting.objects.exclude(room=None).order_by("room", "starts_at"))
    for one, two in pairwise(held):
        assert one.room_id != two.room_id or one.ends_at <= two.starts_at, (one, two)


# Polls: one answer a person and a slot, the last one given


def poll_round(rng: Random, poll: Poll, people: list[Person], by: Actor, turns: list[int]) -> None:
    slots = list(poll.slots.all())
    said: dict[tuple[int, int], str] = {}
    for who in turns:
        given = {slot.pk: rng.choice(PollAnswer.Answer.values) for slot in rng.sample(slots, 2)}
        answer_poll(poll, people[who], given, by=by, today=timezone.localdate())
        said |= {(people[who].pk, slot): word for slot, word in given.items()}
    kept = PollAnswer.objects.values_list("person_id", "slot_id", "answer")
    found = {(person, slot): word for person, slot, word in kept}
    assert len(kept) == len(found)
    assert said.items() <= found.items()


def play(request: Any, number: int, seed: int) -> None:
    """Play so many interleavings of each kind, undone one by one, and check that the audit numbers have no hole."""
    rng, by = Random(seed), request.getfixturevalue("actor")
    item, rooms = request.getfixturevalue("item"), request.getfixturevalue("rooms")
    poll, people = request.getfixturevalue("poll"), request.getfixturevalue("people")
    for count, turns in orders(rng, number):
        with transaction.atomic():
            minutes_round(rng, item, by, count, turns)
            form_round(rng, item.meeting, by, count, turns)
            rooms_round(rng, rooms, by, count, turns)
            poll_round(rng, poll, people, by, turns[: 2 * count])
            no_hole_in_the_audit()
            transaction.set_rollback(True)


def no_hole_in_the_audit() -> None:
    numbers = list(AuditEvent.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_order_of_acts_overwrites_anything(request: Any) -> None:
    play(request, 5, seed=1)


@pytest.mark.long
def test_no_order_of_acts_overwrites_anything_2500_times_four_kinds(request: Any) -> None:
    """2,500 orders, each played on minutes, forms, rooms and poll: 10,000 interleavings."""
    play(request, 2_500, seed=2)


# The same without an order of ours


def at_once(centre: Centre, acts: list[Any]) -> list[Any]:
    """Run the acts at the same moment, each in its thread; return what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Any) -> Any:
        barrier.wait()
        try:
            with centre_scope(centre):
                return act()
        except Exception as error:  # the test looks at each
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def together(centre: Centre, actor: Actor, rounds: int) -> None:
    """Five threads write notes, take one room, answer for one person and change one record, round after round."""
    start: datetime = DAY
    with centre_scope(centre):
        site = Site.objects.first()
        room = records.save(Room(site=site, name="Salle"), by=actor)
        held = plan_meeting(title="Équipe", starts_at=DAY - 2 * HOUR, by=actor, people=[])
        item = records.save(AgendaItem(meeting=held, title="Point", order=1), by=actor)
        person = Person.objects.create(first_name="P", last_name="Un")
        group = Group.objects.create(name="Sondés")
        poll = records.save(Poll(title="Quand ?", group=group), by=actor)
        slot = records.save(PollSlot(poll=poll, starts_at=DAY), by=actor)
    for number in range(rounds):
        start += timedelta(days=1)
        with centre_scope(centre):
            held = Meeting.objects.get(pk=held.pk)

        def notes(who: int, number: int = number) -> Any:
            return write_notes(item, base="", text=f"{who} au tour {number}", by=actor)

        def book(who: int, start: datetime = start) -> Any:
            return plan_meeting(title=f"De {who}", starts_at=start, minutes=60, room=room, by=actor, people=[])  # fmt: skip

        def vote(who: int) -> Any:
            word = PollAnswer.Answer.values[who % 2]
            return answer_poll(poll, person, {slot.pk: word}, by=actor, today=timezone.localdate())

        def change(who: int, number: int = number, held: Meeting = held) -> Any:
            mine = Meeting.objects.get(pk=held.pk)
            mine.purpose = f"De {who} au tour {number}"
            return records.save(mine, by=actor, expected_version=held.version)

        kinds = [notes, book, vote, change]
        results = {
            kind.__name__: at_once(
                centre, [lambda who=who, kind=kind: kind(who) for who in range(5)]
            )
            for kind in kinds
        }
        failed = {name: [r for r in found if isinstance(r, Exception)] for name, found in results.items()}  # fmt: skip
        assert failed["notes"] == failed["vote"] == [], failed
        assert [type(one) for one in failed["book"]] == [MeetingError] * 4, failed
        assert [type(one) for one in failed["change"]] == [records.ConflictError] * 4, failed
    with centre_scope(centre):
        kept = AgendaItem.objects.get(pk=item.pk).notes.split("\n")
        assert sorted(kept) == sorted(f"{w} au tour {n}" for w in range(5) for n in range(rounds))
        assert PollAnswer.objects.filter(slot=slot, person=person).count() == 1
        no_double_booking()
        no_hole_in_the_audit()
        assert list(audit.verify()) == []


def test_threads_overwrite_nothing(transactional_db: None, centre_a: Centre, actor: Actor) -> None:
    together(centre_a, actor, rounds=1)


@pytest.mark.long
def test_threads_overwrite_nothing_100_times(
    transactional_db: None, centre_a: Centre, actor: Actor
) -> None:
    together(centre_a, actor, rounds=100)
