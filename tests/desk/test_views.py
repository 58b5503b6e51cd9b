"""The home page: my next 30 minutes."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.registry import Deadline, registry
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.people.models import Person
from pupitre.tasks.services import add_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/"


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> list[Deadline]:
    """Deadlines that only leaders see, given by the test, in place of those of the apps."""
    found: list[Deadline] = []

    def source(today: date) -> Iterable[Deadline]:
        return found

    monkeypatch.setattr(registry, "deadline_sources", [("aci.edit", source)])
    return found


def due(days: int, title: str, cents: int = 0) -> Deadline:
    day = timezone.localdate() + timedelta(days=days)
    return Deadline(day, title, f"Raison de {title}", f"/{title}/", f"Faire {title}", cents)


def order(page: str, *words: str) -> list[str]:
    return sorted((word for word in words if word in page), key=page.index)


def test_late_ones_come_first_by_their_worth_then_the_rest_by_date(
    as_alice: Client, url: str, declared: list[Deadline]
) -> None:
    declared += [
        due(9, "Sapin"),
        due(1, "Orme", 500_00),
        due(-1, "Chêne", 100_00),
        due(-9, "Frêne"),
        due(-3, "Hêtre", 1_234_00),
    ]
    page = as_alice.get(url).content.decode()
    found = order(page, "Raison de Sapin", "Raison de Orme", "Raison de Chêne", "Raison de Frêne",
                  "Raison de Hêtre")  # fmt: skip
    assert [words.rpartition(" ")[2] for words in found] == [
        "Hêtre", "Chêne", "Frêne", "Orme", "Sapin",
    ]  # fmt: skip
    assert "1\u202f234\xa0€" in page
    assert "Faire Hêtre" in page
    assert "5\xa0choses, environ 25\xa0min" in page


def test_home_shows_seven_the_schedule_shows_all(
    as_alice: Client, url: str, declared: list[Deadline]
) -> None:
    declared += [due(rank, f"Chose{rank}") for rank in range(1, 12)]
    page = as_alice.get(url).content.decode()
    assert "Chose7" in page
    assert "Chose8" not in page
    assert "Tout l’échéancier (11)" in page
    every = as_alice.get(f"{url}echeancier/").content.decode()
    assert "11\xa0choses" in every
    assert "Chose11" in every


def test_roles_see_what_they_may_do(
    as_bob: Client, logged_in: Any, member_of: Any, centre_a: Centre, url: str,
    declared: list[Deadline],
) -> None:  # fmt: skip
    declared.append(due(1, "Chêne"))
    assert "Raison de Chêne" not in as_bob.get(url).content.decode()
    assert "Raison de Chêne" not in as_bob.get(f"{url}echeancier/").content.decode()
    assert "Cette semaine" in as_bob.get(url).content.decode()
    accountant = logged_in(member_of(centre_a, Role.ACCOUNTANT)).get(url)
    assert accountant.status_code == 200
    assert "Cette semaine" not in accountant.content.decode()
    assert "Pour commencer" not in accountant.content.decode()


def test_home_of_another_centre_does_not_exist(as_charlie: Client, url: str) -> None:
    assert as_charlie.get(url).status_code == 404
    assert as_charlie.get(f"{url}echeancier/").status_code == 404


def test_nothing_due_is_said(as_alice: Client, url: str, declared: list[Deadline]) -> None:
    page = as_alice.get(url).content.decode()
    assert "Rien ne presse" in page
    assert "Rien à faire pour l’instant" in page
    assert "Pas de réunion dans les sept jours" in page


def test_first_steps_lead_a_new_centre_then_go(
    as_alice: Client, url: str, centre_a: Centre, actor: Actor
) -> None:
    page = as_alice.get(url).content.decode()
    steps = ["Faire venir", "Choisir ses modèles", "Préparer une première réunion"]
    assert "Pour commencer" in page
    assert order(page, *steps) == steps
    with centre_scope(centre_a):
        for name in ("Un", "Deux"):
            Person.objects.create(last_name=name)
    half = as_alice.get(url).content.decode()
    assert "Pour commencer" in half
    assert ">fait</span>" in half
    with centre_scope(centre_a):
        start = timezone.now() + timedelta(days=2)
        plan_meeting(title="Équipe", kind="team", starts_at=start, minutes=60, by=actor)
    done = as_alice.get(url).content.decode()
    assert "Pour commencer" not in done
    assert "Équipe</a>" in done
    assert "0 / 2" in done


def test_meeting_about_to_begin_is_one_press_away(
    as_alice: Client, url: str, centre_a: Centre, actor: Actor
) -> None:
    with centre_scope(centre_a):
        start = timezone.now() + timedelta(minutes=30)
        plan_meeting(title="Équipe", kind="team", starts_at=start, minutes=60, by=actor)
    assert "Démarrer la réunion de" in as_alice.get(url).content.decode()


def test_start_goes_to_the_only_centre_or_to_the_list(
    as_alice: Client, url: str, charlie: Any, logged_in: Any
) -> None:
    assert as_alice.get("/")["Location"] == url
    alone = logged_in(charlie)
    assert alone.get("/")["Location"] == "/mes-msp/"
    assert "rattaché à aucune MSP" in alone.get("/mes-msp/").content.decode()


def test_home_costs_the_same_queries_for_one_and_thirty(
    as_alice: Client, url: str, centre_a: Centre, actor: Actor
) -> None:
    def fill(count: int) -> None:
        today = timezone.localdate()
        with centre_scope(centre_a):
            for rank in range(count):
                owner = Person.objects.create(last_name=f"P{rank}")
                add_task(title=f"T{rank}", by=actor, decided_on=today, due=today, owner=owner)
                start = timezone.now() + timedelta(days=1, minutes=rank)
                plan_meeting(title="Équipe", kind="team", starts_at=start, minutes=60, by=actor)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(url)
        return len(queries)

    fill(2)
    cost()
    few = cost()
    fill(8)
    assert cost() == few


@pytest.mark.usefixtures("kept")
def test_home_page_and_rail_follow_each_act_though_they_keep_what_they_computed(
    as_alice: Client, url: str, centre_a: Centre, actor: Actor
) -> None:
    late = timezone.localdate() - timedelta(days=3)
    counted = '<span class="count">1</span>'
    first, again = as_alice.get(url).content.decode(), as_alice.get(url).content.decode()
    assert counted not in first + again
    with centre_scope(centre_a):
        task = add_task(title="Relancer le plombier", by=actor, decided_on=late, due=late)
    for _ in range(2):
        page = as_alice.get(url).content.decode()
        assert "tâche en retard" in page
        assert counted in page
    with centre_scope(centre_a):
        records.remove(task, by=actor)
    page = as_alice.get(url).content.decode()
    assert "tâche en retard" not in page
    assert counted not in page


@pytest.mark.usefixtures("kept")
def test_second_home_page_asks_the_database_a_dozen_questions_at_most(
    as_alice: Client, url: str
) -> None:
    as_alice.get(url)
    with CaptureQueriesContext(connection) as captured:
        as_alice.get(url)
    asked = [one["sql"] for one in captured.captured_queries if one["sql"].startswith("SELECT")]
    assert len(asked) <= 14, asked
