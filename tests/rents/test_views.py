"""Pages of rents: from the lease to the quittance, from the expenses to the statement; who may see them."""

from datetime import date

import pytest

from pupitre.bank.models import BankLine
from pupitre.bank.queries import waiting_lines
from pupitre.books.models import Heading
from pupitre.books.services import LineDraft, post
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.tenancy import centre_scope
from pupitre.inbox.models import ActLink
from pupitre.inbox.services import link_url
from pupitre.mailing.models import Delivery, Message
from pupitre.rents.models import ChargeKey, Lease, Premises, RentCall, Settlement
from pupitre.rents.services.calls import issue_calls
from tests.bank.statements import ofx
from tests.bank.test_views import text_of, upload
from tests.rents.conftest import NOVEMBER, TODAY

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    import time_machine

    with time_machine.travel(f"{TODAY} 10:00 +0000", tick=False):
        yield


@pytest.fixture
def page(centre_a):
    return lambda rest="": f"/c/{centre_a.slug}/loyers/{rest}"


def issued(actor, month=NOVEMBER):
    return issue_calls(month, on=month, by=actor)


@pytest.mark.activity("E062")
def test_a_rent_is_called_received_at_the_bank_and_receipted(as_alice, account, chloe, sisa, page, centre_a):  # fmt: skip
    as_alice.post(page("locaux/ajouter/"), {"name": "Cabinet 1", "area": "18.5", "rooms": "1"})
    premises = Premises.objects.get()
    lease = {
        "premises": premises.pk, "percent": "100", "person": chloe.pk, "entity": sisa.pk,
        "starts_on": "2026-09-10", "rhythm": "1", "due_day": "5", "hours": "20",
        "rent": "620", "charges": "90,00", "index": "",
    }  # fmt: skip
    assert as_alice.post(page("baux/ajouter/"), lease).status_code == 302
    shown = text_of(as_alice.get(page("emettre/?mois=2026-09")))
    assert "21 jours sur 30 en septembre" in shown
    as_alice.post(page("emettre/"), {"mois": "2026-09"})
    as_alice.post(page("emettre/"), {"mois": "2026-10", "send": "1"})
    as_alice.post(page("emettre/"), {"mois": "2026-10", "send": "1"})
    september, october = RentCall.objects.order_by("first")
    assert (september.cents, october.cents) == (497_00, 710_00)
    # both are late: the list tells it, a reminder leaves by mail
    late = text_of(as_alice.get(page()))
    assert "Locataires en retard" in late
    assert "1 207,00 €" in late
    as_alice.post(page(f"appels/{october.pk}/relancer/"))
    assert Message.objects.filter(subject__startswith="Rappel").count() == 1
    # not paid: no quittance
    refused = as_alice.get(page(f"appels/{october.pk}/quittance.pdf"))
    assert refused.status_code == 422
    assert "Une quittance se donne quand tout est payé" in text_of(refused)
    # the statement brings the money, the line is accepted as that call
    bank = f"/c/{centre_a.slug}/banque/"
    content = ofx([(date(2026, 11, 10), 710_00, "VIR FICTIVE OCTOBRE")], opening=0, iban=account.iban)  # fmt: skip
    upload(as_alice, f"{bank}{account.pk}/importer/", content)
    (line,) = waiting_lines()
    asked = text_of(as_alice.get(f"{bank}{account.pk}/rapprocher/"))
    assert "Loyer octobre 2026 – Chloé Fictive" in asked
    token = f"rents:call:{october.pk}:{october.lease_id}"
    as_alice.post(f"{bank}lignes/{line.pk}/accepter/", {"token": token})
    assert not BankLine.objects.get().waits
    paid = text_of(as_alice.get(page(f"appels/{october.pk}/")))
    assert "710,00 €, le 10/11/2026" in paid
    assert as_alice.get(page(f"appels/{october.pk}/quittance.pdf")).content.startswith(b"%PDF")
    as_alice.post(page("envoyer/"))
    assert Message.objects.filter(subject="Votre quittance").count() == 1
    assert Delivery.objects.filter(message__subject="Votre quittance", person=chloe).exists()
    rest = text_of(as_alice.get(page()))
    assert "497,00 €" in rest
    assert "1 207,00 €" not in rest


