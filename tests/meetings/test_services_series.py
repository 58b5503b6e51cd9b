"""Series and polls, beyond what the screens show."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.mailing.models import Message
from pupitre.meetings.models import Meeting, MeetingTemplate, Poll, Series
from pupitre.meetings.queries.poll import poll_results
from pupitre.meetings.services.invite import invite
from pupitre.meetings.services.poll import (
    PollError,
    answer_poll,
    chase_poll,
    choose_slot,
    open_poll,
    send_poll,
)
from pupitre.meetings.services.series import (
    SeriesError,
    cancel_occurrence,
    extend_series,
    move_occurrence,
    save_series,
)
from pupitre.people.models import Person

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
NOON = datetime(2026, 12, 1, 11, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anne(in_a: Scope, actor: Actor) -> Person:
    person = Person(last_name="Petit", first_name="Anne", email="anne@example.org")
    return records.save(person, by=actor)


@pytest.fixture
def weekly(anne: Person, actor: Actor) -> Series:
    template = records.save(MeetingTemplate(name="Point", minutes=30), by=actor)
    return Series(
        template=template,
        name="Point",
        rule=Series.Rule.EVERY_WEEKS,
        number=2,
        weekday=1,
        at=time(12, 30),
        starts_on=date(2026, 11, 25),
        until=date(2027, 1, 31),
    )


def test_a_rhythm_in_weeks_is_counted_from_its_first_day(weekly: Series, actor: Actor) -> None:
    made = save_series(weekly, by=actor, now=NOW)
    days = [f"{meeting.starts_at:%d/%m}" for meeting in made]
    assert days == ["01/12", "15/12", "29/12", "12/01", "26/01"]
    assert extend_series(weekly, until=date(2027, 6, 30), by=actor, now=NOW) == []


def test_another_hour_moves_the_untouched_meetings(weekly: Series, actor: Actor) -> None:
    save_series(weekly, by=actor, now=NOW)
    weekly.at = time(20)
    save_series(weekly, by=actor, now=NOW)
    assert {meeting.starts_at.hour for meeting in Meeting.objects.all()} == {19}
    assert Meeting.objects.count() == 5


def test_those_invited_are_told_of_a_move_and_of_a_cancellation(
    weekly: Series, actor: Actor
) -> None:
    first, second, *_ = save_series(weekly, by=actor, now=NOW)
    for meeting in (first, second):
        invite(meeting, by=actor)
    days = [meeting.original_day for meeting in (first, second)]
    move_occurrence(weekly, original=days[0], to=date(2026, 12, 3), by=actor, now=NOW)
    cancel_occurrence(weekly, original=days[1], why="travaux", by=actor, now=NOW)
    kinds = list(Message.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["notice", "notice", "moved", "cancelled"]


def test_nobody_is_written_to_when_nobody_was_invited(weekly: Series, actor: Actor) -> None:
    first, *_ = save_series(weekly, by=actor, now=NOW)
    assert first.original_day
    move_occurrence(weekly, original=first.original_day, to=date(2026, 12, 3), by=actor, now=NOW)
    assert not Message.objects.exists()


def test_a_cancelled_date_is_not_moved_any_more(weekly: Series, actor: Actor) -> None:
    first, *_ = save_series(weekly, by=actor, now=NOW)
    assert first.original_day
    cancel_occurrence(weekly, original=first.original_day, by=actor, now=NOW)
    with pytest.raises(SeriesError, match="annulée"):
        move_occurrence(
            weekly, original=first.original_day, to=date(2026, 12, 3), by=actor, now=NOW
        )


@pytest.fixture
def poll(anne: Person, actor: Actor) -> Poll:
    return open_poll(Poll(title="Groupe plaies"), starts=[NOON], by=actor)


def test_what_a_poll_leaves_empty_comes_from_its_model(anne: Person, actor: Actor) -> None:
    template = MeetingTemplate(name="RCP", quorum=3, professions=["infirmier"])
    records.save(template, by=actor)
    made = open_poll(Poll(title="", template=template), starts=[NOON], by=actor)
    assert (made.title, made.quorum, made.professions) == ("RCP", 3, ["infirmier"])


def test_a_date_is_chosen_once(poll: Poll, actor: Actor) -> None:
    slot = poll.slots.get()
    choose_slot(slot, by=actor, now=NOW)
    with pytest.raises(PollError, match="déjà choisie"):
        choose_slot(slot, by=actor, now=NOW)
    assert Meeting.objects.count() == 1


def test_a_past_slot_is_not_chosen(poll: Poll, actor: Actor) -> None:
    with pytest.raises(PollError, match="est passé"):
        choose_slot(poll.slots.get(), by=actor, now=NOON)


def test_the_silent_are_chased_once_a_day_and_nobody_when_all_answered(
    poll: Poll, anne: Person, actor: Actor
) -> None:
    send_poll(poll, by=actor, now=NOW)
    chase_poll(poll, by=actor, now=NOW)
    chase_poll(poll, by=actor, now=NOW)
    assert Message.objects.count() == 2
    answer_poll(poll, anne, {poll.slots.get().pk: "yes"}, by=actor, today=NOW.date())
    with pytest.raises(PollError, match="personne à relancer"):
        chase_poll(poll, by=actor, now=NOW)


def test_an_answer_of_another_poll_is_refused(poll: Poll, anne: Person, actor: Actor) -> None:
    other = open_poll(Poll(title="Autre"), starts=[NOON], by=actor)
    with pytest.raises(PollError, match="pas reconnue"):
        answer_poll(poll, anne, {other.slots.get().pk: "yes"}, by=actor, today=NOW.date())


def test_who_left_is_not_counted_any_more(poll: Poll, anne: Person, actor: Actor) -> None:
    answer_poll(poll, anne, {poll.slots.get().pk: "yes"}, by=actor, today=NOW.date())
    anne.left_on = NOW.date()
    records.save(anne, by=actor)
    results = poll_results(poll, NOW.date())
    assert results.rows == ()
    assert results.choices[0].ranked.yes == ()
