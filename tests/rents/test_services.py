"""Rents in the books and at the bank: calls, receipts, reminders, settlement, revision."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from pupitre.bank.queries import Desk
from pupitre.bank.services import accept, undo
from pupitre.books.errors import BooksError
from pupitre.books.models import EntryLine, Heading
from pupitre.books.queries import account_for, balance_of, entries_from
from pupitre.books.services import LineDraft, post, validate_entries
from pupitre.core import records
from pupitre.mailing.models import Message
from pupitre.payments.models import PaymentOrder
from pupitre.rents.deadlines import deadlines
from pupitre.rents.errors import RentError
from pupitre.rents.models import ChargeKey, IndexValue, RentCall, SettlementLine
from pupitre.rents.queries.leases import term_on, to_call
from pupitre.rents.queries.standing import standing, unpaid
from pupitre.rents.services.calls import cancel_call, issue_calls, pay_back
from pupitre.rents.services.leases import change_price, revise
from pupitre.rents.services.messages import remind, send_calls, send_receipts
from pupitre.rents.services.settlements import cancel_settlement, issue_settlement
from tests.rents.conftest import NOVEMBER, TODAY


def tenant_balance(entity):
    return balance_of(account_for(entity, "tenant", on=TODAY), on=TODAY)


def issued(actor, month=NOVEMBER):
    return issue_calls(month, on=month, by=actor)


def test_a_month_is_called_once_in_the_books(lease, company_lease, sisa, actor):
    calls = issued(actor)
    assert {one.lease_id: one.cents for one in calls} == {lease.pk: 710_00, company_lease.pk: 2 * 900_00 - 330_00}  # fmt: skip
    assert issued(actor) == []
    assert issue_calls(date(2026, 12, 1), on=TODAY, by=actor)[0].lease == lease
    (entry,) = entries_from(calls[0])
    lines = {one.account.number: one.cents for one in entry.lines.all()}
    assert lines == {"411000": 710_00, "708300": -620_00, "708800": -90_00}
    assert tenant_balance(sisa) == 710_00 + 1470_00


def test_nothing_is_issued_when_the_books_refuse(lease, company_lease, actor):
    with pytest.raises(BooksError, match="Aucun exercice"):
        issue_calls(date(2028, 1, 1), on=TODAY, by=actor)
    assert not RentCall.objects.exists()


def test_a_premises_is_not_let_twice_but_may_be_shared(lease, let, chloe):
    with pytest.raises(ValidationError, match="déjà loué"):
        let(lease.premises, chloe, percent=50)
    lease.percent = 50
    records.save(lease, by=_by(lease))
    let(lease.premises, chloe, percent=50)


def _by(lease):
    from pupitre.core.actor import Actor

    return Actor("Essai", "cli")


def test_a_receipt_settles_and_letters_its_call_and_may_be_undone(lease, received, sisa, actor):
    (call,) = issued(actor)
    line = received(710_00, "VIR FICTIVE CHLOE LOYER")
    best = Desk(line.account, TODAY).candidates(line)[0]
    assert best.token.startswith("rents:call:")
    assert best.title == "Loyer novembre 2026 – Chloé Fictive"
    accept(line, best.token, by=actor)
    state = standing(call)
    assert (state.paid.whole, state.paid.on) == (True, line.on)
    assert EntryLine.objects.exclude(lettering="").count() == 2
    assert tenant_balance(sisa) == 0
    line.refresh_from_db()
    undo(line, on=TODAY, by=actor)
    assert standing(call).paid.cents == 0
    assert not EntryLine.objects.exclude(lettering="").exists()


def test_parts_are_counted_until_all_is_paid_then_lettered(lease, received, actor):
    (call,) = issued(actor)
    first = received(400_00, "VIR CHLOE FICTIVE")
    (part,) = [
        one for one in Desk(first.account, TODAY).candidates(first) if "Acompte" in one.title
    ]
    accept(first, part.token, by=actor)
    assert standing(call).paid.left == 310_00
    rest = received(310_00, "VIR FICTIVE SOLDE", date(2026, 11, 20))
    accept(rest, Desk(rest.account, TODAY).candidates(rest)[0].token, by=actor)
    assert standing(call).paid.on == date(2026, 11, 20)
    assert EntryLine.objects.exclude(lettering="").count() == 3


def test_one_transfer_pays_two_months(lease, received, actor):
    calls = [*issued(actor, date(2026, 10, 1)), *issued(actor)]
    line = received(1420_00, "VIR FICTIVE")
    best = Desk(line.account, TODAY).candidates(line)[0]
    assert best.title == "2 appels – Chloé Fictive"
    accept(line, best.token, by=actor)
    assert all(standing(one).paid.whole for one in calls)
    assert not unpaid()


def test_a_receipt_accepted_as_a_plain_claim_counts_too(lease, received, actor):
    (call,) = issued(actor)
    line = received(710_00, "VIR INCONNU")
    (claim,) = [one for one in Desk(line.account, TODAY).candidates(line) if one.token.startswith("open:")]  # fmt: skip
    accept(line, claim.token, by=actor)
    assert standing(call).paid.whole


@pytest.mark.parametrize("validated", [False, True])
def test_a_leaver_s_call_is_cancelled_and_called_again_for_his_days(lease, sisa, actor, validated):
    (call,) = issued(actor)
    if validated:
        validate_entries(entries_from(call), by=actor)
    lease.ends_on = date(2026, 11, 15)
    records.save(lease, by=actor)
    with pytest.raises(RentError, match="Dites pourquoi"):
        cancel_call(call, why=" ", on=TODAY, by=actor)
    cancel_call(call, why="Départ le 15", on=TODAY, by=actor)
    assert tenant_balance(sisa) == 0
    (again,) = issued(actor)
    assert (again.rent_cents, again.charges_cents) == (310_00, 45_00)
    assert again.because == "15 jours sur 30 en novembre"
    assert not to_call(date(2026, 12, 1))


def test_late_tenants_are_reminded_once_a_day_and_quittances_wait_for_the_money(lease, received, actor):  # fmt: skip
    (call,) = issued(actor)
    send_calls([call], by=actor)
    assert send_calls([call], by=actor) is None
    with pytest.raises(RentError, match="pas en retard"):
        remind(call, on=call.due_on, by=actor)
    remind(call, on=TODAY, by=actor)
    with pytest.raises(RentError, match="déjà été relancé"):
        remind(call, on=TODAY, by=actor)
    assert send_receipts([call], on=TODAY, by=actor) == 0
    line = received(710_00, "VIR FICTIVE")
    accept(line, Desk(line.account, TODAY).candidates(line)[0].token, by=actor)
    assert send_receipts([call], on=TODAY, by=actor) == 1
    assert send_receipts([call], on=TODAY, by=actor) == 0
    assert list(Message.objects.order_by("pk").values_list("subject", flat=True)) == [
        "Votre appel de loyer et de charges",
        "Rappel : un loyer reste à payer",
        "Votre quittance",
    ]


@pytest.fixture
def spent(sisa, actor):
    """1 000,01 € of premises' costs in 2025, shared by area."""
    heading = Heading.objects.get(code="D-LOCAUX")
    lines = [LineDraft("606100", 1000_01), LineDraft("401000", 0, 1000_01, "", ("F1", "EDF"))]
    post(entity=sisa, journal="AC", on=date(2025, 6, 1), label="EDF", lines=lines, piece="F1", key=None, by=actor)  # fmt: skip
    return records.save(ChargeKey(entity=sisa, heading=heading, basis="area"), by=actor)


