"""Working groups, functions, the organisation chart and what is due, over HTTP."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupitre.core import records, search
from pupitre.core.dates import PARIS
from pupitre.core.registry import registry
from pupitre.people.deadlines import deadlines
from pupitre.people.jobs import stop_rights_of_the_day
from pupitre.people.models import DirectoryReading, Group, GroupMember, Person, Post
from pupitre.people.queries import organisation
from pupitre.people.rules.chart import Branch, Seat, branches
from pupitre.people.services import person_leaves
from pupitre.tasks.services import add_task
from tests.people.conftest import DAY


@pytest.fixture
def url(centre_a):
    return lambda path="": f"/c/{centre_a.slug}/annuaire/{path}"


@pytest.mark.activity("A014")
def test_a_working_group_has_mandate_lead_dates_and_members(
    as_alice, as_bob, url, person, monkeypatch
):
    lead, member = person("Arnaud"), person("Blin")
    data = {
        "name": "Plaies", "kind": "working", "mandate": "Un protocole commun.",
        "lead": lead.pk, "starts_on": "2026-01-01", "ends_on": "2026-12-31",
    }  # fmt: skip
    assert as_alice.post(url("groupes/ajouter/"), data).status_code == 302
    group = Group.objects.get()
    as_alice.post(
        url(f"groupes/{group.pk}/membres/ajouter/"), {"person": member.pk, "since": "2026-01-01"}
    )
    monkeypatch.setitem(
        registry.contributions,
        "group.page",
        [
            lambda group: [
                {"title": "Réunions", "rows": [{"label": f"Réunion {group}", "url": "/x"}]}
            ]
        ],
    )
    page = as_bob.get(url(f"groupes/{group.pk}/")).content.decode()
    for shown in (
        "Un protocole commun.",
        "Arnaud",
        "Blin",
        "31\u00a0décembre 2026",
        "Réunion Plaies",
    ):
        assert shown in page, shown
    row = GroupMember.objects.get()
    assert as_bob.post(url(f"membres/{row.pk}/terminer/")).status_code == 403
    as_alice.post(url(f"membres/{row.pk}/terminer/"))
    row.refresh_from_db()
    assert row.until
    as_alice.post(url(f"groupes/{group.pk}/membres/ajouter/"), {"person": member.pk})
    row.refresh_from_db()
    assert row.until is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "Plaies"}, "Un groupe porte déjà ce nom."),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-01"}, "après son début"),
    ],
)
def test_a_wrong_group_is_refused(as_alice, url, in_a, actor, changes, sentence):
    records.save(Group(name="Plaies"), by=actor)
    data = {"name": "Chutes", "kind": "working"} | changes
    answer = as_alice.post(url("groupes/ajouter/"), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_groups_take_the_same_queries_for_1_and_20(as_alice, url, in_a, actor):
    records.save(Group(name="Seul"), by=actor)
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(url("groupes/"))
        counts.append(len(queries))
        for number in range(19):
            records.save(Group(name=f"Groupe {turn} {number}"), by=actor)
    assert counts[0] == counts[1]


@pytest.mark.activity("G089")
def test_the_database_of_people_draws_its_chart_and_goes_out(as_alice, url, person, actor):
    boss = person("Arnaud", skills="ETP 40 h", email="arnaud@example.fr")
    aide = person("Blin")
    as_alice.post(url("fonctions/ajouter/"), {"title": "Gérance", "person": boss.pk})
    top = Post.objects.get()
    as_alice.post(
        url("fonctions/ajouter/"),
        {"title": "Coordination", "person": aide.pk, "reports_to": top.pk},
    )
    records.save(Group(name="Plaies"), by=actor)
    for paper in ("", "?format=papier"):
        page = as_alice.get(url(f"organigramme/{paper}")).content.decode().partition("<main")[2]
        assert page.index("Gérance") < page.index("Coordination")
        assert '<ul class="tree">' in page
        assert "Plaies" in page
    assert "ETP 40 h" in as_alice.get(url(f"{boss.pk}/")).content.decode()
    assert "Arnaud" in as_alice.get(url("?format=csv")).content.decode()


def test_a_function_does_not_answer_to_itself(as_alice, url, in_a, actor):
    top = records.save(Post(title="Gérance"), by=actor)
    below = records.save(Post(title="Coordination", reports_to=top), by=actor)
    data = {"title": "Gérance", "reports_to": below.pk, "version": top.version}
    answer = as_alice.post(url(f"fonctions/{top.pk}/modifier/"), data)
    assert answer.status_code == 422
    assert "même de loin" in answer.content.decode()


def test_who_has_left_leaves_the_function_vacant(person, actor):
    made = person("Arnaud", left_on=DAY)
    records.save(Post(title="Gérance", person=made), by=actor)
    assert [held.post.person for held in organisation(DAY)] == [None]
    assert [held.post.person for held in organisation(date(2026, 1, 1))] == [made]


def test_a_closed_seat_lends_its_own_to_the_seat_above():
    seats = [Seat(1, None), Seat(2, 1, open=False), Seat(3, 2), Seat(4, 3)]
    assert branches(seats) == (Branch(1, (Branch(3, (Branch(4, ()),)),)),)


def test_a_ring_of_seats_loses_nobody():
    assert branches([Seat(1, 2), Seat(2, 1)]) == (Branch(1, (Branch(2, ()),)),)


def test_what_is_due_names_addresses_old_readings_and_mandates(person, actor):
    person("Blin")
    records.save(Group(name="Plaies", ends_on=date(2026, 12, 31)), by=actor)
    row = records.save(DirectoryReading(file_name="a.zip", state="applied"), by=actor)
    DirectoryReading.objects.filter(pk=row.pk).update(
        read_at=datetime(2026, 4, 1, 12, tzinfo=PARIS)
    )
    titles = [deadline.title for deadline in deadlines(DAY)]
    assert titles == [
        "Adresses e-mail manquantes (1)",
        "Relire l'annuaire national",
        "Mandat du groupe « Plaies »",
    ]


def test_a_person_is_found_by_name_and_profession(gp):
    gp("Arnaud", first_name="Hélène")
    assert [entry.title for entry in search.find("helene generaliste", "professional")] == [
        "Dr Hélène Arnaud"
    ]
    assert search.find("helene", "accountant") == []


def test_the_daily_job_stops_the_rights_of_every_centre(person, actor):
    made = person("Blin")
    person_leaves(made, on=date(2026, 1, 2), by=actor, today=date(2026, 1, 1))
    stop_rights_of_the_day(None)
    assert Person.objects.get().stopped_on == date(2026, 1, 2)


def test_a_departure_lists_tasks_and_hands_them_over(as_alice, url, person, actor):
    leaving, heir = person("Arnaud"), person("Blin")
    add_task(title="Relire le protocole", owner=leaving, by=actor, decided_on=DAY)
    assert "Relire le protocole" in as_alice.get(url(f"{leaving.pk}/")).content.decode()
    assert "Relire le protocole" in as_alice.get(url(f"{leaving.pk}/depart/")).content.decode()
    as_alice.post(url(f"{leaving.pk}/depart/"), {"on": "2026-01-02", "heir": heir.pk})
    assert heir.tasks.get().title == "Relire le protocole"


def test_the_rail_shows_one_current_entry(as_alice, url, in_a):
    page = as_alice.get(url("groupes/")).content.decode()
    rail = page[page.index('<nav class="rail"') : page.index("</nav>")]
    assert rail.count("aria-current") == 1
    assert as_alice.get(url()).content.decode().count('aria-current="page"') >= 1
