from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.people.models import Group, Person
from pupitre.tasks.models import Task
from pupitre.tasks.services import add_task, change_state

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/decisions/"


@pytest.fixture
def task(centre_a: Centre, actor: Actor) -> Task:
    today = timezone.localdate()
    with centre_scope(centre_a):
        return add_task(
            title="Acheter un doppler",
            by=actor,
            decided_on=today - timedelta(days=30),
            due=today - timedelta(days=2),
            owner=Person.objects.create(first_name="Léa", last_name="Morin"),
            group=Group.objects.create(name="Plaies"),
        )


def reloaded(task: Task, centre: Centre) -> Task:
    with centre_scope(centre):
        return Task.objects.get(pk=task.pk)


def test_register_shows_late_ones_first_and_counts_them(
    as_alice: Client, url: str, task: Task, actor: Actor, centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        add_task(title="Plus tard", by=actor, decided_on=timezone.localdate())
    page = as_alice.get(url).content.decode()
    assert page.index("Acheter un doppler") < page.index("Plus tard")
    assert "en retard" in page
    assert 'Décisions et tâches<span class="count">1</span>' in page


def test_register_filters_by_view_owner_and_group(
    as_bob: Client, bob: Any, url: str, task: Task, centre_a: Centre, actor: Actor
) -> None:
    with centre_scope(centre_a):
        me = Person.objects.create(last_name="Bob", user=bob)
        add_task(title="Pour Bob", by=actor, decided_on=timezone.localdate(), owner=me)
        done = add_task(title="Déjà fait", by=actor, decided_on=timezone.localdate())
        change_state(done, "done", by=actor, on=timezone.localdate())
    titles = ("Acheter un doppler", "Pour Bob", "Déjà fait")

    def shown(query: str) -> set[str]:
        page = as_bob.get(url + query).content.decode()
        return {title for title in titles if title in page}

    assert shown("") == {"Acheter un doppler", "Pour Bob"}
    assert shown("?vue=miennes") == {"Pour Bob"}
    assert shown("?vue=retard") == {"Acheter un doppler"}
    assert shown("?vue=closes") == {"Déjà fait"}
    assert shown("?vue=toutes") == set(titles)
    assert shown(f"?group_id={task.group_id}") == {"Acheter un doppler"}
    assert shown(f"?owner_id={me.pk}") == {"Pour Bob"}
    assert shown("?vue=toutes&q=deja") == set()
    assert shown("?vue=toutes&q=Déjà") == {"Déjà fait"}


def test_quick_acts_work_with_and_without_htmx(
    as_alice: Client, url: str, task: Task, centre_a: Centre
) -> None:
    plain = as_alice.post(
        f"{url}{task.pk}/fait/", HTTP_REFERER=f"http://testserver{url}?vue=retard"
    )
    assert (plain.status_code, plain["Location"]) == (302, f"http://testserver{url}?vue=retard")
    assert reloaded(task, centre_a).state == "done"
    row = as_alice.post(f"{url}{task.pk}/rouvrir/", **HTMX)
    assert row["HX-Reswap"] == "outerHTML"
    assert f'<tr id="tache-{task.pk}">' in row.content.decode()
    assert reloaded(task, centre_a).state == "open"
    as_alice.post(f"{url}{task.pk}/abandonner/", HTTP_REFERER="https://evil.test/")
    assert reloaded(task, centre_a).state == "dropped"


def test_postponing_asks_for_a_later_date_in_french(
    as_alice: Client, url: str, task: Task, centre_a: Centre
) -> None:
    today = timezone.localdate()
    address = f"{url}{task.pk}/reporter/"
    for data, sentence in (
        ({"until": today.isoformat()}, "Indiquez jusqu’à quand reporter"),
        ({"until": ""}, "Choisissez la nouvelle date."),
    ):
        for headers in ({}, HTMX):
            answer = as_alice.post(address, data, **headers)
            assert answer.status_code == 422
            assert sentence in answer.content.decode()
    later = today + timedelta(days=9)
    assert as_alice.post(address, {"until": later.isoformat()}).status_code == 302
    assert (reloaded(task, centre_a).state, reloaded(task, centre_a).due) == ("postponed", later)


def test_a_task_is_added_and_its_page_tells_its_history(
    as_bob: Client, url: str, centre_a: Centre
) -> None:
    data = {"title": "Relire le protocole", "kind": "task", "decided_on": "2026-11-22"}
    added = as_bob.post(f"{url}ajouter/", data)
    assert added.status_code == 302
    page = as_bob.get(added["Location"]).content.decode()
    assert "Relire le protocole" in page
    assert "Professional Essai" in page
    wrong = as_bob.post(f"{url}ajouter/", {"kind": "task"})
    assert wrong.status_code == 422
    assert "Ce champ est obligatoire" in wrong.content.decode()
    pk = added["Location"].rstrip("/").rpartition("/")[2]
    as_bob.post(
        f"{url}{pk}/modifier/",
        {**data, "title": "Relire deux fois", "version": "1"},
    )
    page = as_bob.get(added["Location"]).content.decode()
    assert "quoi : Relire le protocole → Relire deux fois" in page
    stale = as_bob.post(f"{url}{pk}/modifier/", {**data, "version": "1"})
    assert stale.status_code == 409


def test_a_task_leads_back_to_its_origin(
    as_alice: Client, url: str, centre_a: Centre, actor: Actor
) -> None:
    with centre_scope(centre_a):
        born = add_task(title="Mère", by=actor, decided_on=timezone.localdate())
        child = add_task(title="Fille", by=actor, decided_on=timezone.localdate(), origin=born)
        address = born.get_absolute_url()
    assert f'<a href="{address}">Mère</a>' in as_alice.get(f"{url}{child.pk}/").content.decode()


def test_register_leaves_as_a_spreadsheet_and_on_paper(
    as_alice: Client, url: str, task: Task
) -> None:
    csv = as_alice.get(f"{url}?format=csv").content.decode("utf-8-sig")
    assert "Acheter un doppler;tâche;Léa Morin" in csv
    assert as_alice.get(f"{url}?format=xlsx").content.startswith(b"PK")
    paper = as_alice.get(f"{url}?format=imprimer").content.decode()
    assert "Acheter un doppler" in paper
    assert "Fait" not in paper


def test_tasks_are_due_on_the_desk_and_found(
    as_alice: Client, task: Task, centre_a: Centre, url: str
) -> None:
    with centre_scope(centre_a):
        found = [
            deadline
            for permission, source in registry.deadline_sources
            if permission == "tasks.view"
            for deadline in source(timezone.localdate())
        ]
    assert [(one.title, one.url) for one in found] == [
        ("Relancer 1\xa0décision ou tâche en retard", f"{url}?vue=retard")
    ]
    search = as_alice.get(f"/c/{centre_a.slug}/chercher/?q=doppler").content.decode()
    assert f"{url}{task.pk}/" in search


def test_register_is_closed_to_the_accountant_and_other_centres(
    logged_in: Any, member_of: Any, centre_a: Centre, as_charlie: Client, url: str, task: Task
) -> None:
    accountant = logged_in(member_of(centre_a, Role.ACCOUNTANT))
    assert accountant.get(url).status_code == 403
    assert accountant.post(f"{url}{task.pk}/fait/").status_code == 403
    assert as_charlie.get(url).status_code == 404
    other = url.replace(centre_a.slug, "msp-du-port")
    assert as_charlie.get(f"{other}{task.pk}/").status_code == 404
    assert as_charlie.post(f"{other}{task.pk}/fait/").status_code == 404


def test_register_costs_the_same_queries_for_one_and_thirty(
    as_alice: Client, url: str, task: Task, centre_a: Centre, actor: Actor,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    as_alice.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        as_alice.get(url)
    with centre_scope(centre_a):
        for number in range(30):
            owner = Person.objects.create(last_name=f"P{number}")
            add_task(title=f"T{number}", by=actor, decided_on=timezone.localdate(), owner=owner)
    with CaptureQueriesContext(connection) as many:
        as_alice.get(url)
    assert len(many) == len(one)
