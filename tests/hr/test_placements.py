"""Trainees hosted by the centre, over HTTP."""

import pytest
from django.test import Client

from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.tenancy import Scope
from pupitre.hr.models import Placement
from pupitre.people.models import Person

LIST = "/c/msp-des-tilleuls/coordination/stages/"


@pytest.fixture
def tutor(in_a: Scope) -> Person:
    return records.save(Person(last_name="Petit", profession="medecin_generaliste"), by=MACHINE)


def given(tutor: Person, **changes: object) -> dict[str, object]:
    return {
        "last_name": "Tanguy", "first_name": "Lou", "profession": "infirmier", "tutor": tutor.pk,
        "school": "IFSI", "since": "2026-02-02", "until": "2026-03-27", **changes,
    }  # fmt: skip


def test_a_trainee_named_here_enters_the_directory(as_alice: Client, tutor: Person) -> None:
    assert as_alice.post(f"{LIST}ajouter/", given(tutor)).status_code == 302
    placement = Placement.objects.get()
    assert placement.person.kind == Person.Kind.TRAINEE
    assert placement.person.profession == "infirmier"
    assert "Lou Tanguy" in as_alice.get(LIST).content.decode()
    page = as_alice.get(placement.get_absolute_url()).content.decode()
    assert "Convention ou attestation de stage" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"last_name": ""}, "Choisissez une personne, ou écrivez son nom dessous."),
        ({"profession": ""}, "Dites quelle profession elle prépare."),
        ({"until": "2026-01-01"}, "La fin du stage doit venir après son début."),
    ],
)
def test_a_wrong_placement_is_refused_and_nobody_is_added(
    as_alice: Client, tutor: Person, change: dict[str, object], words: str
) -> None:
    answer = as_alice.post(f"{LIST}ajouter/", given(tutor, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Person.objects.count() == 1


def test_a_placement_is_corrected_without_adding_anybody(as_alice: Client, tutor: Person) -> None:
    as_alice.post(f"{LIST}ajouter/", given(tutor))
    placement = Placement.objects.get()
    changed = {
        "person": placement.person_id, "tutor": tutor.pk, "school": "IFSI de Rennes",
        "since": "2026-02-02", "until": "2026-04-03", "version": placement.version,
    }  # fmt: skip
    assert as_alice.post(f"{placement.get_absolute_url()}modifier/", changed).status_code == 302
    assert Placement.objects.get().school == "IFSI de Rennes"
    assert Person.objects.count() == 2
    same = {**changed, "tutor": placement.person_id, "version": placement.version + 1}
    refused = as_alice.post(f"{placement.get_absolute_url()}modifier/", same)
    assert "Choisissez quelqu&#x27;un d&#x27;autre" in refused.content.decode()


def test_team_sees_without_writing_and_another_centre_sees_nothing(
    as_alice: Client, as_bob: Client, as_charlie: Client, tutor: Person
) -> None:
    as_alice.post(f"{LIST}ajouter/", given(tutor))
    assert "Lou Tanguy" in as_bob.get(LIST).content.decode()
    assert as_bob.post(f"{LIST}ajouter/", given(tutor)).status_code == 403
    pk = Placement.objects.get().pk
    assert as_charlie.get(f"/c/msp-du-port/coordination/stages/{pk}/").status_code == 404
