"""Tests of the pages of invoices, over HTTP."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfWriter

from pupitre.books.models import Heading, LegalEntity
from pupitre.books.queries import balance_of, entries_from
from pupitre.books.queries.accounts import account_for
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.documents.queries import documents_about
from pupitre.invoices.models import Invoice, RecurringCharge
from pupitre.invoices.queries import committed_by_heading
from pupitre.payments.models import BankAccount, Payee, PayeeIban, PaymentBatch, PaymentOrder
from tests.invoices.conftest import NOW, PDF, TODAY, XML

Make = Callable[..., Invoice]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def at(centre_a: Centre) -> Callable[[str], str]:
    """Return a function that gives an address of invoices."""
    return lambda path: f"/c/{centre_a.slug}/factures/{path}"


def text(response: Any) -> str:
    return str(response.content.decode().replace("\u202f", " ").replace("\xa0", " "))


def sent(client: Client, address: str, content: bytes, name: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(address, {"file": file, "read": "1"})


def typed(supplier: Payee, entity: LegalEntity, /, **changes: Any) -> dict[str, Any]:
    given = {
        "supplier": supplier.pk,
        "number": "2026-118",
        "issued_on": "2026-11-02",
        "received_on": "2026-11-04",
        "cents": "384,00",
        "means": "transfer",
        "entity": entity.pk,
    }
    return given | changes


@pytest.mark.activity("E060")
def test_a_factur_x_goes_from_the_upload_to_the_sepa_file_and_the_entry(
    as_alice: Client, as_marc: Client, at: Any, centre_a: Centre, bank: BankAccount,
    heading: Heading, limit: Any,
) -> None:  # fmt: skip
    answer = sent(as_alice, at("ajouter/"), PDF, "facture.pdf")
    invoice = Invoice.objects.get()
    assert answer.url == at(f"{invoice.pk}/")
    assert (invoice.number, invoice.cents, invoice.net_cents) == ("FA-2026-0457", 12_000, 10_000)
    assert (invoice.issued_on, invoice.due_on) == (date(2026, 10, 5), date(2026, 11, 4))
    assert invoice.entity == bank.entity
    original = documents_about(invoice).get()
    assert original.locked
    with original.file.open("rb") as file:
        assert file.read() == PDF
    page = text(as_alice.get(at(f"{invoice.pk}/")))
    assert "FOURNISSEUR FICTIF SAS" in page
    assert "120,00 € TTC (100,00 € HT, 20,00 € de TVA)" in page

    chosen = {"heading": heading.pk}
    refused = as_alice.post(at(f"{invoice.pk}/approuver/"), chosen)
    assert refused.status_code == 422
    assert "une deuxième personne doit l’approuver" in text(refused)
    assert as_marc.post(at(f"{invoice.pk}/approuver/"), chosen).status_code == 302

    pay = f"/c/{centre_a.slug}/paiements/"
    order = PaymentOrder.objects.get()
    assert (order.cents, order.nature, order.heading) == (12_000, "invoice", heading)
    assert "liste des prestataires agréés" in text(as_alice.get(at("")))
    as_alice.post(f"{pay}beneficiaires/{invoice.supplier_id}/agreer/")
    proposal = PayeeIban.objects.get()
    as_marc.post(f"{pay}ibans/{proposal.pk}/confirmer/")
    made = {"order": order.pk, "account": bank.pk, "execution_on": "2026-11-22"}
    assert as_alice.post(f"{pay}lots/preparer/", made).status_code == 302
    batch = PaymentBatch.objects.get()
    as_marc.post(f"{pay}lots/{batch.pk}/approuver/")
    assert as_alice.post(f"{pay}lots/{batch.pk}/ecrire/").status_code == 302
    tree = etree.fromstring(as_alice.get(f"{pay}lots/{batch.pk}/fichier/").getvalue())
    assert [one.text for one in tree.iterfind(".//{*}InstdAmt")] == ["120.00"]
    assert [one.text for one in tree.iterfind(".//{*}CdtrAcct//{*}IBAN")] == [proposal.iban]
    assert (
        as_alice.post(f"{pay}lots/{batch.pk}/execute/", {"executed-on": "2026-11-22"}).status_code
        == 302
    )

    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid_on) == (Invoice.State.PAID, TODAY)
    entry = entries_from(invoice).get()
    lines = [(line.account.number, line.debit_cents, line.credit_cents) for line in entry.lines.all()]  # fmt: skip
    assert lines == [("606800", 12_000, 0), ("401000", 0, 12_000)]
    assert entry.lines.get(credit_cents=12_000).lettering == "A"
    owed = account_for(bank.entity, "supplier", on=TODAY)
    assert balance_of(owed, on=date(2026, 12, 31)) == 0
    assert "Payée" in text(as_alice.get(at(f"{invoice.pk}/")))


@pytest.mark.activity("E064")
def test_a_recurring_charge_has_its_calendar_its_invoices_and_its_warnings(
    as_alice: Client, at: Any, sisa: LegalEntity, supplier: Payee, heading: Heading
) -> None:
    given = {
        "label": "Ménage", "supplier": supplier.pk, "entity": sisa.pk, "cents": "384,00",
        "months": "1", "first_on": "2026-01-05", "heading": heading.pk, "contract": "M-2024-17",
        "renegotiate_on": "2027-01-31", "ends_on": "2027-04-30",
    }  # fmt: skip
    assert as_alice.get(at("charges/ajouter/")).status_code == 200
    empty = as_alice.post(at("charges/ajouter/"), given | {"first_on": ""})
    assert empty.status_code == 422
    assert as_alice.post(at("charges/ajouter/"), given).status_code == 302
    charge = RecurringCharge.objects.get()
    number = {"number": "2026-118", "issued_on": "2026-11-05", "cents": "450,00"}
    as_alice.post(at("ajouter/"), typed(supplier, sisa, **number))
    invoice = Invoice.objects.get()
    assert (invoice.charge, invoice.heading) == (charge, heading)
    assert "17 % de plus que le montant prévu" in text(as_alice.get(at(f"{invoice.pk}/")))
    calendar = text(as_alice.get(at("charges/calendrier/")))
    assert "450,00 €" in calendar
    assert "<i>384,00 €</i>" in calendar
    page = text(as_alice.get(at(f"charges/{charge.pk}/")))
    assert "05/12/2026" in page
    assert "2026-118" in page
    assert "Contrat et avenants" in page
    with centre_scope(sisa.centre):
        found = [one for _, source in registry.deadline_sources for one in source(TODAY)]
        assert committed_by_heading(2026) == {heading.pk: 45_000 + 38_400}
    told = {one.title: one for one in found}
    assert told["Renégocier : Ménage (Propreté Service)"].cents == 12 * 38_400
    with centre_scope(sisa.centre):
        later = [
            one for _, source in registry.deadline_sources for one in source(date(2026, 12, 1))
        ]
    assert "Facture attendue : Ménage (Propreté Service)" in {one.title for one in later}


def test_a_typed_invoice_waits_then_enters_the_lists(
    as_alice: Client, at: Any, sisa: LegalEntity, supplier: Payee
) -> None:
    page = as_alice.post(at("ajouter/"), typed(supplier, sisa))
    invoice = Invoice.objects.get()
    assert page.url == at(f"{invoice.pk}/")
    assert (invoice.cents, invoice.net_cents, invoice.due_on) == (38_400, None, date(2026, 12, 2))
    home = text(as_alice.get(at("")))
    assert "Facture 2026-118, Propreté Service" in home
    assert "384,00 €" in home
    assert "2026-118" in text(as_alice.get(at("toutes/?q=propreté&state=received")))


def test_an_empty_page_says_what_to_do(as_alice: Client, at: Any, centre_a: Centre) -> None:
    assert "Rien à approuver" in text(as_alice.get(at("")))
    assert "La comptabilité n’est pas ouverte" in text(as_alice.get(at("ajouter/")))
    assert "Rien n’est dû" in text(as_alice.get(at("balance-agee/")))
    assert "Aucune charge récurrente" in text(as_alice.get(at("charges/calendrier/")))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"cents": "0"}, "Indiquez un montant"),
        ({"cents": "douze"}, "n’est pas un montant"),
        ({"supplier": ""}, "Choisissez le fournisseur"),
        ({"net_cents": "500"}, "Le montant HT ne dépasse pas le TTC"),
        ({"due_on": "2026-10-01"}, "L’échéance ne peut pas précéder la facture"),
    ],
)
def test_what_is_typed_wrong_is_told_and_nothing_is_kept(
    changes: dict[str, str], told: str, as_alice: Client, at: Any, sisa: LegalEntity,
    supplier: Payee,
) -> None:  # fmt: skip
    answer = as_alice.post(at("ajouter/"), typed(supplier, sisa, **changes))
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Invoice.objects.exists()


def test_the_same_number_twice_is_refused_however_it_is_written(
    as_alice: Client, at: Any, sisa: LegalEntity, supplier: Payee, received: Make
) -> None:
    received("2026-118")
    answer = as_alice.post(at("ajouter/"), typed(supplier, sisa, number="2026 118"))
    assert answer.status_code == 422
    assert "une facture n’entre qu’une fois" in text(answer)
    sent(as_alice, at("ajouter/"), PDF, "facture.pdf")
    again = sent(as_alice, at("ajouter/"), XML, "facture.xml")
    assert again.status_code == 422
    assert "est déjà enregistrée" in text(again)
    assert Invoice.objects.count() == 2
    assert Document.objects.count() == 1


def test_a_plain_pdf_is_carried_to_the_typed_form_and_kept(
    as_alice: Client, at: Any, sisa: LegalEntity
) -> None:
    plain = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(plain)
    page = sent(as_alice, at("ajouter/"), plain.getvalue(), "photo.pdf")
    assert "Ce fichier ne porte pas de données" in text(page)
    kept = page.context["file"].initial
    given = typed(Payee(), sisa, supplier="", new_supplier="Imprimerie du Port") | kept
    assert as_alice.post(at("ajouter/"), given).status_code == 302
    invoice = Invoice.objects.get()
    assert str(invoice.supplier) == "Imprimerie du Port"
    assert documents_about(invoice).get().octets == len(plain.getvalue())


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"%PDF-1.7\n%%EOF", "a.pdf", "Ce PDF est abîmé"),
        (XML[:3000], "a.xml", "le fichier XML est abîmé ou coupé"),
        (XML.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1), "a.xml", "DOCTYPE"),
        (XML.replace(b"120.00", b"130.00"), "a.xml", "Les montants se contredisent"),
        (XML.replace(b">EUR<", b">USD<"), "a.xml", "Seules les factures en euros"),
        (b"<?xml version='1.0'?><note/>", "a.xml", "n’est pas une facture"),
    ],
)
def test_a_hostile_file_is_refused_in_one_sentence_and_nothing_is_kept(
    content: bytes, name: str, told: str, as_alice: Client, at: Any, sisa: LegalEntity
) -> None:
    answer = sent(as_alice, at("ajouter/"), content, name)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Invoice.objects.exists()
    assert not Payee.objects.exists()
    assert not Document.objects.exists()


def test_another_iban_than_the_known_one_is_told_before_the_approval(
    as_alice: Client, at: Any, sisa: LegalEntity
) -> None:
    sent(as_alice, at("ajouter/"), XML, "un.xml")
    changed = XML.replace(b"FA-2026-0457", b"FA-2026-0458")
    changed = changed.replace(b"FR7699999000010000000000212", b"FR7699999000010000000010009")
    answer = sent(as_alice, at("ajouter/"), changed, "deux.xml")
    page = text(as_alice.get(answer.url))
    assert "Le compte bancaire a changé" in page
    assert "FR76 •••• 0212" in page
    assert PayeeIban.objects.count() == 1


def test_an_invoice_is_refused_with_a_reason_or_changed_while_it_waits(
    as_alice: Client, at: Any, received: Make, sisa: LegalEntity, supplier: Payee
) -> None:
    invoice = received()
    given = typed(supplier, sisa, number="FA-1", cents="99,00", version=invoice.version)
    given["due_on"] = "2026-12-02"
    assert as_alice.post(at(f"{invoice.pk}/modifier/"), given).status_code == 302
    assert Invoice.objects.get().cents == 9_900
    assert as_alice.post(at(f"{invoice.pk}/modifier/"), given).status_code == 409
    assert as_alice.post(at(f"{invoice.pk}/refuser/"), {"why": ""}).status_code == 422
    as_alice.post(at(f"{invoice.pk}/refuser/"), {"why": "Prestation non faite"})
    page = text(as_alice.get(at(f"{invoice.pk}/")))
    assert "Prestation non faite" in page
    assert as_alice.get(at(f"{invoice.pk}/modifier/")).status_code == 302


def test_the_aged_list_shows_prints_and_leaves_as_a_table(
    as_alice: Client, at: Any, received: Make, approved: Make
) -> None:
    received("A", 10_000, due_on=date(2026, 12, 2))
    approved("B", 20_000, due_on=date(2026, 11, 2))
    assert "300,00 €" in text(as_alice.get(at("balance-agee/")))
    rows = list(csv.reader(io.StringIO(as_alice.get(at("balance-agee/?format=csv")).content.decode("utf-8-sig")), delimiter=";"))  # fmt: skip
    assert rows[1] == ["Propreté Service", "100,00", "200,00", "", "", "", "300,00"]
    assert rows[2][-1] == "300,00"
    book = load_workbook(io.BytesIO(as_alice.get(at("balance-agee/?format=xlsx")).content))
    assert book.active["G2"].value == 300
    assert "Imprimé le" in text(as_alice.get(at("balance-agee/?imprimer=1")))
    later = text(as_alice.get(at("balance-agee/?au=2027-03-15")))
    assert "Plus de 90 jours" in later
    assert as_alice.get(at("balance-agee/?au=hier")).status_code == 422


def test_the_lists_read_as_much_for_twenty_invoices_as_for_two(
    as_alice: Client, at: Any, received: Make, approved: Make
) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert as_alice.get(at(path)).status_code == 200
        return len(found)

    for name in ("A", "B"):
        received(name)
        approved(f"{name}-1")
    paths = ("", "toutes/", "balance-agee/")
    few = [(queries(path), queries(path))[1] for path in paths]
    for rank in range(9):
        received(f"C{rank}")
        approved(f"D{rank}")
    assert [queries(path) for path in paths] == few


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.SECRETARY])
def test_whoever_does_not_hold_the_money_sees_no_invoice(
    role: str, logged_in: Any, member_of: Any, centre_a: Centre, at: Any, received: Make
) -> None:
    invoice = received()
    client = logged_in(member_of(centre_a, role))
    for path in (
        "",
        "toutes/",
        "balance-agee/",
        "charges/",
        "charges/calendrier/",
        f"{invoice.pk}/",
        "ajouter/",
    ):
        assert client.get(at(path)).status_code == 403


def test_the_accountant_reads_and_decides_nothing(
    logged_in: Any, member_of: Any, centre_a: Centre, at: Any, received: Make
) -> None:
    invoice = received()
    client = logged_in(member_of(centre_a, Role.ACCOUNTANT))
    page = text(client.get(at(f"{invoice.pk}/")))
    assert "FA-1" in page
    assert "Refuser" not in page
    for path in ("approuver/", "refuser/", "annuler/", "payer/", "deduire/"):
        assert client.post(at(f"{invoice.pk}/{path}")).status_code == 403
    assert client.get(at("ajouter/")).status_code == 403


def test_another_centre_does_not_find_the_invoice(
    as_charlie: Client, centre_b: Centre, received: Make
) -> None:
    invoice = received()
    for path in ("", "modifier/"):
        assert as_charlie.get(f"/c/{centre_b.slug}/factures/{invoice.pk}/{path}").status_code == 404
    approve = f"/c/{centre_b.slug}/factures/{invoice.pk}/approuver/"
    assert as_charlie.post(approve, {}).status_code == 404
