"""The pages of actions, quality and visiting professionals over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.tenancy import Scope
from pupitre.people.models import Person
from pupitre.people.services.persons import person_leaves
from pupitre.projects.models import Action, Offer, Quality
from pupitre.projects.queries import deadlines

LIST = "/c/msp-des-tilleuls/actions/"
MISSION = {
    "title": "Vacciner",
    "kind": "mission",
    "theme": "vaccination",
    "starts_on": "2026-01-15",
}


@pytest.fixture
def visitor(in_a: Scope) -> Person:
    return records.save(Person(last_name="Quéméner", kind=Person.Kind.OTHER), by=MACHINE)


def test_a_mission_keeps_hours_people_and_budget(as_alice: Client, in_a: Scope) -> None:
    given = {**MISSION, "hours": 96, "reached": 312, "budget": "1 800,50"}
    assert as_alice.post(f"{LIST}ajouter/", given).status_code == 302
    action = Action.objects.get()
    assert (action.budget_cents, action.hours, action.reached) == (180_050, 96, 312)
    page = as_alice.get(action.get_absolute_url()).content.decode()
    assert "Couverture vaccinale" in page
    assert "1\u202f800,50\u00a0€" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"theme": ""}, "Choisissez le thème que le contrat donne."),
        ({"kind": "users"}, "Dites à quel niveau les usagers sont associés."),
        ({"ends_on": "2025-12-31"}, "La fin doit venir après le début."),
        ({"budget": "beaucoup"}, "n’est pas un montant"),
        ({"results": "Mme Durand née le 12/03/1948"}, "Mme"),
    ],
)
def test_a_wrong_action_is_refused_in_french(
    as_alice: Client, in_a: Scope, change: dict[str, str], words: str
) -> None:
    answer = as_alice.post(f"{LIST}ajouter/", {**MISSION, **change})
    assert answer.status_code == 422
    text = answer.content.decode().replace("&#x27;", "’").replace("'", "’")
    assert words.replace("'", "’") in text
    assert not Action.objects.exists()


def test_quality_levels_follow_each_other(as_alice: Client, in_a: Scope) -> None:
    url = f"{LIST}qualite/ajouter/"
    given = {"title": "Soins non programmés", "diagnosed_on": "2026-03-01"}
    refused = as_alice.post(url, {**given, "concluded_on": "2026-06-01"})
    assert refused.status_code == 422
    assert "Le bilan vient après un plan déployé" in refused.content.decode()
    assert as_alice.post(url, {**given, "deployed_on": "2026-02-01"}).status_code == 422
    assert as_alice.post(url, given).status_code == 302
    assert Quality.objects.get().title in as_alice.get(f"{LIST}qualite/").content.decode()


def test_a_visitor_needs_half_days_and_an_rpps_number_and_ends_with_the_departure(
    as_alice: Client, visitor: Person
) -> None:
    url = f"{LIST}vacations/ajouter/"
    given = {"kind": "sessions", "person": visitor.pk, "since": "2026-01-01"}
    refused = as_alice.post(url, given)
    assert refused.status_code == 422
    assert "Dites combien de demi-journées par semaine." in refused.content.decode()
    assert as_alice.post(url, {**given, "half_days": "0,5"}).status_code == 302
    offer = Offer.objects.get()
    assert offer.half_days == Decimal("0.5")
    page = as_alice.get(offer.get_absolute_url()).content.decode()
    assert "La CPAM demande le numéro RPPS de Quéméner" in page
    person_leaves(visitor, on=date(2026, 6, 1), by=MACHINE, today=date(2026, 6, 2))
    offer.refresh_from_db()
    assert offer.until == date(2026, 5, 31)


def test_the_structure_alone_needs_no_person_but_a_doctor_does(
    as_alice: Client, in_a: Scope
) -> None:
    url = f"{LIST}vacations/ajouter/"
    assert as_alice.post(url, {"kind": "sas", "since": "2026-01-01"}).status_code == 422
    assert as_alice.post(url, {"kind": "sas_all", "since": "2026-01-01"}).status_code == 302
    assert "Toute la structure" in as_alice.get(f"{LIST}vacations/").content.decode()


def test_team_sees_without_writing_and_others_see_nothing(
    as_alice: Client, as_bob: Client, as_charlie: Client, in_a: Scope
) -> None:
    action = records.save(Action(title="Atelier", starts_on=date(2026, 1, 1)), by=MACHINE)
    for page in ("", "qualite/", "vacations/"):
        assert as_bob.get(f"{LIST}{page}").status_code == 200
        assert as_bob.post(f"{LIST}{page}ajouter/", {}).status_code == 403
        assert as_charlie.get(f"{LIST}{page}").status_code == 404
    assert as_charlie.get(f"/c/msp-du-port/actions/{action.pk}/").status_code == 404


def test_the_list_costs_the_same_for_thirty(as_alice: Client, visitor: Person) -> None:
    def add(rank: int) -> Any:
        action = Action(title=f"Action {rank}", starts_on=date(2026, 1, 1), lead=visitor)
        return records.save(action, by=MACHINE)

    add(0)
    with CaptureQueriesContext(connection) as few:
        as_alice.get(LIST)
    for rank in range(1, 30):
        add(rank)
    with CaptureQueriesContext(connection) as many:
        as_alice.get(LIST)
    assert len(many) == len(few)
    lines = as_alice.get(f"{LIST}?format=csv").content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 31


def test_an_action_that_ends_asks_for_its_results(in_a: Scope) -> None:
    action = Action(title="Atelier", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 15))
    records.save(action, by=MACHINE)
    today = date(2026, 11, 22)
    assert [one.title for one in deadlines(today)] == ["Écrire le bilan de « Atelier »"]
    action.results = "Vingt-quatre personnes, quatre séances."
    records.save(action, by=MACHINE)
    assert not list(deadlines(today))
