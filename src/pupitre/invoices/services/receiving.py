"""How invoices come in: typed, or read from their file; kept once, with their original."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from pupitre.books.models import LegalEntity
from pupitre.books.queries import main_entity
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.documents.services import store_document
from pupitre.invoices.errors import InvoiceError
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries.charges import charge_of
from pupitre.invoices.queries.invoices import latest_like, twin_of
from pupitre.invoices.reader import Read
from pupitre.invoices.rules.einvoice import EInvoice
from pupitre.payments.errors import PaymentError
from pupitre.payments.iban import IbanError, checked_iban
from pupitre.payments.models import Payee, PayeeIban
from pupitre.payments.services import propose_iban
from pupitre.people.rules.identifiers import InvalidIdentifierError, parse_siret

ORIGINAL = "Facture d’origine"
"""What the document of an invoice is for (`Document.purpose`)."""


@transaction.atomic
def receive(invoice: Invoice, *, original: tuple[bytes, str] | None = None, by: Actor) -> Invoice:
    """Keep a new invoice, and its file as (content, name) when there is one.

    Raises InvoiceError for a number already known, DocumentError for a refused file, ValidationError.
    """
    records.locked(invoice.supplier)
    _refuse_twin(invoice)
    _like_the_last(invoice)
    invoice.made_by, invoice.made_user_id = by.label[:200], by.user_id
    records.save(invoice, by=by, action="recevoir")
    if original is not None:
        _keep(invoice, original, by)
    return invoice


@transaction.atomic
def change(invoice: Invoice, *, version: int | None, by: Actor) -> Invoice:
    """Correct an invoice that waits; whoever changes it becomes its author."""
    if not records.locked(invoice).waits:
        raise InvoiceError("Cette facture n’est plus à approuver : elle ne change plus.")
    _refuse_twin(invoice)
    invoice.made_by, invoice.made_user_id = by.label[:200], by.user_id
    return records.save(invoice, by=by, expected_version=version)


@transaction.atomic
def receive_file(read: Read, *, content: bytes, name: str, on: date, by: Actor) -> Invoice:
    """Keep the invoice that a file says: its supplier is made when unknown, its account waits for a second person."""
    said = read.invoice
    entity, remarks = _addressed_to(said)
    supplier = supplier_of(said, by=by)
    invoice = Invoice(
        supplier=supplier,
        number=said.number,
        issued_on=said.issued_on,
        received_on=on,
        due_on=said.due_on,
        cents=said.cents,
        net_cents=said.net_cents,
        prepaid_cents=said.prepaid_cents,
        label=said.label,
        entity=entity,
        read_from=read.format,
        siren=said.siren,
        iban=_sound_iban(said.iban),
    )
    invoice.remarks = [*said.remarks, *remarks, *_account_remarks(invoice, said, by)]
    try:
        return receive(invoice, original=(content, name), by=by)
    except ValidationError as refusal:
        raise InvoiceError(" ".join(refusal.messages)) from None


def supplier_named(name: str, *, siret: str = "", by: Actor) -> Payee:
    """Return the supplier of that name, made when nobody bears it."""
    tidy = " ".join(name.split())[:120]
    found = Payee.objects.filter(company_name__iexact=tidy).first()
    if found is not None:
        return found
    supplier = Payee(kind=Payee.Kind.SUPPLIER, company_name=tidy, siret=siret)
    return records.save(supplier, by=by)


def supplier_of(said: EInvoice, *, by: Actor) -> Payee:
    """Return who sent an invoice: known by SIRET or SIREN, by an earlier invoice, by name; else a new supplier."""
    companies = Payee.objects.exclude(kind=Payee.Kind.PERSON)
    if said.siren:
        earlier = Invoice.objects.filter(siren=said.siren).order_by("-pk").first()
        found = companies.filter(siret__startswith=said.siret or said.siren).first()
        if found or earlier:
            return found or earlier.supplier  # type: ignore[union-attr]
    return supplier_named(said.supplier, siret=_sound_siret(said.siret), by=by)


def _refuse_twin(invoice: Invoice) -> None:
    twin = twin_of(invoice.supplier, invoice.number, besides=invoice.pk)
    if twin is not None:
        raise InvoiceError(
            f"La facture {twin.number} de {twin.supplier}, du {twin.issued_on:%d/%m/%Y}, est déjà "
            f"enregistrée ({twin.get_state_display()}) : une facture n’entre qu’une fois."
        )


def _like_the_last(invoice: Invoice) -> None:
    """Fill heading, account and recurring charge as the supplier's charge or last invoice had them."""
    if invoice.charge is None:
        invoice.charge = charge_of(invoice.supplier_id, invoice.entity_id, invoice.issued_on)
    for like in (invoice.charge, latest_like(invoice.supplier)):
        if like is not None and like.entity_id == invoice.entity_id:
            invoice.heading = invoice.heading or like.heading
            invoice.account = invoice.account or like.account


def _keep(invoice: Invoice, original: tuple[bytes, str], by: Actor) -> None:
    content, name = original
    store_document(
        content=content,
        name=name,
        title=str(invoice),
        by=by,
        about=invoice,
        purpose=ORIGINAL,
        permission="money.view",
        locked=True,
        dated=invoice.issued_on,
    )


def _addressed_to(said: EInvoice) -> tuple[LegalEntity, list[str]]:
    """Return the entity that the invoice names by its SIREN; else the main one, and a remark."""
    named = LegalEntity.objects.filter(siren=said.buyer_siren).first() if said.buyer_siren else None
    entity = named or main_entity()
    if entity is None:
        raise InvoiceError("Ouvrez d’abord la comptabilité de la structure qui paie cette facture.")
    if named is not None or not (said.buyer or said.buyer_siren):
        return entity, []
    to = " ".join(filter(None, (said.buyer, said.buyer_siren and f"(SIREN {said.buyer_siren})")))
    return entity, [f"Elle est adressée à {to} : est-ce bien {entity} qui paie ?"]


def _account_remarks(invoice: Invoice, said: EInvoice, by: Actor) -> list[str]:
    """Propose the invoice's account for a supplier that has none; say what could not be taken."""
    if said.iban and not invoice.iban:
        return ["L’IBAN écrit sur la facture est faux : demandez un RIB au fournisseur."]
    if not invoice.iban or PayeeIban.objects.filter(payee=invoice.supplier).exists():
        return []
    try:
        propose_iban(invoice.supplier, iban=invoice.iban, holder=said.supplier[:70], by=by)
    except PaymentError as refusal:
        return [f"L’IBAN de la facture n’a pas été repris. {refusal}"]
    return []


def _sound_iban(text: str) -> str:
    try:
        return checked_iban(text) if text else ""
    except IbanError:
        return ""


def _sound_siret(text: str) -> str:
    try:
        return parse_siret(text) if text else ""
    except InvalidIdentifierError:
        return ""
