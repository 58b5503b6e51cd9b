"""Agreements, signatures by personal link, software, over HTTP."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.contracts.models import Agreement, Signature, Software
from pupitre.contracts.queries import INVOICE, LABEL, deadlines
from pupitre.contracts.services import LINK
from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.tenancy import Scope
from pupitre.documents.services import store_document
from pupitre.inbox.services import link_url, make_link
from pupitre.mailing.models import Delivery
from pupitre.people.models import Person

LIST = "/c/msp-des-tilleuls/engagements/"
TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def charter(in_a: Scope) -> Agreement:
    return records.save(
        Agreement(
            kind="charter", title="Charte", text="Nous accueillons.", adopted_on=date(2026, 1, 5)
        ),
        by=MACHINE,
    )


@pytest.fixture
def people(in_a: Scope) -> list[Person]:
    return [
        records.save(Person(last_name=name, email=f"{name.lower()}@a.example"), by=MACHINE)
        for name in ("Petit", "Benali")
    ]


def path_for(charter: Agreement, person: Person) -> str:
    link = make_link(kind=LINK, about=charter, by=MACHINE, person=person)
    return re.sub(r"^https?://[^/]+", "", link_url(link))


def test_the_charter_is_signed_by_personal_link_without_account(
    as_alice: Client, charter: Agreement, people: list[Person]
) -> None:
    page = as_alice.get(charter.get_absolute_url()).content.decode()
    assert "Personne n&#x27;a encore signé cette version." in page or "a encore signé" in page
    assert as_alice.post(f"{charter.get_absolute_url()}demander/").status_code == 302
    assert Delivery.objects.count() == 2
    path = path_for(charter, people[0])
    visitor = Client()
    read = visitor.get(path)
    assert "Nous accueillons." in read.content.decode()
    assert visitor.post(path, {"edition": "1"}).status_code == 302
    assert visitor.post(path, {"edition": "1"}).status_code == 302
    signature = Signature.objects.get()
    assert (signature.person, signature.via, signature.edition) == (people[0], "link", "1")
    assert "Vous avez signé cette version" in visitor.get(path).content.decode()
    page = as_alice.get(charter.get_absolute_url()).content.decode()
    assert "par lien personnel" in page


def test_a_changed_text_is_read_again_before_it_is_signed(
    charter: Agreement, people: list[Person]
) -> None:
    path = path_for(charter, people[0])
    charter.edition = "2"
    records.save(charter, by=MACHINE)
    answer = Client().post(path, {"edition": "1"})
    assert answer.status_code == 422
    assert "Le texte a changé entre-temps" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_signature_on_paper_is_noted_and_one_to_come_is_refused(
    as_alice: Client, charter: Agreement, people: list[Person]
) -> None:
    url = f"{charter.get_absolute_url()}signature/"
    refused = as_alice.post(url, {"person": people[0].pk, "signed_on": "2199-01-01"})
    assert refused.status_code == 422
    assert "pas encore venu" in refused.content.decode()
    assert (
        as_alice.post(url, {"person": people[0].pk, "signed_on": "2026-02-01"}).status_code == 302
    )
    assert Signature.objects.get().via == "paper"
    assert [one.title for one in deadlines(TODAY)] == ["Faire signer la charte : 1\u00a0personne"]


def test_nothing_to_sign_is_said(as_alice: Client, people: list[Person], in_a: Scope) -> None:
    plan = records.save(Agreement(kind="crisis_plan", title="Plan"), by=MACHINE)
    as_alice.post(f"{plan.get_absolute_url()}demander/")
    page = as_alice.get(plan.get_absolute_url()).content.decode()
    assert "Écrivez d&#x27;abord le texte à signer" in page
    assert "Pas encore adopté" in page
    assert not Delivery.objects.exists()


def test_reviews_and_ends_are_due(in_a: Scope) -> None:
    for title, fields in (
        ("Plan de crise", {"kind": "crisis_plan", "review_on": date(2027, 1, 10)}),
        ("Convention CHU", {"kind": "convention", "ends_on": date(2027, 2, 1)}),
    ):
        records.save(Agreement(title=title, adopted_on=date(2025, 1, 1), **fields), by=MACHINE)
    assert [one.title for one in deadlines(TODAY)] == [
        "Revoir : Plan de crise", "Renouveler : Convention CHU",
    ]  # fmt: skip
    assert not list(deadlines(date(2026, 9, 1)))


def test_software_shows_its_label_and_its_invoices_apart(as_alice: Client, in_a: Scope) -> None:
    given = {"name": "Dossier", "level": "standard", "acquired_on": "2024-02-01", "users": 12}
    assert as_alice.post(f"{LIST}logiciels/ajouter/", given).status_code == 302
    software = Software.objects.get()
    for purpose in (LABEL, INVOICE):
        store_document(
            content=PDF,
            name=f"{purpose}.pdf",
            title="",
            about=software,
            purpose=purpose,
            by=MACHINE,
        )
    page = as_alice.get(software.get_absolute_url()).content.decode()
    labels, invoices = page.split("Label de l", 1)[1].split("Factures", 1)
    assert "Label ANS" in labels
    assert "Facture du logiciel" in invoices
    assert "Label ANS" not in invoices.split("Historique")[0]
    wrong = as_alice.post(f"{LIST}logiciels/ajouter/", {**given, "ended_on": "2023-01-01"})
    assert wrong.status_code == 422
    assert "abandon doit venir après" in wrong.content.decode()


def test_team_sees_without_writing_and_others_see_nothing(
    as_bob: Client, as_charlie: Client, charter: Agreement
) -> None:
    assert "Charte" in as_bob.get(LIST).content.decode()
    assert as_bob.post(f"{LIST}ajouter/", {}).status_code == 403
    for act in ("demander/", "signature/"):
        assert as_bob.post(f"{charter.get_absolute_url()}{act}").status_code == 403
        foreign = f"/c/msp-du-port/engagements/{charter.pk}/{act}"
        assert as_charlie.post(foreign).status_code == 404
    assert as_charlie.get(LIST).status_code == 404


def test_the_list_costs_the_same_for_thirty(as_alice: Client, charter: Agreement) -> None:
    with CaptureQueriesContext(connection) as few:
        as_alice.get(LIST)
    for rank in range(29):
        records.save(Agreement(kind="convention", title=f"Convention {rank}"), by=MACHINE)
    with CaptureQueriesContext(connection) as many:
        as_alice.get(LIST)
    assert len(many) == len(few)
