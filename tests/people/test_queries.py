"""Who is here, as what, with how many patients, on one day."""

from datetime import date

from pupitre.core import records
from pupitre.people.models import Group, GroupMember, PatientCount
from pupitre.people.queries import (
    associates,
    group_people,
    patient_facts,
    profession_words,
    statuses_on,
    team,
)
from tests.people.conftest import DAY


def count(doctor, day, patients, actor, **parts):
    row = PatientCount(doctor=doctor, counted_on=day, patients=patients, **parts)
    return records.save(row, by=actor)


def test_the_team_is_who_is_here_that_day(person):
    here = person("Arnaud")
    person("Bientôt", joined_on=date(2027, 1, 4))
    gone = person("Caradec", left_on=date(2026, 6, 30))
    assert list(team(DAY)) == [here]
    assert gone in team(date(2026, 6, 29))
    assert gone not in team(date(2026, 6, 30))


def test_without_group_the_people_are_the_team_without_trainees(person):
    doctor, secretary = person("Arnaud"), person("Blin", kind="secretary")
    person("Colas", kind="trainee")
    assert list(group_people(None, DAY)) == [doctor, secretary]


def test_a_group_has_its_members_of_that_day_who_are_still_here(person, actor):
    group = records.save(Group(name="Plaies"), by=actor)
    stays, left, past = person("Arnaud"), person("Blin", left_on=DAY), person("Colas")
    for member, until in ((stays, None), (left, None), (past, date(2026, 11, 21))):
        records.save(GroupMember(group=group, person=member, until=until), by=actor)
    assert list(group_people(group, DAY)) == [stays]
    assert list(group_people(group, date(2026, 11, 21))) == [stays, left, past]


def test_statuses_are_those_in_force_that_day(person):
    arnaud = person("Arnaud", "associate", "signatory")
    row = arnaud.statuses.get(kind="signatory")
    row.until = date(2026, 11, 21)
    row.save()
    assert statuses_on(DAY) == {arnaud.pk: frozenset({"associate"})}
    assert statuses_on(date(2026, 11, 21)) == {arnaud.pk: frozenset({"associate", "signatory"})}
    assert statuses_on(date(2019, 12, 31)) == {}


def test_associates_are_here_and_hold_the_status(gp, person):
    arnaud = gp("Arnaud")
    gp("Blin", left_on=DAY)
    person("Colas", "signatory")
    assert list(associates(DAY)) == [arnaud]


def test_a_profession_is_said_of_a_woman_or_of_a_man(person):
    assert profession_words(person("A", profession="infirmier", civility="Mme")) == "Infirmière"
    assert profession_words(person("B", profession="infirmier", civility="M.")) == "Infirmier"
    known = person("C", civility="Dr", profession="pharmacien", directory={"civility": "MME"})
    assert profession_words(known) == "Pharmacienne"
    assert profession_words(person("D")) == ""


def test_patients_are_the_latest_counts_of_the_doctors_present(gp, person, actor):
    arnaud, blin = gp("Arnaud"), gp("Blin", left_on=date(2026, 6, 30))
    salaried = person("Colas", "employee", profession="medecin_generaliste")
    for doctor in (arnaud, blin, salaried):
        count(doctor, date(2026, 1, 1), 1000, actor, ald_under_75=100, over_75_ald=30)
    count(arnaud, date(2026, 4, 1), 1100, actor, ald_under_75=110, over_75_non_ald=7)
    march, may, july = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
    assert patient_facts(march).patients == 2000
    facts = patient_facts(may)
    assert (facts.patients, facts.ald_under_75, facts.over_75_non_ald, facts.over_75_ald) == (
        2100,
        210,
        7,
        30,
    )
    assert (patient_facts(july).patients, patient_facts(july).doctors) == (1100, 1)


def test_a_doctor_without_count_is_named_not_counted_as_zero(gp, actor):
    arnaud, blin = gp("Arnaud"), gp("Blin")
    count(arnaud, date(2026, 1, 1), 900, actor)
    facts = patient_facts(DAY)
    assert (facts.patients, facts.doctors, facts.without_count) == (900, 2, (blin,))
