"""Searching inside one centre, on either engine."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core import records, search
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.documents.services import store_document
from pupitre.people.models import Person
from pupitre.tasks.models import Task

pytestmark = pytest.mark.django_db
SECRETARY = Role.SECRETARY.value


def task(actor: Actor, title: str, **fields: Any) -> Task:
    return records.save(Task(title=title, decided_on=date(2026, 11, 1), **fields), by=actor)


def titles(text: str, role: str = SECRETARY) -> list[str]:
    return [entry.title for entry in search.find(text, role)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Réunion d'équipe", "reunion d equipe"),
        ("Œdème, CŒUR & ç", "oedeme coeur c"),
        ("  \x00 % ' \" * ", ""),
    ],
)
def test_fold_keeps_plain_words(text: str, folded: str) -> None:
    assert search.fold(text) == folded


@pytest.mark.parametrize(
    "text", ["épicéa", "EPICEA", "épi", "cadre epicea", "epicea cad", "l'épicéa", "c"]
)
def test_words_are_found_without_accents_in_any_order_by_their_beginning(
    in_a: object, actor: Actor, text: str
) -> None:
    task(actor, "Le cadre de l'épicéa")
    task(actor, "Autre")
    assert titles(text) == ["Le cadre de l'épicéa"]


@pytest.mark.parametrize(
    "text", ["picea", "epicea absent", "", "   ", "%", "'", '"', "*", "a:* | b", "NEAR(", "\x00"]
)
def test_what_matches_nothing_finds_nothing_and_breaks_nothing(
    in_a: object, actor: Actor, text: str
) -> None:
    task(actor, "Le cadre de l'épicéa")
    assert titles(text) == []


def test_index_follows_changes_and_deletions(in_a: object, actor: Actor) -> None:
    row = task(actor, "Acheter un doppler")
    row.title = "Acheter un brancard"
    records.save(row, by=actor)
    assert titles("doppler") == []
    assert titles("brancard") == ["Acheter un brancard"]
    records.remove(row, by=actor)
    assert titles("brancard") == []


def test_index_follows_writes_of_many(in_a: object, actor: Actor) -> None:
    rows = records.save_all(
        [Task(title=f"Lot {name}", decided_on=date(2026, 11, 1)) for name in ("un", "deux")],
        by=actor,
    )
    for row in rows:
        row.title += " bis"
    records.update_all(rows, ["title"], by=actor)
    assert sorted(titles("lot bis")) == ["Lot deux bis", "Lot un bis"]


def test_roles_find_what_they_may_open(in_a: object, actor: Actor) -> None:
    task(actor, "Rubis à faire")
    store_document(
        content=b"%PDF-1.7\n%%EOF\n", name="r.pdf", title="Rubis réservé", by=actor,
        permission="hr.view",
    )  # fmt: skip
    assert titles("rubis") == ["Rubis à faire"]
    assert sorted(titles("rubis", Role.MANAGER)) == ["Rubis réservé", "Rubis à faire"]
    assert titles("rubis", Role.ACCOUNTANT) == []


def test_another_centre_finds_nothing(
    centre_a: Centre, centre_b: Centre, actor: Actor, as_charlie: Client, as_alice: Client
) -> None:
    with centre_scope(centre_a):
        person = records.save(Person(first_name="Zoé", last_name="Quillévéré"), by=actor)
    here = as_alice.get(f"/c/{centre_a.slug}/chercher/?q=quillevere").content.decode()
    assert f"/annuaire/{person.pk}/" in here
    there = as_charlie.get(f"/c/{centre_b.slug}/chercher/?q=quillevere").content.decode()
    assert "Rien ne correspond à « quillevere »" in there


def test_no_kind_hides_another_and_the_rest_is_counted(
    in_a: object, centre_a: Centre, actor: Actor, as_alice: Client
) -> None:
    records.save_all(
        [Task(title=f"Garnier {rank}", decided_on=date(2026, 11, 1)) for rank in range(40)],
        by=actor,
    )
    owner = records.save(Person(first_name="Zoé", last_name="Garnier"), by=actor)
    task(actor, "Écrire au notaire", owner=owner)
    assert titles("garnier")[0] == "Zoé Garnier"
    assert len(titles("garnier")) == 11
    shown = as_alice.get(f"/c/{centre_a.slug}/chercher/?q=garnier").content.decode()
    assert "Et 31\u00a0autres" in shown
    assert 'Écrire au notaire</a> <span class="sub">Zoé Garnier' in shown