@pytest.mark.activity("E063")
def test_charges_are_settled_by_keys_and_the_rent_revised(as_alice, lease, let, place, sisa, actor, page):  # fmt: skip
    from pupitre.people.models import Person

    paul = records.save(Person(first_name="Paul", last_name="Arrivant"), by=actor)
    other = let(place("Cabinet 3"), paul, starts_on=date(2025, 7, 1), charges=20_00, hours=5)
    for month in range(1, 13):
        issued(actor, date(2025, month, 1))
    for code, account, cents in (("D-LOCAUX", "606100", 1000_01), ("D-FOURN", "606400", 300_00)):
        heading = Heading.objects.get(code=code)
        lines = [LineDraft(account, cents), LineDraft("401000", 0, cents, "", ("F1", "Divers"))]
        post(entity=sisa, journal="AC", on=date(2025, 6, 1), label=code, lines=lines, piece=code, key=None, by=actor)  # fmt: skip
        basis = "area" if code == "D-LOCAUX" else "equal"
        as_alice.post(page("cles/ajouter/"), {"entity": sisa.pk, "heading": heading.pk, "basis": basis})  # fmt: skip
    assert ChargeKey.objects.count() == 2
    before = text_of(as_alice.get(page(f"charges/?structure={sisa.pk}&annee=2025")))
    assert "1 300,01 €" in before
    done = as_alice.post(page("charges/arreter/"), {"structure": sisa.pk, "annee": "2025"}, follow=True)  # fmt: skip
    settlement = Settlement.objects.get()
    assert sum(one.cents for one in settlement.lines.all()) == 1300_01
    assert "à la surface (m²)" in text_of(done)
    assert "à parts égales" in text_of(done)
    calls = {one.lease_id: one.cents for one in settlement.calls.all()}
    assert calls == {lease.pk: 650_00 - 1080_00, other.pk: 252_06 + 75_62 - 120_00}
    statement = as_alice.get(page(f"charges/{settlement.pk}/?bail={other.pk}"))
    assert statement.content.startswith(b"%PDF")
    refund = settlement.calls.get(lease=lease)
    as_alice.post(page(f"appels/{refund.pk}/rendre/"))
    assert "à payer" in text_of(as_alice.get(page(f"appels/{refund.pk}/")))
    # the revision: the index is missing, typed with its source, then shown with the new rent
    revise = page(f"baux/{lease.pk}/reviser/")
    assert "ILAT du T2 2022 n'est pas connue" in text_of(as_alice.get(revise))
    typed = {"index": "ILAT", "year": "2022", "quarter": "2", "value": "122.65", "source": "insee.fr"}  # fmt: skip
    as_alice.post(page("indices/ajouter/"), typed)
    shown = text_of(as_alice.get(revise))
    assert "652,95 €" in shown
    assert "insee.fr" in shown
    early = as_alice.post(revise, {"on": "2025-06-01"})
    assert early.status_code == 422
    assert "au plus tôt le 01/01/2026" in text_of(early)
    as_alice.post(revise, {"on": "2026-11-01"})
    assert "ILAT T2 2022 122,65 ÷ T2 2021 116,46" in text_of(as_alice.get(page(f"baux/{lease.pk}/")))  # fmt: skip
    # and what an empty room would cost
    ask = f"vacance/?first=2026-11-01&last=2026-11-30&empty={other.pk}"
    empty = text_of(as_alice.get(page(ask)))
    assert "620,00 €" in empty
    assert "742,95 €" in empty


def test_the_tenant_reads_the_call_then_the_quittance_by_link(client, as_alice, lease, actor, page, received):  # fmt: skip
    (call,) = issued(actor)
    as_alice.post(page(f"appels/{call.pk}/envoyer/"))
    path = link_url(ActLink.objects.get()).split("/", 3)[3]
    shown = text_of(client.get(f"/{path}"))
    assert "Loyer novembre 2026" in shown
    assert "710,00 €" in shown
    assert client.get(f"/{path}?pdf").content.startswith(b"%PDF")
    assert not client.get(f"/{path}?quittance").content.startswith(b"%PDF")
    line = received(710_00, f"VIR {call.reference}")
    bank = page().replace("loyers", "banque")
    as_alice.post(f"{bank}lignes/{line.pk}/accepter/", {"token": f"rents:call:{call.pk}:{lease.pk}"})  # fmt: skip
    assert client.get(f"/{path}?quittance").content.startswith(b"%PDF")
    again = as_alice.post(page(f"appels/{call.pk}/envoyer/"))
    assert again.status_code == 302
    twice = as_alice.post(page(f"appels/{call.pk}/envoyer/"))
    assert twice.status_code == 422
    assert "C’est déjà envoyé" in text_of(twice)


