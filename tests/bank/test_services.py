"""Statements imported, lines written in the books, pointed, learned from, undone."""

from datetime import UTC, date, datetime

import pytest

from pupitre.bank.errors import BankError, DoubtError
from pupitre.bank.events import LineUndone
from pupitre.bank.matching import Candidate
from pupitre.bank.models import BankLine, BankRule, BankStatement
from pupitre.bank.queries import Desk, account_state, waiting_lines
from pupitre.bank.services import (
    Part,
    accept,
    import_statement,
    keep_csv,
    match_lines,
    post_line,
    undo,
)
from pupitre.bank.services.accepting import choose
from pupitre.books.errors import BooksError
from pupitre.books.models import Entry, EntryLine
from pupitre.books.queries import account_for, account_numbered, balance_of
from pupitre.books.services import LineDraft, post, remove_draft, validate_entries
from pupitre.core import records
from pupitre.core.registry import registry
from pupitre.documents.queries import documents_about
from pupitre.payments.models import PaymentBatch
from pupitre.payments.services import (
    approve_batch,
    confirm_iban,
    make_batch,
    payee_for,
    propose_iban,
    request_payment,
    write_batch_list,
)
from pupitre.people.models import Person
from tests.bank.conftest import THIRD_IBAN, TODAY
from tests.bank.statements import NAMES, mapping_for, ofx, sample

DAY = date(2026, 3, 3)


def tokens(account, line):
    return [one.token for one in Desk(account, TODAY).candidates(line)]


def first(account, line):
    return Desk(account, TODAY).candidates(line)[0]


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_imported_once_and_kept(account, actor, name):
    if name.endswith(".csv"):
        keep_csv(account, mapping_for(name), by=actor)
    statement = import_statement(account, content=sample(name), name=name, by=actor)
    assert (statement.brought, statement.already) == (3, 0)
    assert BankLine.objects.count() == 3
    assert documents_about(statement).get().locked
    assert import_statement(account, content=sample(name), name=name, by=actor) is None
    assert (BankLine.objects.count(), BankStatement.objects.count()) == (3, 1)


def test_another_format_brings_nothing_twice(account, actor):
    import_statement(account, content=sample("cfonb120.txt"), name="a", by=actor)
    assert import_statement(account, content=sample("releve.ofx"), name="b", by=actor) is None
    assert BankLine.objects.count() == 3


def test_a_gap_is_refused_and_nothing_is_written_then_taken_knowingly(account, actor, lines_of):
    lines_of(account, [(DAY, -50_00, "EDF")], 1_000_00)
    later = ofx([(date(2026, 5, 5), 10_00, "CPAM")], opening=900_00)
    with pytest.raises(DoubtError, match="il manque -50,00"):
        import_statement(account, content=later, name="mai.ofx", by=actor)
    assert BankLine.objects.count() == 1
    kept = import_statement(account, content=later, name="mai.ofx", by=actor, despite=True)
    assert "03/03/2026" in kept.despite
    assert account_state(account, TODAY).at_bank == 910_00


def test_one_line_on_several_accounts(account, actor, sisa, lines_of):
    (line,) = lines_of(account, [(DAY, -120_00, "COMMUNE LOYER ET CHARGES")])
    rent, charges = account_numbered(sisa, "6132"), account_numbered(sisa, "614")
    with pytest.raises(BankError, match="il reste -20,00"):
        post_line(line, [Part(rent, -100_00)], by=actor)
    entry = post_line(line, [Part(rent, -100_00), Part(charges, -20_00)], by=actor)
    assert [(one.account.number[:3], one.cents) for one in entry.lines.order_by("position")] == [
        ("512", -120_00),
        ("613", 100_00),
        ("614", 20_00),
    ]
    assert not waiting_lines(account).exists()
    state = account_state(account, TODAY)
    assert (state.in_books, state.waiting, state.unpointed) == (-120_00, [], [])


def test_each_choice_teaches_and_says_why(account, actor, sisa, lines_of):
    lines = lines_of(
        account, [(DAY, -80_00, "PRLV SEPA EDF"), (date(2026, 4, 3), -85_00, "PRLV EDF 04/26")]
    )
    assert tokens(account, lines[0]) == []
    choose(lines[0], Part(account_numbered(sisa, "6061"), -80_00), by=actor)
    found = first(account, lines[1])
    assert found.reason == "comme le 3\u00a0mars : PRLV SEPA EDF"
    accept(lines[1], found.token, by=actor)
    rule = BankRule.objects.get()
    assert (rule.words, rule.uses, rule.last_cents) == ("edf", 2, -85_00)
    assert balance_of(account_numbered(sisa, "6061"), on=TODAY) == 165_00


