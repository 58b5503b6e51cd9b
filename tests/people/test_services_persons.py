"""A person comes, leaves, comes back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from pupitre.centres.models import Membership, Site
from pupitre.centres.services import LastCoordinatorError
from pupitre.core import records
from pupitre.core.models import AuditEvent
from pupitre.core.registry import registry
from pupitre.people.events import PersonLeft
from pupitre.people.models import Group, GroupMember, Person, Post, Status
from pupitre.people.queries import group_people, team
from pupitre.people.services import (
    PatientIdentityError,
    PersonError,
    add_person,
    person_leaves,
    person_returns,
    refuse_identity,
    set_sites,
    stop_rights_due,
)
from tests.people.conftest import DAY


@pytest.fixture
def heard(monkeypatch):
    events = []
    monkeypatch.setitem(registry.listeners, PersonLeft, [events.append])
    return events


def test_a_person_is_added_with_their_sites_and_an_audit_event(in_a, actor):
    site = Site.objects.get()
    made = add_person(by=actor, last_name="Petit", first_name="Anne", sites=[site])
    assert [row.site for row in made.sites.all()] == [site]
    event = AuditEvent.objects.get(object_type="people.person", object_id=made.pk)
    assert (event.who, event.action) == ("Alice Aubert", "créer")


def test_a_wrong_rpps_key_is_refused(in_a, actor):
    with pytest.raises(ValidationError) as refusal:
        add_person(by=actor, last_name="Petit", rpps="10001234568")
    assert "La clé du numéro RPPS" in str(refusal.value)
    assert not Person.objects.exists()


def test_sites_are_replaced(person, actor):
    made = person("Petit", sites=[Site.objects.get()])
    other = records.save(Site(name="Annexe"), by=actor)
    set_sites(made, [other], by=actor)
    assert [row.site for row in made.sites.all()] == [other]


def test_a_departure_ends_everything_and_keeps_history(person, actor, bob, heard):
    heir = person("Heurtel")
    made = person("Petit", "associate", user=bob)
    group = records.save(Group(name="Plaies", lead=made), by=actor)
    records.save(GroupMember(group=group, person=made), by=actor)
    records.save(Post(person=made, title="Référente"), by=actor)
    person_leaves(made, on=DAY, by=actor, heir=heir, today=DAY)
    made.refresh_from_db()
    group.refresh_from_db()
    assert made not in team(DAY)
    assert made in group_people(group, date(2026, 11, 21))
    assert made.statuses.get().until == date(2026, 11, 21)
    assert made.posts.get().until == date(2026, 11, 21)
    assert group.lead == heir
    assert not Membership.objects.filter(user=bob).exists()
    assert [(event.person, event.on, event.heir) for event in heard] == [(made, DAY, heir)]


def test_a_departure_to_come_stops_the_rights_on_its_day(person, actor, bob, heard):
    made = person("Petit", user=bob)
    leaving = date(2026, 12, 31)
    person_leaves(made, on=leaving, by=actor, today=DAY)
    assert Membership.objects.filter(user=bob).exists()
    assert stop_rights_due(date(2026, 12, 30)) == 0
    assert stop_rights_due(leaving) == 1
    assert stop_rights_due(leaving) == 0
    assert not Membership.objects.filter(user=bob).exists()
    assert len(heard) == 1


def test_what_had_not_begun_by_the_departure_is_taken_away(person, actor):
    made = person("Petit")
    records.save(Status(person=made, kind="associate", since=date(2027, 1, 1)), by=actor)
    person_leaves(made, on=DAY, by=actor, today=DAY)
    assert not made.statuses.exists()


def test_the_last_coordinator_cannot_leave(person, actor, alice):
    made = person("Aubert", user=alice)
    with pytest.raises(LastCoordinatorError):
        person_leaves(made, on=DAY, by=actor, today=DAY)
    made.refresh_from_db()
    assert made.left_on is None


def test_a_departure_before_the_arrival_is_refused(person, actor):
    made = person("Petit", joined_on=DAY)
    with pytest.raises(PersonError, match="après l'arrivée"):
        person_leaves(made, on=date(2026, 1, 1), by=actor, today=DAY)


def test_a_person_may_come_back(person, actor):
    made = person("Petit", joined_on=date(2020, 1, 1))
    person_leaves(made, on=DAY, by=actor, today=DAY)
    person_returns(made, on=date(2027, 3, 1), by=actor)
    assert made in team(date(2027, 3, 1))
    assert made.joined_on == date(2020, 1, 1)
    with pytest.raises(PersonError, match="pas partie"):
        person_returns(made, on=date(2027, 3, 1), by=actor)


def test_a_text_with_a_patient_is_refused_in_french():
    refuse_identity("Mme D., 78 ans, plaie du pied.")
    with pytest.raises(PatientIdentityError, match="date de naissance"):
        refuse_identity("Mme Durand, née le 3 mars 1948.")
