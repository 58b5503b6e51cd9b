"""Tests of the writes about payments, and of what they leave in the books."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from lxml import etree
from tests.payments.conftest import BOB_IBAN, CHLOE_IBAN, NOW, TODAY

from pupitre.accounts.models import User
from pupitre.books.models import EntryLine, LegalEntity
from pupitre.books.queries import account_for, balance_of, entries_from
from pupitre.books.services import LineDraft, open_books, post
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent, SearchEntry
from pupitre.core.registry import registry
from pupitre.documents.queries import documents_about
from pupitre.payments import events, services
from pupitre.payments.models import (
    BankAccount,
    Payee,
    PayeeIban,
    PaymentBatch,
    PaymentLimit,
    PaymentOrder,
)
from pupitre.payments.queries import current_iban, obstacles, orders_about, paid_in_year
from pupitre.payments.services import PaymentError
from pupitre.people.models import Person
from pupitre.people.services.merge import merge_persons

Paid = Callable[..., Payee]
Asked = Callable[..., PaymentOrder]
EXECUTION = date(2026, 12, 4)


@pytest.fixture
def bob_person(in_a: Any, actor: Actor) -> Person:
    return records.save(Person(first_name="Bob", last_name="Essai"), by=actor)


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    """What payments publish during a test."""
    said: list[Any] = []
    kinds = (events.PaymentExecuted, events.PaymentRejected, events.PaymentCancelled)
    for kind in kinds:
        registry.on(kind, said.append)
    yield said
    for kind in kinds:
        registry.listeners[kind].remove(said.append)


def batch_of(account: BankAccount, by: Actor, *orders: PaymentOrder) -> PaymentBatch:
    return services.make_batch(
        account=account, orders=orders, execution_on=EXECUTION, on=TODAY, by=by
    )


def test_a_person_is_paid_to_themselves_and_only_once_made(chloe: Person, actor: Actor) -> None:
    payee = services.payee_for(chloe, on=TODAY, by=actor)
    assert payee == services.payee_for(chloe, on=TODAY, by=actor)
    assert (payee.kind, payee.person) == (Payee.Kind.PERSON, chloe)


def test_a_company_is_paid_for_a_person_between_its_dates(chloe: Person, actor: Actor) -> None:
    company = records.save(Payee(kind=Payee.Kind.COMPANY, company_name="SELARL Fictive"), by=actor)
    services.pay_through(chloe, company, since=date(2026, 3, 1), until=date(2026, 9, 30), by=actor)
    assert services.payee_for(chloe, on=date(2026, 2, 28), by=actor).person == chloe
    assert services.payee_for(chloe, on=date(2026, 3, 1), by=actor) == company
    assert services.payee_for(chloe, on=date(2026, 9, 30), by=actor) == company
    assert services.payee_for(chloe, on=date(2026, 10, 1), by=actor).person == chloe
    with pytest.raises(ValidationError, match="court déjà"):
        services.pay_through(chloe, company, since=date(2026, 9, 1), by=actor)


def test_a_first_iban_waits_for_a_second_person(chloe: Person, actor: Actor, second: Actor) -> None:
    payee = services.payee_for(chloe, on=TODAY, by=actor)
    proposal = services.propose_iban(payee, iban=CHLOE_IBAN, holder="Chloé Fictive", by=actor)
    assert current_iban(payee, TODAY) is None
    with pytest.raises(PaymentError, match="deuxième personne"):
        services.confirm_iban(proposal, on=TODAY, by=actor)
    services.confirm_iban(proposal, on=TODAY, by=second)
    assert current_iban(payee, TODAY) == proposal
    assert current_iban(payee, TODAY - timedelta(days=1)) is None


def test_the_old_account_serves_until_the_new_one_is_confirmed(
    chloe: Person, paid_to: Paid, actor: Actor, second: Actor
) -> None:
    payee = paid_to(chloe)
    proposal = services.propose_iban(payee, iban=BOB_IBAN, holder="Chloé Fictive", by=actor)
    former = current_iban(payee, TODAY)
    assert former is not None
    assert former.iban == CHLOE_IBAN
    services.confirm_iban(proposal, on=date(2026, 11, 25), by=second)
    former.refresh_from_db()
    assert (former.state, former.until) == (PayeeIban.State.RETIRED, date(2026, 11, 25))
    assert current_iban(payee, date(2026, 11, 24)) == former
    assert current_iban(payee, date(2026, 11, 25)) == proposal


def test_who_proposes_by_their_link_does_not_confirm_by_their_account(
    chloe: Person, alice: User, actor: Actor, second: Actor
) -> None:
    chloe.user = alice
    records.save(chloe, by=second)
    payee = services.payee_for(chloe, on=TODAY, by=second)
    herself = Actor(str(chloe), "link", person_id=chloe.pk)
    proposal = services.propose_iban(payee, iban=CHLOE_IBAN, holder="Chloé Fictive", by=herself)
    with pytest.raises(PaymentError, match="deuxième personne"):
        services.confirm_iban(proposal, on=TODAY, by=actor)
    services.confirm_iban(proposal, on=TODAY, by=second)


def test_a_refused_account_is_kept_with_its_reason(
    chloe: Person, paid_to: Paid, actor: Actor, second: Actor
) -> None:
    payee = paid_to(chloe)
    proposal = services.propose_iban(payee, iban=BOB_IBAN, holder="Chloé Fictive", by=actor)
    with pytest.raises(PaymentError, match="pourquoi"):
        services.refuse_iban(proposal, why=" ", by=second)
    services.refuse_iban(proposal, why="RIB illisible", by=second)
    with pytest.raises(PaymentError, match="déjà traitée"):
        services.confirm_iban(proposal, on=TODAY, by=second)
    assert obstacles([PaymentOrder(pk=1, payee=payee)]) == {}


@pytest.mark.parametrize(
    ("iban", "holder", "said"),
    [
        ("FR7699999000010000000010008", "Chloé", "IBAN est faux"),
        (BOB_IBAN, "王秀英", "Chloé Fictive : le nom du titulaire contient"),
        (CHLOE_IBAN, "Chloé Fictive", "déjà le compte"),
    ],
)
def test_a_wrong_proposal_is_refused_in_french(
    chloe: Person, paid_to: Paid, actor: Actor, iban: str, holder: str, said: str
) -> None:
    payee = paid_to(chloe)
    with pytest.raises(PaymentError, match=said):
        services.propose_iban(payee, iban=iban, holder=holder, by=actor)


def test_no_iban_enters_the_search_index_and_reading_one_is_kept(
    chloe: Person, paid_to: Paid, actor: Actor, bank: BankAccount
) -> None:
    account = current_iban(paid_to(chloe), TODAY)
    assert account is not None
    assert services.iban_read(account, by=actor) == CHLOE_IBAN
    assert AuditEvent.objects.filter(action="lire l’IBAN en entier", object_id=account.pk).exists()
    for entry in SearchEntry.objects.all():
        assert "9999" not in f"{entry.title} {entry.folded}"


def test_two_records_of_one_person_leave_one_payee_and_one_account(
    chloe: Person, bob_person: Person, paid_to: Paid, asked: Asked, actor: Actor
) -> None:
    orders = [asked(paid_to(chloe)), asked(paid_to(bob_person, BOB_IBAN))]
    merge_persons(chloe, bob_person, take={}, by=actor)
    payee = Payee.objects.get(person=chloe)
    assert {order.payee for order in PaymentOrder.objects.all()} == {payee}
    assert len(orders) == payee.orders.count()
    in_use = payee.ibans.filter(state=PayeeIban.State.CONFIRMED)
    assert in_use.get().iban == CHLOE_IBAN
    assert payee.ibans.filter(state=PayeeIban.State.RETIRED).get().iban == BOB_IBAN


def test_the_same_key_gives_the_same_order(chloe: Person, paid_to: Paid, asked: Asked) -> None:
    payee = paid_to(chloe)
    first = asked(payee, key="run/1/1")
    assert asked(payee, 99_999, key="run/1/1") == first
    assert PaymentOrder.objects.get().cents == 24_000
    assert first.person == chloe


@pytest.mark.parametrize("cents", [0, -5, 10**12])
def test_a_payment_is_at_least_one_cent_and_at_most_a_transfer(
    chloe: Person, paid_to: Paid, asked: Asked, cents: int
) -> None:
    with pytest.raises(PaymentError, match="centime"):
        asked(paid_to(chloe), cents)


def test_a_cancelled_order_is_told_above_and_cannot_leave(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor, heard: list[Any]
) -> None:
    order = asked(paid_to(chloe))
    services.cancel_payment(order, why="Demandé deux fois", by=actor)
    assert [type(event) for event in heard] == [events.PaymentCancelled]
    with pytest.raises(PaymentError, match="annulé"):
        batch_of(bank, actor, order)


def test_a_batch_is_refused_whole_when_one_payment_cannot_leave(
    chloe: Person, bob_person: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor
) -> None:
    ready, lacking = (
        asked(paid_to(chloe)),
        asked(services.payee_for(bob_person, on=TODAY, by=actor)),
    )
    with pytest.raises(PaymentError, match="Bob Essai : aucun compte confirmé"):
        batch_of(bank, actor, ready, lacking)
    assert not PaymentBatch.objects.exists()
    ready.refresh_from_db()
    assert ready.state == PaymentOrder.State.WAITING


def test_a_supplier_is_paid_once_on_the_list(
    asked: Asked, bank: BankAccount, actor: Actor, second: Actor
) -> None:
    supplier = records.save(Payee(kind=Payee.Kind.SUPPLIER, company_name="Ménage Net"), by=actor)
    proposal = services.propose_iban(supplier, iban=BOB_IBAN, holder="MENAGE NET", by=actor)
    services.confirm_iban(proposal, on=TODAY, by=second)
    order = asked(supplier, nature="invoice", payable="supplier", associate=False)
    with pytest.raises(PaymentError, match="prestataires agréés"):
        batch_of(bank, actor, order)
    services.approve_supplier(supplier, on=TODAY, by=second)
    assert batch_of(bank, actor, order).count == 1


def test_a_company_is_paid_an_invoice_once_on_the_list_and_an_indemnity_at_once(
    asked: Asked, actor: Actor, second: Actor
) -> None:
    company = records.save(Payee(kind=Payee.Kind.COMPANY, company_name="SELARL F"), by=actor)
    proposal = services.propose_iban(company, iban=BOB_IBAN, holder="SELARL F", by=actor)
    services.confirm_iban(proposal, on=TODAY, by=second)
    invoice = asked(company, 100, nature="invoice")
    assert list(obstacles([asked(company, 200), invoice])) == [invoice.pk]
    services.approve_supplier(company, on=TODAY, by=second)
    invoice.payee.refresh_from_db()
    assert obstacles([invoice]) == {}


def test_a_batch_keeps_to_one_entity(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor
) -> None:
    other = open_books(name="SCM du Mail", kind="SCM", starts_on=date(2026, 1, 1), by=actor)
    order = asked(paid_to(chloe), entity=other, payable="supplier")
    with pytest.raises(PaymentError, match="SCM du Mail"):
        batch_of(bank, actor, order)


def test_above_a_limit_a_second_person_approves_and_never_the_author(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor, second: Actor
) -> None:
    records.save(PaymentLimit(cents=20_000, since=date(2026, 1, 1)), by=actor)
    batch = batch_of(bank, actor, asked(paid_to(chloe)))
    with pytest.raises(PaymentError, match="Une deuxième personne doit approuver"):
        services.write_batch_file(batch, at=NOW, by=actor)
    with pytest.raises(PaymentError, match="Vous avez préparé ce lot"):
        services.approve_batch(batch, at=NOW, by=actor)
    services.approve_batch(batch, at=NOW, by=second)
    services.write_batch_file(batch, at=NOW, by=actor)
    batch.refresh_from_db()
    assert batch.state == PaymentBatch.State.WRITTEN
    assert batch.approved_by == second.label


def test_an_approval_falls_when_the_batch_changes(
    chloe: Person, bob_person: Person, paid_to: Paid, asked: Asked, bank: BankAccount,
    actor: Actor, second: Actor,
) -> None:  # fmt: skip
    orders = asked(paid_to(chloe)), asked(paid_to(bob_person, BOB_IBAN))
    batch = batch_of(bank, actor, *orders)
    services.approve_batch(batch, at=NOW, by=second)
    left = services.take_out(orders[0], by=actor)
    assert left is not None
    assert (left.count, left.total_cents, left.approved_user_id) == (1, 24_000, None)
    assert services.take_out(orders[1], by=actor) is None


def test_a_file_is_written_once_and_kept_with_its_print(
    chloe: Person, bob_person: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor
) -> None:
    batch = batch_of(
        bank, actor, asked(paid_to(chloe)), asked(paid_to(bob_person, BOB_IBAN), 1_234_56)
    )
    document = services.write_batch_file(batch, at=NOW, by=actor)
    batch.refresh_from_db()
    content = document.file.read()
    assert hashlib.sha256(content).hexdigest() == batch.sha256 == document.sha256
    assert (document.permission, document.locked) == ("money.view", True)
    assert list(documents_about(batch)) == [document]
    assert (batch.written_by, batch.total_cents, batch.count) == (actor.label, 147_456, 2)
    root = etree.fromstring(content)
    space = {"p": root.nsmap[None]}
    assert root.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=space) == "1474.56"
    assert [node.text for node in root.findall(".//p:CdtrAcct//p:IBAN", space)] == [
        CHLOE_IBAN,
        BOB_IBAN,
    ]
    assert services.write_batch_file(batch, at=NOW + timedelta(days=1), by=actor) == document


def test_a_file_that_was_touched_is_not_given_again(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor
) -> None:
    batch = batch_of(bank, actor, asked(paid_to(chloe)))
    document = services.write_batch_file(batch, at=NOW, by=actor)
    with open(document.file.path, "ab") as file:
        file.write(b" ")
    with pytest.raises(PaymentError, match="ne le déposez pas"):
        services.write_batch_file(batch, at=NOW, by=actor)


def test_a_written_batch_is_frozen(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor, second: Actor
) -> None:
    order = asked(paid_to(chloe))
    batch = batch_of(bank, actor, order)
    services.write_batch_file(batch, at=NOW, by=actor)
    for act in (
        lambda: services.take_out(order, by=actor),
        lambda: services.dissolve_batch(batch, by=actor),
        lambda: services.approve_batch(batch, at=NOW, by=second),
        lambda: services.write_batch_list(batch, at=NOW, by=actor),
    ):
        with pytest.raises(PaymentError, match="ne change plus"):
            act()
    with pytest.raises(PaymentError, match="dans un lot"):
        services.cancel_payment(order, why="Trop tard", by=actor)


def test_a_batch_never_deposited_is_abandoned_and_paid_by_another_one(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor
) -> None:
    order = asked(paid_to(chloe))
    batch = batch_of(bank, actor, order)
    services.write_batch_file(batch, at=NOW, by=actor)
    services.abandon_batch(batch, why="La banque est fermée", by=actor)
    again = batch_of(bank, actor, order)
    assert again.reference != batch.reference
    assert documents_about(batch).count() == 1


def test_a_bank_without_files_gets_a_list_to_type(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor
) -> None:
    bank.accepts_files = False
    records.save(bank, by=actor)
    batch = batch_of(bank, actor, asked(paid_to(chloe)))
    with pytest.raises(PaymentError, match="liste à saisir"):
        services.write_batch_file(batch, at=NOW, by=actor)
    services.write_batch_list(batch, at=NOW, by=actor)
    services.write_batch_list(batch, at=NOW, by=actor)
    order = batch.orders.get()
    assert (order.iban and order.iban.iban, bool(order.end_to_end)) == (CHLOE_IBAN, True)


@pytest.fixture
def owed(sisa: LegalEntity, actor: Actor) -> Callable[..., None]:
    """Return a function that books what an origin owes somebody, as an indemnity run does."""

    def make(origin: Any, payee: Payee, cents: int) -> None:
        post(
            entity=sisa,
            journal="OD",
            on=date(2026, 11, 1),
            label="Indemnités d’octobre",
            lines=[
                LineDraft(account_for(sisa, "indemnity_associate"), debit=cents),
                LineDraft(
                    account_for(sisa, "payable_associate"),
                    credit=cents,
                    auxiliary=(f"PS{payee.pk}", str(payee)),
                ),
            ],
            piece="IND-10",
            origin=origin,
            key=f"run/{payee.pk}",
            by=actor,
        )

    return make


def test_executing_a_batch_pays_posts_letters_and_tells(
    chloe: Person, bob_person: Person, paid_to: Paid, asked: Asked, bank: BankAccount,
    sisa: LegalEntity, owed: Callable[..., None], actor: Actor, heard: list[Any],
) -> None:  # fmt: skip
    payees = paid_to(chloe), paid_to(bob_person, BOB_IBAN)
    for payee in payees:
        owed(chloe, payee, 24_000)
    orders = [asked(payee, origin=chloe) for payee in payees]
    batch = batch_of(bank, actor, *orders)
    services.write_batch_file(batch, at=NOW, by=actor)
    services.batch_executed(batch, on=EXECUTION, by=actor)
    services.batch_executed(batch, on=EXECUTION, by=actor)
    assert {order.state for order in orders_about(chloe)} == {PaymentOrder.State.PAID}
    entry = entries_from(batch).get()
    assert [line.cents for line in entry.lines.order_by("position")] == [24_000, 24_000, -48_000]
    payable = account_for(sisa, "payable_associate")
    assert balance_of(payable, on=EXECUTION) == 0
    letters = EntryLine.objects.filter(account=payable).values_list("auxiliary_code", "lettering")
    assert len(set(letters)) == 2
    assert all(code for _, code in letters)
    assert [event.order for event in heard] == orders


def test_a_rejected_transfer_is_undone_in_the_books_and_paid_again(
    chloe: Person, bob_person: Person, paid_to: Paid, asked: Asked, bank: BankAccount,
    sisa: LegalEntity, owed: Callable[..., None], actor: Actor, heard: list[Any],
) -> None:  # fmt: skip
    payees = paid_to(chloe), paid_to(bob_person, BOB_IBAN)
    for payee in payees:
        owed(chloe, payee, 24_000)
    orders = [asked(payee, origin=chloe) for payee in payees]
    batch = batch_of(bank, actor, *orders)
    services.write_batch_file(batch, at=NOW, by=actor)
    services.batch_executed(batch, on=EXECUTION, by=actor)
    orders[1].refresh_from_db()
    again = services.payment_rejected(
        orders[1], on=date(2026, 12, 7), why="AC04 compte clos", by=actor
    )
    orders[1].refresh_from_db()
    assert (orders[1].state, orders[1].stopped_because) == (
        PaymentOrder.State.REJECTED,
        "AC04 compte clos",
    )
    assert (again.cents, again.replaces, again.state) == (24_000, orders[1], "waiting")
    payable, on = account_for(sisa, "payable_associate"), date(2026, 12, 31)
    assert balance_of(payable, on=on, auxiliary=f"PS{payees[1].pk}") == -24_000
    assert balance_of(bank.ledger_account, on=on) == -24_000
    assert sum(line.cents for line in paid_in_year(2026)) == 24_000
    second_batch = services.make_batch(
        account=bank, orders=[again], execution_on=date(2026, 12, 9), on=date(2026, 12, 8), by=actor
    )
    services.write_batch_file(second_batch, at=NOW, by=actor)
    services.batch_executed(second_batch, on=date(2026, 12, 9), by=actor)
    assert balance_of(payable, on=on) == 0
    assert not EntryLine.objects.filter(account=payable, lettering="").exists()
    assert isinstance(heard[2], events.PaymentRejected)
    with pytest.raises(PaymentError, match="Seul un paiement exécuté"):
        services.payment_rejected(orders[1], on=date(2026, 12, 10), why="encore", by=actor)


def test_a_draft_batch_is_not_executed(
    chloe: Person, paid_to: Paid, asked: Asked, bank: BankAccount, actor: Actor
) -> None:
    batch = batch_of(bank, actor, asked(paid_to(chloe)))
    with pytest.raises(PaymentError, match="Écrivez d’abord"):
        services.batch_executed(batch, on=EXECUTION, by=actor)


def test_a_bank_account_has_right_keys_and_its_own_entitys_account(
    bank: BankAccount, actor: Actor
) -> None:
    other = open_books(name="SCM du Mail", kind="SCM", starts_on=date(2026, 1, 1), by=actor)
    bank.ledger_account = account_for(other, "bank", on=TODAY)
    with pytest.raises(ValidationError, match="cette structure"):
        records.save(bank, by=actor)
    with pytest.raises(ValidationError, match="IBAN est faux"):
        records.save(
            BankAccount(
                entity=other, label="Autre", iban="FR76", ledger_account=bank.ledger_account
            ),
            by=actor,
        )