def test_an_entry_already_in_the_books_is_pointed(account, actor, sisa, lines_of):
    entry = post(
        entity=sisa, journal="BQ", on=date(2026, 3, 1), label="Chèque 12", piece="CH12", key="x", by=actor,
        lines=[LineDraft(account.ledger_account, credit=30_00), LineDraft("606400", debit=30_00)],
    )  # fmt: skip
    (line,) = lines_of(account, [(DAY, -30_00, "CHEQUE 12")])
    assert first(account, line).token.startswith("entry:")
    accept(line, first(account, line).token, by=actor)
    line.refresh_from_db()
    assert (line.entry, Entry.objects.count()) == (entry, 1)
    undo(line, on=TODAY, by=actor)
    assert Entry.objects.count() == 1
    assert waiting_lines(account).count() == 1


def test_several_entries_make_one_line_and_none_twice(account, actor, sisa, lines_of):
    entries = [
        post(
            entity=sisa, journal="BQ", on=DAY, label=f"Remise {cents}", piece="R", key=f"r{cents}", by=actor,
            lines=[LineDraft(account.ledger_account, debit=cents), LineDraft("708300", credit=cents)],
        ).lines.get(position=1)
        for cents in (10_00, 25_00)
    ]  # fmt: skip
    one, other = lines_of(account, [(DAY, 35_00, "REMISE"), (DAY, 10_00, "REMISE")])
    match_lines(one, entries, by=actor)
    with pytest.raises(BankError, match="déjà pointée"):
        match_lines(other, entries[:1], by=actor)


def test_a_debt_is_paid_and_lettered(account, actor, sisa, lines_of):
    post(
        entity=sisa, journal="AC", on=date(2026, 2, 20), label="Facture EDF", piece="F1", key="f", by=actor,
        lines=[LineDraft("606100", debit=80_00), LineDraft("401000", credit=80_00, auxiliary=("EDF", "EDF"))],
    )  # fmt: skip
    (line,) = lines_of(account, [(DAY, -80_00, "PRLV EDF")])
    accept(line, first(account, line).token, by=actor)
    settled = EntryLine.objects.filter(account__number="401000")
    assert {one.lettering for one in settled} == {"A"}
    line.refresh_from_db()
    undo(line, on=TODAY, by=actor)
    assert settled.get().lettering == ""


@pytest.fixture
def batch(account, sisa, actor, member_of, centre_a):
    """A written batch of two transfers, 240 € and 100 €."""
    second = type(actor)("Marc", "web", user_id=member_of(centre_a, "manager").pk)
    orders = []
    for name, cents, iban in (
        ("Chloé", 240_00, THIRD_IBAN),
        ("Denis", 100_00, "FR7699999000010000000010106"),
    ):
        person = records.save(Person(first_name=name, last_name="Fictive"), by=actor)
        payee = payee_for(person, on=TODAY, by=actor)
        confirm_iban(
            propose_iban(payee, iban=iban, holder=str(person), by=actor), on=TODAY, by=second
        )
        orders.append(
            request_payment(
                entity=sisa, payee=payee, cents=cents, label="Indemnités", due_on=DAY, origin=None,
                key=name, by=actor, nature="indemnity", associate=True, payable="payable_associate",
                auxiliary=(name[:3].upper(), str(person)),
            )
        )  # fmt: skip
    made = make_batch(account=account, orders=orders, execution_on=DAY, on=DAY, by=actor)
    approve_batch(made, at=datetime(2026, 3, 1, 9, tzinfo=UTC), by=second)
    return write_batch_list(made, at=datetime(2026, 3, 1, 9, tzinfo=UTC), by=actor)


def test_the_total_of_a_batch_executes_it(account, actor, lines_of, batch):
    (line,) = lines_of(account, [(DAY, -340_00, "VIR GROUPE 2")])
    found = first(account, line)
    assert (found.token, found.score) == (f"batch:{batch.pk}", 93)
    accept(line, found.token, by=actor)
    batch.refresh_from_db()
    assert batch.state == PaymentBatch.State.EXECUTED
    assert account_state(account, TODAY).unpointed == []


def test_transfers_debited_one_by_one_are_pointed_with_their_batch(account, actor, lines_of, batch):
    one, other = lines_of(account, [(DAY, -240_00, "VIR FICTIVE"), (DAY, -100_00, "VIR FICTIVE")])
    for line in (one, other):
        found = first(account, line)
        assert found.token.startswith("order:")
        accept(line, found.token, by=actor)
    assert Entry.objects.count() == 1
    assert account_state(account, TODAY).unpointed == []


