from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.registry import registry
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting, MeetingSettings, Participant
from pupitre.meetings.queries.minutes import minutes_data, versions
from pupitre.meetings.queries.rcp import (
    concertation_calendar,
    people_for_rcp,
    rcp_facts,
    rcps_without_files,
    year_counts,
)
from pupitre.meetings.rules.rcp import Minimum, Rcp
from pupitre.meetings.services.rcp import RcpError, set_rcp_facts
from pupitre.people.guarded import PatientIdentityError
from tests.meetings.rcp_samples import NOON, held_rcp, make_team

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 3, 10, 18, 50, tzinfo=UTC)


def test_an_express_rcp_is_a_closed_meeting_with_its_times(in_a: Scope, actor: Actor) -> None:
    team = make_team()
    meeting = held_rcp(team, by=actor, starts_at=EVENING, minutes=20)
    assert (meeting.state, meeting.kind, meeting.express) == ("closed", "rcp", True)
    times = meeting.participants.values_list("status", "day_minutes", "evening_minutes")
    assert list(times) == [("present", 10, 10)] * 4
    assert AuditEvent.objects.filter(object_type="meetings.meeting", object_id=meeting.pk).exists()


def test_the_same_express_rcp_sent_twice_is_kept_once(in_a: Scope, actor: Actor) -> None:
    team = make_team()
    assert held_rcp(team, by=actor).pk == held_rcp(team, by=actor).pk
    assert Participant.objects.count() == 4
    other = held_rcp(team[:3], by=actor)
    assert Meeting.objects.count() == 2
    assert other.participants.count() == 3


def test_an_express_rcp_says_what_is_wrong_and_keeps_nothing(in_a: Scope, actor: Actor) -> None:
    team = make_team()
    with pytest.raises(RcpError, match="au moins 2 professions différentes\xa0; 1 indiquée"):
        held_rcp(team[:1], by=actor)
    with pytest.raises(RcpError, match=r"zzz.*n’est pas dans la liste"):
        held_rcp(team, by=actor, themes=["zzz"])
    MeetingSettings.objects.create(express_minimum_professions=5)
    with pytest.raises(RcpError, match="au moins 5 professions"):
        held_rcp(team, by=actor)
    assert not Meeting.objects.exists()


def test_the_facts_of_the_year_come_from_attendance_and_counts(in_a: Scope, actor: Actor) -> None:
    team = make_team()
    held_rcp(team, by=actor, minutes=45)
    # 23:30 in UTC on New Year's Eve is already the next year in Paris.
    held_rcp(team, by=actor, starts_at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    professions = {"Médecin généraliste", "Infirmier", "Pharmacien", "Sage-femme"}
    assert rcp_facts(2026) == [
        Rcp(date(2026, 3, 10), 3, frozenset({"obesite"}), frozenset(professions), 45)
    ]
    assert [rcp.day for rcp in rcp_facts(2027)] == [date(2027, 1, 1)]


def test_who_is_absent_brings_no_profession(in_a: Scope, actor: Actor) -> None:
    meeting = held_rcp(make_team(), by=actor)
    meeting.participants.filter(profession="pharmacien").update(status="excused")
    assert "Pharmacien" not in rcp_facts(2026)[0].professions


def test_a_profession_is_that_of_the_day(in_a: Scope, actor: Actor) -> None:
    team = make_team()
    held_rcp(team, by=actor)
    team[1].profession = "ipa"
    team[1].save()
    assert "Infirmier" in rcp_facts(2026)[0].professions


def test_rcps_without_files_wait_for_their_number(in_a: Scope, actor: Actor) -> None:
    meeting = held_rcp(make_team(), by=actor)
    assert not rcps_without_files(2026)
    set_rcp_facts(meeting, files=None, themes=[], by=actor, now=NOON)
    assert list(rcps_without_files(2026)) == [meeting]
    assert not concertation_calendar(2026)[0].files_known
    meeting.refresh_from_db()
    printed = minutes_data(meeting, [], version=1, day=NOON.date())
    assert "Nombre de dossiers à indiquer" in str(printed)
    assert "0\xa0dossier" not in str(printed)
    set_rcp_facts(meeting, files=5, themes=["grossesse"], by=actor, now=NOON)
    assert rcp_facts(2026)[0].files == 5
    assert not rcps_without_files(2026)


def test_text_on_cases_is_refused_until_the_centre_allows_it(in_a: Scope, actor: Actor) -> None:
    meeting = held_rcp(make_team(), by=actor)
    with pytest.raises(RcpError, match="dossier patient partagé"):
        set_rcp_facts(meeting, files=3, themes=[], case_text="plaie", by=actor, now=NOON)
    MeetingSettings.objects.create(case_text=True)
    with pytest.raises(PatientIdentityError):
        set_rcp_facts(
            meeting,
            files=3,
            themes=[],
            case_text="Mme Dupont née le 12/03/1948",
            by=actor,
            now=NOON,
        )
    set_rcp_facts(meeting, files=3, themes=[], case_text="plaie chronique", by=actor, now=NOON)
    assert Meeting.objects.get().case_text == "plaie chronique"


def test_the_minimum_comes_from_the_row_that_knows_the_agreement(
    in_a: Scope, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_rcp(make_team(), by=actor)
    held = concertation_calendar(2026)
    monkeypatch.setattr(registry, "contributions", {})
    assert year_counts(2026, held) is None
    registry.contribute("rcp.minimum", lambda year: Minimum(6, date(year, 7, 2), "essai"))
    counts = year_counts(2026, held)
    assert counts is not None
    assert counts.expected == Fraction(6 * 183, 365)


def test_who_often_comes_is_listed_first(in_a: Scope, actor: Actor) -> None:
    petit, roy, garnier, moreau = make_team()
    held_rcp([moreau, garnier], by=actor)
    held_rcp([moreau, roy], by=actor, starts_at=NOON + timedelta(days=7))
    listed = list(people_for_rcp(date(2026, 4, 1)))
    assert listed == [moreau, garnier, roy, petit]
    petit.left_on = date(2026, 4, 1)
    petit.save()
    assert petit not in people_for_rcp(date(2026, 4, 1))


def test_a_corrected_count_prints_the_minutes_again(in_a: Scope, actor: Actor) -> None:
    meeting = held_rcp(make_team(), by=actor)
    first = meeting.minutes_document_id
    set_rcp_facts(meeting, files=9, themes=["obesite"], by=actor, now=NOON + timedelta(days=1))
    again = Meeting.objects.get()
    assert (again.number, again.files) == (meeting.number, 9)
    assert again.minutes_document_id != first
    assert len(versions(again)) == 2
    set_rcp_facts(again, files=9, themes=["obesite"], by=actor, now=NOON)
    assert len(versions(again)) == 2


def test_only_an_rcp_that_was_not_cancelled_counts_files(in_a: Scope, actor: Actor) -> None:
    meeting = held_rcp(make_team(), by=actor)
    for changed, words in (
        ({"state": "cancelled"}, "annulée"),
        ({"kind": "team"}, "Seule une RCP"),
    ):
        Meeting.objects.filter(pk=meeting.pk).update(**changed)
        with pytest.raises(RcpError, match=words):
            set_rcp_facts(meeting, files=4, themes=[], by=actor, now=NOON)