@pytest.fixture
def two(lease, let, place, actor):
    """Chloé all the year; Paul since July in a room of the same area: half of it stood empty."""
    from pupitre.people.models import Person

    paul = records.save(Person(first_name="Paul", last_name="Arrivant"), by=actor)
    other = let(place("Cabinet 3"), paul, starts_on=date(2025, 7, 1), charges=20_00)
    for month in range(1, 13):
        issued(actor, date(2025, month, 1))
    return lease, other


def test_a_year_of_charges_is_settled_to_the_cent(two, spent, sisa, actor):
    lease, other = two
    with pytest.raises(RentError, match="pas finie"):
        issue_settlement(sisa, 2026, on=TODAY, by=actor)
    settlement = issue_settlement(sisa, 2025, on=TODAY, by=actor)
    assert issue_settlement(sisa, 2025, on=TODAY, by=actor) == settlement
    shares = {one.lease_id: one.cents for one in SettlementLine.objects.all()}
    assert shares == {lease.pk: 500_00, other.pk: 252_06, None: 247_95}
    assert sum(shares.values()) == 1000_01
    calls = {one.lease_id: one for one in settlement.calls.all()}
    assert calls[lease.pk].cents == 500_00 - 12 * 90_00
    assert calls[other.pk].cents == 252_06 - 6 * 20_00
    assert calls[other.pk].due_on == date(2026, 12, 5)
    order = pay_back(calls[lease.pk], on=TODAY, by=actor)
    assert (order.cents, order.nature, order.payable.number) == (580_00, "refund", "411000")
    assert pay_back(calls[lease.pk], on=TODAY, by=actor) == order
    with pytest.raises(RentError, match="rien à rendre"):
        pay_back(calls[other.pk], on=TODAY, by=actor)
    with pytest.raises(RentError, match="remboursement est demandé"):
        cancel_settlement(settlement, why="Facture oubliée", on=TODAY, by=actor)