def test_a_transfer_between_entities_is_seen_on_both_sides(account, scm_account, actor, lines_of):
    (line,) = lines_of(account, [(DAY, -500_00, "VIR SCM")])
    (other,) = lines_of(scm_account, [(date(2026, 3, 4), 500_00, "VIR SISA")])
    accept(line, f"transfer:{other.pk}", by=actor)
    assert not waiting_lines().exists()
    left, right = Entry.objects.order_by("pk")
    assert left.twin == right
    assert {one.account.number for one in EntryLine.objects.exclude(account__number__startswith="512")} == {"467800"}  # fmt: skip


def test_aci_money_is_an_advance_or_a_balance(account, sisa, actor, lines_of):
    receivable = account_for(sisa, "aci_receivable", on=TODAY)
    post(
        entity=sisa, journal="OD", on=date(2026, 1, 31), label="ACI 2025 à recevoir", piece="ACI", key="aci", by=actor,
        lines=[LineDraft(receivable, debit=20_000_00), LineDraft("741100", credit=20_000_00)],
    )  # fmt: skip
    advance, balance = lines_of(
        account,
        [(DAY, 41_300_00, "VIR CPAM ACI AVANCE"), (date(2026, 6, 2), 21_000_00, "VIR CPAM SOLDE ACI")],
    )  # fmt: skip
    assert "aci:advance" in tokens(account, advance)
    accept(advance, "aci:advance", by=actor)
    accept(balance, "aci:balance", by=actor)
    assert balance_of(account_for(sisa, "aci_advance", on=TODAY), on=TODAY) == -41_300_00
    assert balance_of(receivable, on=TODAY) == 0
    assert balance_of(account_for(sisa, "aci_income", on=TODAY), on=TODAY) == -21_000_00


def test_undoing_a_validated_entry_reverses_it_and_a_second_try_writes_anew(
    account, actor, sisa, lines_of
):
    (line,) = lines_of(account, [(DAY, -80_00, "EDF")])
    entry = choose(line, Part(account_numbered(sisa, "6061"), -80_00), by=actor)
    validate_entries([entry], by=actor)
    with pytest.raises(BankError, match="déjà rapprochée"):
        choose(line, Part(account_numbered(sisa, "6064"), -80_00), by=actor)
    line.refresh_from_db()
    undo(line, on=TODAY, by=actor)
    assert Entry.objects.filter(reverses=entry).count() == 1
    assert account_state(account, TODAY).unpointed == []
    choose(line, Part(account_numbered(sisa, "6064"), -80_00), by=actor)
    assert balance_of(account_numbered(sisa, "6061"), on=TODAY) == 0
    assert balance_of(account_numbered(sisa, "6064"), on=TODAY) == 80_00
    assert account_state(account, TODAY).gap is not None


def test_upper_rows_offer_and_apply_their_matches(account, actor, sisa, lines_of, monkeypatch):
    def offered(line):
        yield Candidate("Loyer de mars, Dr Petit", line.cents, 97, "appel de loyer", "rents:7")

    def applied(token, line, by):
        if token != "rents:7":
            return None
        return post(
            entity=sisa, journal="BQ", on=line.on, label="Loyer", piece="L7", key="rents/7", by=by,
            lines=[LineDraft("512000", debit=line.cents), LineDraft("411000", credit=line.cents)],
        )  # fmt: skip

    undone = []
    contributions = {"bank.candidates": [offered], "bank.apply": [lambda *_: None, applied]}
    monkeypatch.setattr(registry, "contributions", contributions)
    monkeypatch.setitem(registry.listeners, LineUndone, [undone.append])
    (line,) = lines_of(account, [(DAY, 400_00, "VIR PETIT")])
    accept(line, first(account, line).token, by=actor)
    line.refresh_from_db()
    assert line.entry.label == "Loyer"
    undo(line, on=TODAY, by=actor)
    assert [event.line for event in undone] == [line]
    assert not Entry.objects.exists()
    with pytest.raises(BankError, match="plus possible"):
        accept(line, "rents:8", by=actor)


def test_a_line_of_a_year_without_books_is_refused_whole(account, actor, sisa, lines_of):
    (line,) = lines_of(account, [(date(2024, 3, 3), -80_00, "EDF")])
    with pytest.raises(BooksError, match="Aucun exercice"):
        choose(line, Part(account_numbered(sisa, "6061"), -80_00), by=actor)
    assert not BankRule.objects.exists()


def test_a_draft_that_the_bank_relies_on_is_not_deleted(account, actor, sisa, lines_of):
    (line,) = lines_of(account, [(DAY, -120_00, "COMMUNE LOYER")])
    entry = post_line(line, [Part(account_numbered(sisa, "6132"), -120_00)], by=actor)
    with pytest.raises(BooksError, match="défaites d’abord"):
        remove_draft(entry, by=actor)
    assert Entry.objects.filter(pk=entry.pk).exists()