def test_wrong_input_is_refused_with_a_sentence(as_alice, lease, actor, page, sisa, chloe):
    (call,) = issued(actor)
    cases = {
        "baux/ajouter/": ({"premises": lease.premises_id, "percent": 100, "person": chloe.pk, "entity": sisa.pk, "starts_on": "2026-01-01", "rhythm": 1, "due_day": 5, "hours": 0, "rent": "douze"}, "n’est pas un montant"),
        f"baux/{lease.pk}/prix/": ({"since": "2025-01-01", "rent": "1", "because": "x"}, "plus tardive"),
        f"baux/{lease.pk}/modifier/": ({"premises": lease.premises_id, "percent": 100, "person": chloe.pk, "entity": sisa.pk, "starts_on": "2024-01-01", "rhythm": 1, "due_day": 5, "hours": 0, "index": "ILAT", "version": lease.version}, "déjà appelés"),
        f"appels/{call.pk}/annuler/": ({"why": ""}, "Dites pourquoi"),
        f"appels/{call.pk}/rendre/": ({}, "rien à rendre"),
        "charges/arreter/": ({"structure": sisa.pk, "annee": "2026"}, "pas finie"),
        "emettre/": ({"mois": "2029-01"}, "Aucun exercice"),
    }  # fmt: skip
    for path, (sent, sentence) in cases.items():
        answer = as_alice.post(page(path), sent)
        assert answer.status_code == 422, path
        assert sentence in text_of(answer), path
    wrong = as_alice.get(page("vacance/?first=2026-05-01&last=2026-01-01"))
    assert wrong.status_code == 422
    assert "après le début" in text_of(wrong)
    indexed = cases["baux/ajouter/"][0] | {"rent": "1", "index": "ILC", "index_year": 2025, "index_quarter": 1}  # fmt: skip
    assert "ajoutez-la d" in text_of(as_alice.post(page("baux/ajouter/"), indexed))
    assert Lease.objects.count() == 1


def test_money_is_seen_by_leaders_and_the_accountant_only(as_alice, lease, actor, page, logged_in, member_of, centre_a):  # fmt: skip
    (call,) = issued(actor)
    reads = ["", "baux/", f"baux/{lease.pk}/", f"appels/{call.pk}/", "charges/", "vacance/", f"appels/{call.pk}/appel.pdf"]  # fmt: skip
    for role in Role.values:
        someone = logged_in(member_of(centre_a, role, f"{role}@essai.example"))
        sees = role in {Role.COORDINATOR, Role.MANAGER, Role.ACCOUNTANT}
        edits = role in {Role.COORDINATOR, Role.MANAGER}
        for path in reads:
            assert someone.get(page(path)).status_code == (200 if sees else 403), (role, path)
        assert someone.get(page("emettre/")).status_code == (200 if edits else 403), role


def test_another_centre_sees_nothing(as_charlie, centre_b, lease, actor, page):
    (call,) = issued(actor)
    assert as_charlie.get(page()).status_code == 404
    for path in (f"baux/{lease.pk}/", f"appels/{call.pk}/", f"appels/{call.pk}/quittance.pdf"):
        assert as_charlie.get(f"/c/{centre_b.slug}/loyers/{path}").status_code == 404
    with centre_scope(centre_b):
        assert not RentCall.objects.exists()


def test_empty_pages_say_what_to_do(as_alice, in_a, page):
    for path, sentence in {
        "": "Aucun bail",
        "baux/": "Aucun bail",
        "locaux/": "Aucun local",
        "charges/": "Aucun bail",
        "cles/": "Aucune clé",
        "indices/": "Aucune valeur ajoutée",
        "vacance/": "Aucun bail en cours",
        "emettre/": "Tout est émis",
    }.items():
        assert sentence in text_of(as_alice.get(page(path))), path


def test_the_list_of_calls_asks_the_same_number_of_queries(as_alice, lease, actor, page, django_assert_max_num_queries):  # fmt: skip
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    issued(actor)
    as_alice.get(page())
    with CaptureQueriesContext(connection) as few:
        as_alice.get(page())
    for month in range(1, 11):
        issued(actor, date(2026, month, 1))
    with django_assert_max_num_queries(len(few)):
        as_alice.get(page())
    assert "appels-de-loyer" in as_alice.get(page("?format=csv"))["Content-Disposition"]
