"""The coordinator's own engagement, over HTTP."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.aci.queries.cockpit import cockpit
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core.actor import Actor
from pupitre.core.dates import today
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.hr.models import Engagement, TimeEntry
from pupitre.people.models import Person
from pupitre.people.services.persons import person_leaves

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 11, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/coordination/"


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def terms(**changed: object) -> dict[str, object]:
    return {
        "contract": "employee",
        "employer": "SISA des Tilleuls",
        "since": "2026-01-01",
        "weekly": "17 h 30",
        "weekly_days": "2.5",
        "hourly": "28,90",
    } | changed


def engage(client: Client, url: str, **changed: object) -> Any:
    return client.post(f"{url}cadres/ajouter/", terms(**changed))


def one(model: Any, centre: Centre) -> Any:
    with centre_scope(centre):
        return model.objects.get()


@pytest.mark.activity("G150")
def test_coordinator_describes_her_engagement_logs_her_time_and_proves_the_coordination(
    as_alice: Client, url: str, centre_a: Centre
) -> None:
    assert "Décrire le cadre" in as_alice.get(url).content.decode()
    made = engage(as_alice, url, job_file=pdf("fiche.pdf"), contract_file=pdf("contrat.pdf"))
    assert made.status_code == 302
    engagement = one(Engagement, centre_a)
    with centre_scope(centre_a):
        assert str(engagement.person) == "Alice Aubert"
        assert engagement.weekly_minutes == 1050
    sheet = as_alice.get(made["Location"]).content.decode()
    assert "Fiche de poste de coordination" in sheet
    assert "Contrat de coordination" in sheet

    data = {"day": "2026-11-20", "block": "teamwork", "minutes": "120", "words": "RCP du jeudi"}
    assert as_alice.post(url, data).status_code == 302
    as_alice.post(url, data | {"block": "office", "minutes": "30", "words": ""})
    page = as_alice.get(url).content.decode()
    assert "RCP du jeudi" in page
    assert 'name="day" value="2026-11-20"' in page
    assert "2\xa0h\xa030<small>1\xa0jour. Convenu : 73\xa0h\xa030, 10,5 j" in page
    with centre_scope(centre_a):
        line = sum(registry.contributed("aci.coordination", 2026))
        row = cockpit(2026, today(datetime.now(UTC))).row_about("coordination")
    assert line > 0
    assert row is not None
    assert row.line.reached
    assert row.source.missing == ()
    assert "Alice Aubert, salarié·e" in row.source.words
    assert f"{line // 100:,}".replace(",", "\u202f") in page

    paper = as_alice.get(f"{url}cadres/{engagement.pk}/feuille/?mois=2026-11").content.decode()
    assert "Temps de coordination, novembre 2026" in paper
    assert "Signatures" in paper
    book = as_alice.get(f"{url}cadres/{engagement.pk}/feuille/?mois=2026-11&format=xlsx")
    assert book.content.startswith(b"PK")
    csv = as_alice.get(f"{url}cadres/{engagement.pk}/feuille/?format=csv").content.decode()
    assert "20/11/2026;Coordination pluripro;RCP du jeudi;120" in csv


@pytest.mark.activity("G150")
def test_provider_attaches_invoices_and_costs_what_is_worked(
    as_alice: Client, url: str, centre_a: Centre
) -> None:
    engage(as_alice, url, contract="provider", hourly="50")
    engagement = one(Engagement, centre_a)
    place = f"{url}cadres/{engagement.pk}/facture/"
    wrong = as_alice.post(place, {"file": SimpleUploadedFile("f.exe", b"MZ")})
    assert wrong.status_code == 422
    assert "n’est pas d’un type accepté" in wrong.content.decode()
    assert as_alice.post(place, {"file": pdf("facture.pdf")}).status_code == 302
    with centre_scope(centre_a):
        assert Document.objects.get().purpose == "Facture de coordination"
        row = cockpit(2026, today(datetime.now(UTC))).row_about("coordination")
    assert row is not None
    assert row.source.missing  # an invoice proves no contract
    as_alice.post(url, {"day": "2026-11-19", "block": "project", "minutes": "60"})
    assert "<dt>Coût à ce jour</dt><dd>50\xa0€" in as_alice.get(url).content.decode()


def test_an_engagement_makes_the_coordination_of_the_aci_reached_and_its_proof_lacks(
    as_alice: Client, url: str, centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        before = cockpit(2026, today(datetime.now(UTC))).row_about("coordination")
    assert before is not None
    assert not before.line.reached
    assert before.source.act.endswith("/coordination/cadres/ajouter/")
    engage(as_alice, url)
    with centre_scope(centre_a):
        row = cockpit(2026, today(datetime.now(UTC))).row_about("coordination")
    assert row is not None
    assert row.line.reached
    assert not row.justified.reached


def test_line_is_corrected_and_deleted(as_alice: Client, url: str, centre_a: Centre) -> None:
    engage(as_alice, url)
    data = {"day": "2026-11-02", "block": "project", "minutes": "60"}
    as_alice.post(url, data)
    entry = one(TimeEntry, centre_a)
    place = f"{url}temps/{entry.pk}/"
    assert as_alice.get(f"{place}modifier/").status_code == 200
    changed = as_alice.post(f"{place}modifier/", data | {"minutes": "45", "version": "1"})
    assert changed["Location"] == f"{url}?mois=2026-11"
    assert one(TimeEntry, centre_a).minutes == 45
    assert "45\xa0min" in as_alice.get(f"{url}temps/").content.decode()
    assert as_alice.post(f"{place}supprimer/").status_code == 302
    assert "Aucun temps noté" in as_alice.get(url).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"day": "2026-11-21"}, "pas encore venu"),
        ({"day": "2025-12-31"}, "en dehors du cadre"),
        ({"minutes": ""}, "Indiquez combien de minutes"),
        ({"minutes": "721"}, "ne dépasse pas 12 heures"),
        ({"words": "Rappeler Mme Durand née le 12/03/1950"}, "»"),
    ],
)
def test_wrong_line_is_refused(
    as_alice: Client, url: str, changed: dict[str, str], sentence: str
) -> None:
    engage(as_alice, url)
    data = {"day": "2026-11-20", "block": "project", "minutes": "15", "words": ""}
    answer = as_alice.post(url, data | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"weekly": "beaucoup"}, "Écrivez des heures"),
        ({"weekly": "60"}, "48 heures"),
        ({"hourly": "cher"}, "pas un montant"),
        ({"until": "2025-12-01"}, "La fin doit venir après le début"),
    ],
)
def test_wrong_engagement_is_refused(
    as_alice: Client, url: str, changed: dict[str, str], sentence: str
) -> None:
    answer = engage(as_alice, url, **changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_departure_ends_the_engagement(
    as_alice: Client, url: str, centre_a: Centre, actor: Actor, member_of: Any
) -> None:
    member_of(centre_a, Role.COORDINATOR, "autre@a.example")
    engage(as_alice, url)
    with centre_scope(centre_a):
        person = Person.objects.get()
        person_leaves(person, on=date(2026, 11, 16), by=actor)
        assert Engagement.objects.get().until == date(2026, 11, 15)


def test_manager_sees_but_does_not_log_others_are_refused(
    as_alice: Client, as_bob: Client, as_charlie: Client, url: str, centre_a: Centre,
    logged_in: Any, member_of: Any,
) -> None:  # fmt: skip
    engage(as_alice, url)
    data = {"day": "2026-11-20", "block": "project", "minutes": "15"}
    as_alice.post(url, data)
    entry = one(TimeEntry, centre_a)
    manager = logged_in(member_of(centre_a, Role.MANAGER))
    assert "Noter du temps" not in manager.get(url).content.decode()
    assert manager.post(url, data).status_code == 403
    assert manager.post(f"{url}temps/{entry.pk}/supprimer/").status_code == 403
    second = logged_in(member_of(centre_a, Role.COORDINATOR))
    assert second.post(url, data).status_code == 403
    assert second.post(f"{url}temps/{entry.pk}/supprimer/").status_code == 404
    assert as_bob.get(url).status_code == 403
    assert as_charlie.get(url).status_code == 404
    other = url.replace(centre_a.slug, "msp-du-port")
    assert as_charlie.get(f"{other}cadres/{entry.engagement_id}/").status_code == 404
    assert as_charlie.get(f"{other}?cadre={entry.engagement_id}").status_code == 404


def test_page_costs_the_same_queries_for_a_full_month(
    as_alice: Client, url: str, centre_a: Centre
) -> None:
    engage(as_alice, url)
    as_alice.get(url)
    with CaptureQueriesContext(connection) as empty:
        as_alice.get(url)
    engagement = one(Engagement, centre_a)
    with centre_scope(centre_a):
        for day in range(1, 20):
            TimeEntry.objects.create(
                engagement=engagement, day=date(2026, 11, day), block="office", minutes=30
            )
    with CaptureQueriesContext(connection) as full:
        as_alice.get(url)
    assert len(full) == len(empty)
