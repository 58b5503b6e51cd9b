"""The pages of protocols over HTTP."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Centre
from pupitre.core import records
from pupitre.core.actor import MACHINE, Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import Scope
from pupitre.people.models import Person
from pupitre.protocols.models import Protocol, Tally
from pupitre.protocols.queries import deadlines, protocols_on
from pupitre.protocols.services import set_authors

LIST = "/c/msp-des-tilleuls/protocoles/"
FORM = {"title": "Plaies chroniques", "kind": "team", "theme": "domicile", "edition": "1"}


@pytest.fixture
def writers(in_a: Scope) -> list[Person]:
    return [
        records.save(Person(last_name=name, profession=profession), by=MACHINE)
        for name, profession in (("Petit", "medecin_generaliste"), ("Benali", "infirmier"))
    ]


def written(title: str, writers: list[Person], actor: Actor) -> Protocol:
    protocol = records.save(
        Protocol(title=title, theme="domicile", approved_on=date(2026, 3, 1)), by=actor
    )
    set_authors(protocol, writers, by=actor)
    return protocol


def test_a_protocol_is_written_with_its_authors_then_counts_once_approved(
    as_alice: Client, writers: list[Person]
) -> None:
    people = [person.pk for person in writers]
    answer = as_alice.post(f"{LIST}ajouter/", {**FORM, "people": people})
    protocol = Protocol.objects.get()
    assert answer.headers["Location"] == protocol.get_absolute_url()
    page = as_alice.get(protocol.get_absolute_url()).content.decode()
    assert "Ne compte pas encore pour l&#x27;ACI" in page
    assert "a validé" in page
    assert protocols_on(date(2026, 11, 22)) == []
    as_alice.post(
        f"{protocol.get_absolute_url()}modifier/",
        {**FORM, "people": people, "approved_on": "2026-03-01", "version": protocol.version},
    )
    assert protocols_on(date(2026, 11, 22)) == [protocol]
    page = as_alice.get(protocol.get_absolute_url()).content.decode()
    assert "compte pour l&#x27;ACI" in page
    assert "Petit" in page
    assert "Situations complexes" in page


def test_patients_are_counted_by_year_and_corrected_by_counting_again(
    as_alice: Client, writers: list[Person], actor: Actor
) -> None:
    protocol = written("Insuffisance cardiaque", writers, actor)
    url = f"{protocol.get_absolute_url()}patients/"
    assert as_alice.post(url, {"year": 2026, "patients": 84, "new_cases": 9}).status_code == 302
    assert as_alice.post(url, {"year": 2026, "patients": 86, "new_cases": 9}).status_code == 302
    assert Tally.objects.get().patients == 86
    answer = as_alice.post(url, {"year": 2026, "patients": 3, "new_cases": 9})
    assert answer.status_code == 422
    assert "Ce nombre ne peut pas dépasser celui des patients." in answer.content.decode()
    assert Tally.objects.get().patients == 86


def test_a_national_protocol_says_which_and_a_patient_is_refused(
    as_alice: Client, in_a: Scope
) -> None:
    answer = as_alice.post(f"{LIST}ajouter/", {**FORM, "kind": "pnc", "theme": ""})
    assert answer.status_code == 422
    assert "Choisissez lequel des protocoles nationaux." in answer.content.decode()
    betrayed = {**FORM, "summary": "Mme Durand née le 12/03/1948, diabète"}
    assert as_alice.post(f"{LIST}ajouter/", betrayed).status_code == 422
    assert not Protocol.objects.exists()


def test_the_team_sees_and_does_not_write_and_another_centre_sees_nothing(
    as_alice: Client, as_bob: Client, as_charlie: Client, writers: list[Person], actor: Actor
) -> None:
    protocol = written("Plaies", writers, actor)
    assert "Plaies" in as_bob.get(LIST).content.decode()
    assert "Plaies" in as_bob.get("/c/msp-des-tilleuls/chercher/?q=plaies").content.decode()
    assert as_bob.post(f"{LIST}ajouter/", FORM).status_code == 403
    assert as_bob.post(f"{protocol.get_absolute_url()}patients/", {}).status_code == 403
    for page in (LIST, protocol.get_absolute_url()):
        assert as_charlie.get(page).status_code == 404
    foreign = f"/c/msp-du-port/protocoles/{protocol.pk}/"
    assert as_charlie.get(foreign).status_code == 404
    assert as_charlie.post(f"{foreign}patients/", {"year": 2026, "patients": 1}).status_code == 404


def test_an_accountant_sees_no_protocol(
    member_of: Any, logged_in: Any, centre_a: Centre, in_a: Scope
) -> None:
    assert logged_in(member_of(centre_a, "accountant")).get(LIST).status_code == 403


def test_the_list_costs_the_same_for_thirty_and_is_exported(
    as_alice: Client, writers: list[Person], actor: Actor
) -> None:
    written("Plaies 0", writers, actor)
    with CaptureQueriesContext(connection) as few:
        as_alice.get(LIST)
    for rank in range(1, 30):
        written(f"Plaies {rank}", writers, actor)
    with CaptureQueriesContext(connection) as many:
        as_alice.get(LIST)
    assert len(many) == len(few)
    lines = as_alice.get(f"{LIST}?format=csv").content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 31


def test_review_is_asked_two_months_before_and_not_of_an_archived_protocol(
    writers: list[Person], actor: Actor
) -> None:
    protocol = written("Plaies", writers, actor)
    protocol.review_on = date(2027, 1, 10)
    records.save(protocol, by=actor)
    assert [one.title for one in deadlines(date(2026, 11, 22))] == [
        "Revoir le protocole « Plaies »"
    ]
    assert not list(deadlines(date(2026, 11, 1)))
    protocol.archived_on = date(2026, 11, 20)
    records.save(protocol, by=actor)
    assert not list(deadlines(date(2026, 11, 22)))
    assert registry.allows("protocols.edit", "secretary")
