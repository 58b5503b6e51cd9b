"""Attendance in all its forms, and the minutes that it gives each person."""

from datetime import UTC, datetime

import pytest

from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.queries.attendance import (
    attended_times,
    participants_of,
    quorum_of,
    seats,
)
from pupitre.meetings.rules.attendance import AttendanceError, Interval
from pupitre.meetings.services.attendance import (
    add_walk_in,
    everybody_present,
    give_proxy,
    leave,
    mark,
    record_times,
    replace_by,
    set_stays,
    sign,
)
from pupitre.meetings.services.run import RunError, start_meeting
from pupitre.people.models import Person
from tests.meetings.held import minute, planned, seat

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "000002000154a24f5f0000000049454e44ae426082"
)
Status = Participant.Status


def minutes_of(meeting: Meeting) -> dict[str, int]:
    return {who.person.last_name: line.minutes for who, line in attended_times(meeting)}


def test_one_tap_is_present_now_and_in_time_means_from_the_start(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    start_meeting(meeting, by=actor, now=minute(0))
    mark(seat(meeting, "Petit"), Status.PRESENT, by=actor, at=minute(6))
    mark(seat(meeting, "Garnier"), Status.PRESENT, by=actor, at=minute(30))
    mark(seat(meeting, "Nguyen"), Status.EXCUSED, by=actor, at=minute(30))
    meeting.refresh_from_db()
    assert minutes_of(meeting) == {"Petit": 90, "Garnier": 60, "Nguyen": 0, "Roussel": 0}


def test_a_tap_twice_counts_once_and_coming_back_begins_another_stay(
    in_a: Scope, actor: Actor
) -> None:
    meeting = planned(actor)
    who = seat(meeting, "Garnier")
    mark(who, Status.PRESENT, by=actor, at=minute(0))
    mark(who, Status.PRESENT, by=actor, at=minute(15))
    leave(who, by=actor, at=minute(20))
    mark(who, Status.PRESENT, by=actor, at=minute(70))
    assert who.stays.count() == 2
    assert minutes_of(meeting)["Garnier"] == 20 + 20


def test_who_left_is_no_longer_in_the_room(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    everybody_present(meeting, by=actor)
    leave(seat(meeting, "Garnier"), by=actor, at=minute(20))
    here = [one.participant.person.last_name for one in seats(meeting, minute(30)) if one.here]
    assert here == ["Nguyen", "Petit", "Roussel"]
    absent = mark(seat(meeting, "Petit"), Status.ABSENT, by=actor, at=minute(1))
    with pytest.raises(RunError, match="pointez d’abord"):
        leave(absent, by=actor, at=minute(2))


def test_absent_after_present_takes_the_stays_away(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    who = mark(seat(meeting, "Garnier"), Status.PRESENT, by=actor, at=minute(0))
    mark(who, Status.ABSENT, by=actor, at=minute(1))
    assert not who.stays.exists()
    assert minutes_of(meeting)["Garnier"] == 0


@pytest.mark.usefixtures("files")
def test_a_signature_on_the_tablet_is_kept_as_a_locked_image(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    who = sign(seat(meeting, "Petit"), by=actor, at=minute(1), via="tablette", image=PNG)
    assert (who.status, who.signed_via, who.signed_at) == (Status.PRESENT, "tablette", minute(1))
    assert who.signature is not None
    assert (who.signature.content_type, who.signature.locked) == ("image/png", True)
    again = sign(who, by=actor, at=minute(2), via="tablette", image=PNG)
    assert again.stays.count() == 1


def test_typed_hours_give_the_minutes_of_several_stays(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    who = seat(meeting, "Petit")
    set_stays(who, [Interval(None, minute(10)), Interval(minute(80), None)], by=actor)
    assert minutes_of(meeting)["Petit"] == 20
    with pytest.raises(AttendanceError, match="part à 12:40 avant d’être arrivé·e à 12:50"):
        set_stays(who, [Interval(minute(20), minute(10))], by=actor)
    assert minutes_of(meeting)["Petit"] == 20


def test_a_walk_in_and_a_replacement_are_told_apart(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    stand_in = Person.objects.create(first_name="Zoé", last_name="Zola", profession="infirmier")
    visitor = Person.objects.create(first_name="Ana", last_name="Vidal")
    add_walk_in(meeting, visitor, by=actor, at=minute(60))
    replaced = replace_by(seat(meeting, "Garnier"), stand_in, by=actor, at=minute(5))
    assert replaced.replaces == seat(meeting, "Garnier").person
    assert seat(meeting, "Garnier").status == Status.REPLACED
    times = minutes_of(meeting)
    assert (times["Zola"], times["Garnier"], times["Vidal"]) == (90, 0, 30)
    with pytest.raises(RunError, match="soi-même"):
        replace_by(seat(meeting, "Petit"), seat(meeting, "Petit").person, by=actor, at=minute(5))


def test_the_quorum_is_live_and_an_assembly_counts_proxies(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor, quorum=2, kind=Meeting.Kind.ASSEMBLY)
    mark(seat(meeting, "Petit"), Status.PRESENT, by=actor, at=minute(0))
    reached = quorum_of(meeting, participants_of(meeting))
    assert reached is not None
    assert reached.because.startswith("quorum non atteint")
    assert (reached.counted, reached.needed) == (1, 2)
    give_proxy(seat(meeting, "Garnier"), seat(meeting, "Petit").person, by=actor)
    again = quorum_of(meeting, participants_of(meeting))
    assert again is not None
    assert again.reached
    with pytest.raises(RunError, match="quelqu’un d’autre"):
        give_proxy(seat(meeting, "Petit"), seat(meeting, "Petit").person, by=actor)


def test_the_times_recorded_split_day_and_evening(in_a: Scope, actor: Actor) -> None:
    at_half_past_seven = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    meeting = planned(actor, starts_at=at_half_past_seven, minutes=90)
    everybody_present(meeting, by=actor)
    record_times(meeting, by=actor)
    who = seat(meeting, "Petit")
    assert (who.day_minutes, who.evening_minutes) == (30, 60)
