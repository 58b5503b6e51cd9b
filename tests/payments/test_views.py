"""Tests of the pages of payments, over HTTP."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from pypdf import PdfReader
from tests.payments.conftest import BOB_IBAN, CHLOE_IBAN, NOW, OWN, TODAY

from pupitre.accounts.models import User
from pupitre.books.models import Heading, LegalEntity
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.inbox.services import link_url, make_link
from pupitre.mailing.models import Message
from pupitre.payments import services
from pupitre.payments.models import (
    AnnualStatement,
    BankAccount,
    Payee,
    PayeeIban,
    PaymentBatch,
    PaymentLimit,
    PaymentOrder,
)
from pupitre.payments.queries import current_iban
from pupitre.people.models import Person

Paid = Callable[..., Payee]
Asked = Callable[..., PaymentOrder]
pytestmark = pytest.mark.django_db
HIDDEN = "FR76 9999"


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def as_marc(logged_in: Any, manager: User) -> Client:
    client: Client = logged_in(manager)
    return client


@pytest.fixture
def as_accountant(logged_in: Any, member_of: Any, centre_a: Centre) -> Client:
    client: Client = logged_in(member_of(centre_a, Role.ACCOUNTANT))
    return client


@pytest.fixture
def at(centre_a: Centre) -> Callable[[str], str]:
    """Return a function that gives an address of payments."""
    return lambda path: f"/c/{centre_a.slug}/paiements/{path}"


def text(response: Any) -> str:
    return str(response.content.decode().replace("\u202f", " ").replace("\xa0", " "))


def written(account: BankAccount, by: Actor, *orders: PaymentOrder) -> PaymentBatch:
    batch = services.make_batch(account=account, orders=orders, execution_on=TODAY, on=TODAY, by=by)
    services.write_batch_file(batch, at=NOW, by=by)
    return batch


def test_the_page_groups_what_is_to_pay_by_day_and_says_what_is_in_the_way(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, asked: Asked, actor: Actor,
    bank: BankAccount,
) -> None:  # fmt: skip
    other = records.save(Person(last_name="Sans-Rib"), by=actor)
    asked(paid_to(chloe))
    asked(services.payee_for(other, on=TODAY, by=actor), 10_000, due_on=date(2026, 11, 10))
    page = text(as_alice.get(at("")))
    assert "340,00 € à payer, 1 paiement en retard" in page
    assert page.index("mardi 10 novembre") < page.index("lundi 30 novembre")
    assert "Aucun compte confirmé" in page
    assert "FR76 •••• 0009" in page
    assert HIDDEN not in page
    assert "Aucun plafond" in page


def test_an_empty_page_says_what_will_fill_it(as_alice: Client, at: Any) -> None:
    page = text(as_alice.get(at("")))
    assert "Aucun compte bancaire" in page
    assert "Les indemnités validées" in page


def test_the_page_reads_as_much_for_thirty_payments_as_for_two(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, asked: Asked, actor: Actor,
    bank: BankAccount,
) -> None:  # fmt: skip
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert as_alice.get(at("")).status_code == 200
        return len(found)

    payee = paid_to(chloe)
    asked(payee, 1)
    asked(payee, 2)
    queries()
    few = queries()
    for number in range(28):
        person = records.save(Person(last_name=f"Personne {number}"), by=actor)
        asked(services.payee_for(person, on=TODAY, by=actor), 100 + number)
    assert queries() == few


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.SECRETARY])
def test_whoever_does_not_hold_the_money_sees_nothing_of_it(
    role: str, logged_in: Any, member_of: Any, centre_a: Centre, at: Any
) -> None:
    client = logged_in(member_of(centre_a, role))
    for path in ("", "lots/", "beneficiaires/", "comptes/", "plafonds/", "annee/2026/", "tous/"):
        assert client.get(at(path)).status_code == 403


def test_the_accountant_reads_and_does_nothing(
    as_accountant: Client, at: Any, centre_a: Centre, chloe: Person, paid_to: Paid, asked: Asked,
    bank: BankAccount, actor: Actor,
) -> None:  # fmt: skip
    payee = paid_to(chloe)
    batch = written(bank, actor, asked(payee))
    bare = text(as_accountant.get(f"/c/{centre_a.slug}/")).count('method="post"')
    for path in ("", f"lots/{batch.pk}/", f"beneficiaires/{payee.pk}/", "annee/2026/"):
        page = as_accountant.get(at(path))
        assert page.status_code == 200
        assert HIDDEN not in text(page)
        assert text(page).count('method="post"') == bare
    account = current_iban(payee, TODAY)
    assert account is not None
    for path in (f"ibans/{account.pk}/lire/", "lots/preparer/", f"lots/{batch.pk}/execute/"):
        assert as_accountant.post(at(path)).status_code == 403
    assert as_accountant.get(at(f"lots/{batch.pk}/saisie/")).status_code == 403


def test_another_centres_payments_do_not_exist(
    as_charlie: Client, centre_b: Centre, chloe: Person, paid_to: Paid, asked: Asked,
    bank: BankAccount, actor: Actor,
) -> None:  # fmt: skip
    payee = paid_to(chloe)
    batch = written(bank, actor, asked(payee))
    own = f"/c/{centre_b.slug}/paiements"
    for path in (f"lots/{batch.pk}/", f"lots/{batch.pk}/fichier/", f"beneficiaires/{payee.pk}/"):
        assert as_charlie.get(f"{own}/{path}").status_code == 404


@pytest.mark.activity("E058")
def test_limits_two_persons_approved_suppliers_and_delays(
    as_alice: Client, as_marc: Client, at: Any, centre_a: Centre, sisa: LegalEntity,
    asked: Asked,
) -> None:  # fmt: skip
    """From the limit to the executed transfer: nobody pays alone above it, nor an unknown supplier."""
    with centre_scope(centre_a):
        heading = Heading.objects.filter(direction=Heading.Direction.EXPENSE).first()
        ledger = sisa.accounts.filter(number__startswith="512").first()
    assert heading is not None
    assert ledger is not None
    account = {"entity": sisa.pk, "label": "Courant", "iban": OWN, "ledger_account": ledger.pk}
    account |= {"accepts_files": "on", "schema": "pain.001.001.09"}
    as_alice.post(at("comptes/ajouter/"), account)
    limit = {"nature": "invoice", "heading": heading.pk, "cents": "1 000,00", "since": "2026-01-01"}
    assert as_alice.post(at("plafonds/ajouter/"), limit).status_code == 302
    assert str(heading) in text(as_alice.get(at("plafonds/")))

    # A supplier, its account proposed by one person and confirmed by another.
    supplier = {"kind": "supplier", "company_name": "Ménage Net", "das2": "none"}
    as_alice.post(at("beneficiaires/ajouter/"), supplier)
    with centre_scope(centre_a):
        payee = Payee.objects.get(company_name="Ménage Net")
        order = asked(payee, 150_000, nature="invoice", payable="supplier", associate=False,
                      heading=heading, due_on=date(2026, 11, 15))  # fmt: skip
    rib = {"holder": "MENAGE NET", "iban": BOB_IBAN, "bic": ""}
    assert as_alice.post(at(f"beneficiaires/{payee.pk}/compte/"), rib).status_code == 302
    with centre_scope(centre_a):
        proposal = PayeeIban.objects.get(payee=payee)
    assert as_alice.post(at(f"ibans/{proposal.pk}/confirmer/")).status_code == 422
    assert as_marc.post(at(f"ibans/{proposal.pk}/confirmer/")).status_code == 302

    # Late, and watched: on the home page of whoever pays.
    assert "1 paiement à faire" in text(as_alice.get(f"/c/{centre_a.slug}/"))
    with centre_scope(centre_a):
        own = BankAccount.objects.get()
    batch = {"account": own.pk, "execution_on": "2026-11-24", "order": [order.pk]}
    refused = as_alice.post(at("lots/preparer/"), batch)
    assert refused.status_code == 422
    assert "prestataires agréés" in text(refused)
    as_marc.post(at(f"beneficiaires/{payee.pk}/agreer/"))
    made = as_alice.post(at("lots/preparer/"), batch)
    assert made.status_code == 302

    # Above the limit of its heading: the author neither writes nor approves.
    lot = made["Location"]
    assert "1 500,00 €, au-dessus du plafond de 1 000,00 €" in text(as_alice.get(lot))
    for act in ("ecrire/", "approuver/"):
        assert as_alice.post(lot + act).status_code == 422
    assert as_marc.post(lot + "approuver/").status_code == 302
    assert as_alice.post(lot + "ecrire/").status_code == 302
    file = as_alice.get(lot + "fichier/")
    root = etree.fromstring(b"".join(file.streaming_content))
    assert root.findtext(".//{*}CtrlSum") == "1500.00"
    assert root.findtext(".//{*}Cdtr/{*}Nm") == "MENAGE NET"
    assert as_alice.post(lot + "execute/", {"executed-on": "2026-11-24"}).status_code == 302
    assert "exécuté" in text(as_alice.get(lot))
    with centre_scope(centre_a):
        order.refresh_from_db()
    assert order.state == PaymentOrder.State.PAID


def test_a_whole_day_is_put_in_a_batch_without_what_cannot_leave(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, asked: Asked, actor: Actor,
    bank: BankAccount,
) -> None:  # fmt: skip
    lacking = records.save(Person(last_name="Sans-Rib"), by=actor)
    kept = asked(paid_to(chloe))
    asked(services.payee_for(lacking, on=TODAY, by=actor))
    form = {"account": bank.pk, "execution_on": "2026-11-24", "day": "2026-11-30"}
    made = as_alice.post(at("lots/preparer/"), form)
    assert made.status_code == 302
    assert [order.pk for order in PaymentBatch.objects.get().orders.all()] == [kept.pk]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"execution_on": "2026-11-24"}, "Cochez au moins un paiement"),
        ({"execution_on": "2026-11-01", "all": "1"}, "La date d’exécution est passée"),
        ({"execution_on": "demain", "all": "1"}, "Saisissez une date valide"),
        ({"execution_on": "2026-11-24", "day": "hier"}, "Cochez au moins un paiement"),
    ],
)
def test_a_batch_that_cannot_be_made_says_why_and_keeps_the_ticks(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount,
    sent: dict[str, str], said: str,
) -> None:  # fmt: skip
    order = asked(paid_to(chloe))
    ticks = {"order": [order.pk]} if sent.pop("all", "") else {}
    refused = as_alice.post(at("lots/preparer/"), sent | ticks | {"account": bank.pk})
    assert refused.status_code == 422
    assert said in text(refused)
    assert ("checked" in text(refused)) is bool(ticks)


def test_a_list_to_type_is_printed_and_exported_with_whole_accounts_and_its_reading_kept(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, asked: Asked, actor: Actor,
    bank: BankAccount,
) -> None:  # fmt: skip
    bank.accepts_files = False
    records.save(bank, by=actor)
    batch = services.make_batch(
        account=bank, orders=[asked(paid_to(chloe))], execution_on=TODAY, on=TODAY, by=actor
    )
    lot = at(f"lots/{batch.pk}/")
    assert as_alice.get(lot + "saisie/").status_code == 422
    assert "Figer la liste" in text(as_alice.get(lot))
    as_alice.post(lot + "figer/")
    assert "FR76 9999 9000 0100 0000 0010 009" in text(as_alice.get(lot + "saisie/"))
    content = as_alice.get(lot + "saisie/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert rows[0]["Montant (€)"] == "240,00"
    assert rows[0]["Titulaire"] == "Chloé Fictive"
    assert AuditEvent.objects.filter(action="lire la liste à saisir").count() == 2


def test_a_rejected_transfer_is_noted_on_its_page_and_is_to_pay_again(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, asked: Asked, actor: Actor,
    bank: BankAccount,
) -> None:  # fmt: skip
    order = asked(paid_to(chloe))
    services.batch_executed(written(bank, actor, order), on=TODAY, by=actor)
    assert "rejeté ce virement" in text(as_alice.get(at(f"{order.pk}/")))
    refused = as_alice.post(
        at(f"{order.pk}/rejet/"), {"reject-on": "2026-11-20", "reject-why": "x"}
    )
    assert refused.status_code == 422
    sent = {"reject-on": "2026-11-22", "reject-why": "AC01 compte faux"}
    again = as_alice.post(at(f"{order.pk}/rejet/"), sent)
    assert again.status_code == 302
    assert "le virement rejeté" in text(as_alice.get(again["Location"]))
    assert "240,00 € à payer" in text(as_alice.get(at("")))


def test_a_waiting_payment_is_cancelled_with_a_reason(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, asked: Asked
) -> None:
    order = asked(paid_to(chloe))
    assert as_alice.post(at(f"{order.pk}/annuler/"), {}).status_code == 422
    as_alice.post(at(f"{order.pk}/annuler/"), {"cancel-why": "Doublon"})
    assert "Doublon" in text(as_alice.get(at(f"{order.pk}/")))


def test_a_written_batch_is_abandoned_from_its_page(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, asked: Asked, actor: Actor,
    bank: BankAccount,
) -> None:  # fmt: skip
    batch = written(bank, actor, asked(paid_to(chloe)))
    assert as_alice.post(at(f"lots/{batch.pk}/abandonner/"), {}).status_code == 422
    as_alice.post(at(f"lots/{batch.pk}/abandonner/"), {"abandon-why": "Erreur de date"})
    assert "240,00 € à payer" in text(as_alice.get(at("")))


def test_an_account_is_shown_masked_read_on_demand_and_the_reading_kept(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid
) -> None:
    payee = paid_to(chloe)
    account = current_iban(payee, TODAY)
    assert account is not None
    page = text(as_alice.get(at(f"beneficiaires/{payee.pk}/")))
    assert "FR76 •••• 0009" in page
    assert HIDDEN not in page
    shown = text(as_alice.post(at(f"ibans/{account.pk}/lire/")))
    assert "FR76 9999 9000 0100 0000 0010 009" in shown
    assert AuditEvent.objects.filter(action="lire l’IBAN en entier").exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"iban": "FR7699999000010000000010008"}, "Cet IBAN est faux"),
        ({"holder": "王秀英"}, "que les banques ne lisent pas"),
        ({"bic": "X"}, "Ce BIC est faux"),
        ({"holder": ""}, "Recopiez le nom"),
    ],
)
def test_a_wrong_rib_is_refused_beside_its_field(
    as_alice: Client, at: Any, chloe: Person, actor: Actor, sent: dict[str, str], said: str
) -> None:
    payee = services.payee_for(chloe, on=TODAY, by=actor)
    rib = {"holder": "Chloé Fictive", "iban": CHLOE_IBAN, "bic": ""} | sent
    refused = as_alice.post(at(f"beneficiaires/{payee.pk}/compte/"), rib)
    assert refused.status_code == 422
    assert said in text(refused)


def test_a_person_gives_her_own_account_by_her_link(
    as_alice: Client, as_marc: Client, client: Client, at: Any, chloe: Person, actor: Actor
) -> None:
    chloe.email = "chloe@exemple.invalid"
    records.save(chloe, by=actor)
    payee = services.payee_for(chloe, on=TODAY, by=actor)
    as_alice.post(at(f"beneficiaires/{payee.pk}/demander/"))
    message = Message.objects.get()
    assert "FR76" not in message.body
    link = make_link(kind="payments.iban", about=payee, by=actor, person=chloe)
    path = link_url(link).partition("://")[2].partition("/")[2]
    rib = {"holder": "Chloé Fictive", "iban": "FR76 0000", "bic": ""}
    assert client.post(f"/{path}", rib).status_code == 422
    assert client.post(f"/{path}", rib | {"iban": CHLOE_IBAN}).status_code == 302
    page = text(client.get(f"/{path}?merci"))
    assert "FR76 •••• 0009 à confirmer" in page
    assert CHLOE_IBAN not in page
    assert HIDDEN not in page
    proposal = PayeeIban.objects.get()
    assert (proposal.proposed_by, proposal.proposed_user_id) == (str(chloe), None)
    assert as_marc.post(at(f"ibans/{proposal.pk}/confirmer/")).status_code == 302


def test_a_payee_never_becomes_another_one(
    as_alice: Client, at: Any, chloe: Person, paid_to: Paid, actor: Actor
) -> None:
    payee = paid_to(chloe)
    other = records.save(Person(last_name="Autre"), by=actor)
    sent = {"kind": "company", "person": other.pk, "company_name": "X", "version": payee.version}
    as_alice.post(at(f"beneficiaires/{payee.pk}/modifier/"), sent | {"das2": "none"})
    payee.refresh_from_db()
    assert (payee.kind, payee.person, payee.das2) == ("person", chloe, "none")


def test_a_proposal_is_set_aside_with_a_reason(
    as_marc: Client, at: Any, chloe: Person, actor: Actor
) -> None:
    payee = services.payee_for(chloe, on=TODAY, by=actor)
    proposal = services.propose_iban(payee, iban=CHLOE_IBAN, holder="Chloé", by=actor)
    assert as_marc.post(at(f"ibans/{proposal.pk}/refuser/")).status_code == 422
    as_marc.post(at(f"ibans/{proposal.pk}/refuser/"), {"why": "RIB d’un autre"})
    assert "RIB d’un autre" in text(as_marc.get(at(f"beneficiaires/{payee.pk}/")))


def test_a_company_is_paid_for_a_person_from_its_page(
    as_alice: Client, at: Any, chloe: Person, actor: Actor
) -> None:
    company = records.save(Payee(kind=Payee.Kind.COMPANY, company_name="SELARL F"), by=actor)
    sent = {"person": chloe.pk, "since": "2026-03-01", "until": ""}
    assert as_alice.post(at(f"beneficiaires/{company.pk}/pour/"), sent).status_code == 302
    again = as_alice.post(at(f"beneficiaires/{company.pk}/pour/"), sent | {"since": "2026-05-01"})
    assert again.status_code == 422
    assert "court déjà à cette date" in text(again)
    assert services.payee_for(chloe, on=TODAY, by=actor) == company
    as_alice.post(at(f"pour/{company.paid_for.get().pk}/retirer/"))
    assert services.payee_for(chloe, on=TODAY, by=actor) != company


def test_a_wrong_amount_or_account_is_refused_in_french(
    as_alice: Client, at: Any, sisa: LegalEntity
) -> None:
    limit = as_alice.post(at("plafonds/ajouter/"), {"cents": "mille", "since": "2026-01-01"})
    assert limit.status_code == 422
    assert "n’est pas un montant" in text(limit)
    account = {"entity": sisa.pk, "label": "X", "iban": "FR7600", "schema": "pain.001.001.09"}
    refused = as_alice.post(at("comptes/ajouter/"), account)
    assert refused.status_code == 422
    assert "Cet IBAN est faux" in text(refused)
    assert not PaymentLimit.objects.exists()


@pytest.fixture
def paid_year(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor, second: Actor
) -> None:
    """3 000 € to an associate, 2 500 € to a third party, 300 € to a supplier, paid in 2026."""
    third = records.save(Person(first_name="Bob", last_name="Tiers"), by=actor)
    supplier = records.save(
        Payee(kind=Payee.Kind.SUPPLIER, company_name="=Ménage Net", das2="none"), by=actor
    )
    services.approve_supplier(supplier, on=TODAY, by=second)
    rib = services.propose_iban(supplier, iban=BOB_IBAN, holder="MENAGE NET", by=actor)
    services.confirm_iban(rib, on=TODAY, by=second)
    orders = [
        asked(paid_to(chloe), 300_000),
        asked(paid_to(third, BOB_IBAN), 250_000, associate=False),
        asked(supplier, 30_000, associate=False, nature="invoice", payable="supplier"),
    ]
    services.batch_executed(written(bank, actor, *orders), on=TODAY, by=actor)


def test_the_yearly_table_keeps_associates_and_third_parties_apart(
    as_alice: Client, as_accountant: Client, at: Any, paid_year: None
) -> None:
    page = text(as_accountant.get(at("annee/2026/")))
    assert "5 800,00 €" in page
    assert "dont 2 800,00 € à des tiers, 3 000,00 € à des associés" in page
    assert "2 400,00 € TTC" in page
    assert "Ce que la loi laisse incertain" in page
    content = as_alice.get(at("annee/2026/?format=csv")).content.decode("utf-8-sig")
    rows = {row["Bénéficiaire"]: row for row in csv.DictReader(io.StringIO(content), delimiter=";")}
    assert rows["Chloé Fictive"]["DAS2"] == "à décider"
    assert rows["Chloé Fictive"]["Comme associé"] == "3000,00"
    assert rows["Bob Tiers"]["DAS2"] == "à déclarer"
    assert rows["'=Ménage Net"]["DAS2"] == "rien à déclarer"
    assert as_alice.get(at("annee/2026/?format=xlsx")).status_code == 200
    assert "sommes versées en 2026" in text(as_alice.get(at("annee/2026/?imprimer=1")))
    assert as_alice.get(at("annee/2001/")).status_code == 404
    assert as_alice.get(at("annee/"))["Location"] == at("annee/2026/")


def test_an_associate_reads_their_yearly_statement_by_link(
    as_alice: Client, client: Client, at: Any, chloe: Person, paid_year: None, actor: Actor
) -> None:
    opened = as_alice.post(at("annee/2026/releve/"), {"person": chloe.pk})
    page = opened["Location"]
    assert as_alice.post(page, {"share_cents": "beaucoup"}).status_code == 422
    assert as_alice.post(page, {"share_cents": "-1 250,50", "version": 1}).status_code == 302
    assert "-1 250,50 €" in text(as_alice.get(page))
    pdf = PdfReader(io.BytesIO(as_alice.get(page + "releve.pdf").content))
    printed = " ".join(found.extract_text() for found in pdf.pages).replace("\u202f", " ")
    assert "3 000,00" in printed
    assert "Part de résultat" in printed
    assert as_alice.post(page + "envoyer/").status_code == 302
    statement = AnnualStatement.objects.get()
    link = make_link(kind="payments.statement", about=statement, by=actor, person=chloe)
    path = "/" + link_url(link).partition("://")[2].partition("/")[2]
    assert "3 000,00 €" in text(client.get(path))
    assert client.get(path + "?format=pdf")["Content-Type"] == "application/pdf"


def test_the_accountant_does_not_type_the_share(
    as_accountant: Client, at: Any, chloe: Person, actor: Actor
) -> None:
    statement = records.save(AnnualStatement(person=chloe, year=2026), by=actor)
    assert as_accountant.get(at(f"releves/{statement.pk}/")).status_code == 200
    assert as_accountant.post(at(f"releves/{statement.pk}/"), {}).status_code == 403


def test_a_waiting_payment_is_asked_of_who_can_pay_it_not_of_the_accountant(
    as_alice: Client, as_accountant: Client, centre_a: Centre, chloe: Person, paid_to: Paid, asked: Asked
) -> None:  # fmt: skip
    asked(paid_to(chloe))
    home = f"/c/{centre_a.slug}/"
    assert "Chloé Fictive attend." in text(as_alice.get(home))
    assert "1 paiement à faire" not in text(as_accountant.get(home)).replace("\u00a0", " ")