def test_a_premises_that_nobody_rents_bears_its_share(two, spent, sisa, place, actor):
    place("Cabinet vide", "40.00")
    issue_settlement(sisa, 2025, on=TODAY, by=actor)
    shares = {one.lease_id: one.cents for one in SettlementLine.objects.all()}
    assert sum(shares.values()) == 1000_01
    assert shares[two[0].pk] == 250_00
    assert shares[None] == 1000_01 - 250_00 - shares[two[1].pk]


def test_a_settlement_is_taken_back_and_done_again(two, spent, sisa, actor):
    before = tenant_balance(sisa)
    settlement = issue_settlement(sisa, 2025, on=TODAY, by=actor)
    assert tenant_balance(sisa) != before
    cancel_settlement(settlement, why="Facture oubliée", on=TODAY, by=actor)
    assert tenant_balance(sisa) == before
    assert not SettlementLine.objects.exists()
    again = issue_settlement(sisa, 2025, on=TODAY, by=actor)
    assert again.calls.count() == 2


def test_a_credit_pays_the_oldest_call_unless_it_is_paid_back(two, spent, sisa, actor):
    lease, _other = two
    settlement = issue_settlement(sisa, 2025, on=TODAY, by=actor)
    credit = settlement.calls.get(lease=lease)
    january = RentCall.objects.get(lease=lease, kind="rent", first=date(2025, 1, 1))
    assert standing(january).paid.cents == 580_00
    pay_back(credit, on=TODAY, by=actor)
    assert standing(january).paid.cents == 0
    assert PaymentOrder.objects.get().payee.person == lease.person


def test_a_rent_is_revised_by_the_index_it_shows(lease, actor):
    with pytest.raises(RentError, match="ILAT du T2 2022 n’est pas connu"):
        revise(lease, on=NOVEMBER, today=TODAY, by=actor)
    typed = IndexValue(index="ILAT", year=2022, quarter=2, value=Decimal("122.65"), source="insee.fr")  # fmt: skip
    records.save(typed, by=actor)
    with pytest.raises(RentError, match="au plus tôt"):
        revise(lease, on=date(2025, 12, 31), today=TODAY, by=actor)
    term = revise(lease, on=NOVEMBER, today=TODAY, by=actor)
    assert term.rent_cents == 652_95
    assert term.because == "ILAT T2 2022 122,65 ÷ T2 2021 116,46"
    lease.refresh_from_db()
    assert issued(actor)[0].rent_cents == 652_95
    with pytest.raises(RentError, match="pas de révision"):
        revise(lease, on=TODAY, today=TODAY, by=actor)


def test_another_price_is_dated_after_the_last(lease, actor):
    with pytest.raises(RentError, match="plus tardive"):
        change_price(lease, since=date(2025, 1, 1), rent=1, charges=0, because="Essai", by=actor)
    change_price(lease, since=NOVEMBER, rent=600_00, charges=90_00, because="Accord", by=actor)
    lease.refresh_from_db()
    term = term_on(lease, TODAY)
    assert (term.rent_cents, term.index_value) == (600_00, Decimal("116.46"))


def test_deadlines_tell_what_waits(lease, spent, actor):
    issued(actor, date(2025, 1, 1))
    titles = [one.title.replace("\u00a0", " ") for one in deadlines(TODAY)]
    assert "Émettre 1 appel de loyer, novembre 2026" in titles
    assert "Émettre 1 appel de loyer, décembre 2026" in titles
    assert "Réviser le loyer de Chloé Fictive" in titles
    assert "Régulariser les charges 2025 de SISA des Tilleuls" in titles
    issued(actor)
    assert "Relancer 2 loyers en retard" in [
        one.title.replace("\u00a0", " ") for one in deadlines(TODAY)
    ]
