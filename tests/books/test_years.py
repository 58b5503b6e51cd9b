"""Closing years, transfers between entities, reports and the exported FEC."""

from datetime import date
from typing import Any

import pytest

from pupitre.books.errors import BooksError
from pupitre.books.models import Entry, EntryLine, FiscalYear, Journal, LegalEntity
from pupitre.books.queries import (
    account_for,
    balance_of,
    ledger,
    open_lines,
    statements_of,
    trial_balance,
)
from pupitre.books.queries.reports import fec_lines
from pupitre.books.rules.fec import fec_name, write_fec
from pupitre.books.rules.fec_control import control
from pupitre.books.services import (
    LineDraft,
    answer,
    ask,
    close_year,
    letter,
    open_books,
    open_year,
    post,
    reverse,
    transfer_between,
    validate_entries,
)
from pupitre.core.actor import Actor

pytestmark = pytest.mark.django_db
TOWN = ("F1", "Commune")


def write(
    entity: LegalEntity, by: Actor, journal: str, day: date, *lines: LineDraft, **given: Any
) -> Entry:
    values: dict[str, Any] = {
        "label": "Essai",
        "piece": "P1",
        "key": None,
        "validate": True,
        **given,
    }
    return post(entity=entity, journal=journal, on=day, lines=lines, by=by, **values)


@pytest.fixture
def year(sisa: LegalEntity, actor: Actor) -> FiscalYear:
    """A year with capital, ACI, a rent paid, and an invoice that stays due."""
    write(
        sisa,
        actor,
        "AN",
        date(2026, 1, 1),
        LineDraft("512", 500000),
        LineDraft("101300", 0, 500000),
    )
    write(
        sisa,
        actor,
        "BQ",
        date(2026, 4, 15),
        LineDraft("512", 4130000),
        LineDraft("741100", 0, 4130000),
    )
    for month, piece in ((5, "FA-5"), (12, "FA-12")):
        day = date(2026, month, 2)
        write(
            sisa,
            actor,
            "AC",
            day,
            LineDraft("613200", 245000),
            LineDraft("401", 0, 245000, piece, TOWN),
        )
    write(
        sisa,
        actor,
        "BQ",
        date(2026, 5, 5),
        LineDraft("401", 245000, 0, "", TOWN),
        LineDraft("512", 0, 245000),
    )
    supplier = account_for(sisa, "supplier", on=date(2026, 1, 1))
    first, _unpaid, paid = open_lines(supplier).order_by("entry__journal__code", "pk")
    letter([first, paid], on=date(2026, 5, 5), by=actor)
    found: FiscalYear = sisa.years.get()
    return found


def test_the_trial_balance_is_balanced_and_tells_what_moved(year: FiscalYear) -> None:
    rows = {row.number: row for row in trial_balance(year)}
    assert (rows["512000"].opening, rows["512000"].cents) == (500000, 4385000)
    assert rows["401000"].credit_balance == 245000
    assert sum(row.cents for row in rows.values()) == 0
    found = statements_of(year)
    assert found.result == 4130000 - 490000
    assert found.total_assets == found.total_liabilities == 4385000


def test_the_ledger_runs_its_balance_account_by_account(year: FiscalYear) -> None:
    bank = account_for(year.entity, "bank", on=year.starts_on)
    assert [line.balance for line in ledger(year, account=bank)] == [500000, 4630000, 4385000]
    whole = list(ledger(year))
    assert [line.account.number for line in whole] == sorted(line.account.number for line in whole)
    town = list(ledger(year, account=account_for(year.entity, "supplier"), auxiliary="F1"))
    assert [line.balance for line in town] == [-245000, 0, -245000]


def test_the_next_year_counts_what_an_unclosed_year_leaves(year: FiscalYear, actor: Actor) -> None:
    following = open_year(year.entity, starts_on=date(2027, 1, 1), by=actor)
    rows = {row.number: row for row in trial_balance(following)}
    assert rows["512000"].opening == 4385000
    assert rows["120000"].opening == -(4130000 - 490000)
    assert sum(row.cents for row in rows.values()) == 0
    bank = account_for(year.entity, "bank", on=following.starts_on)
    assert balance_of(bank, on=date(2027, 2, 1)) == 4385000
    income = account_for(year.entity, "aci_income")
    assert balance_of(income, on=date(2027, 2, 1)) == 0
    write(
        year.entity, actor, "BQ", date(2027, 1, 4), LineDraft("512", 100), LineDraft("758", 0, 100)
    )
    lines = list(ledger(following, account=bank))
    assert [line.balance for line in lines] == [4385000, 4385100]


def test_a_closed_year_is_carried_over_with_its_unpaid_invoices(
    year: FiscalYear, actor: Actor
) -> None:
    closed = close_year(year, by=actor)
    assert closed.closed
    opening = Entry.objects.get(key=f"books.opening/{year.pk}")
    assert opening.numbered == "AN0001"
    assert opening.date == date(2027, 1, 1)
    told = {(line.account.number, line.label): line.cents for line in opening.lines.all()}
    assert told == {
        ("101300", "Reprise des soldes"): -500000,
        ("120000", "Reprise des soldes"): -3640000,
        ("401000", "FA-12"): -245000,
        ("512000", "Reprise des soldes"): 4385000,
    }
    bank = account_for(year.entity, "bank", on=date(2027, 1, 1))
    assert balance_of(bank, on=date(2027, 1, 1)) == 4385000
    due = open_lines(account_for(year.entity, "supplier"))
    assert [line.label for line in due] == ["FA-12"]
    assert sum(row.cents for row in trial_balance(opening.year)) == 0


def test_an_invoice_lettered_with_next_years_payment_keeps_its_lettering(
    year: FiscalYear, actor: Actor
) -> None:
    open_year(year.entity, starts_on=date(2027, 1, 1), by=actor)
    day = date(2027, 1, 8)
    write(
        year.entity,
        actor,
        "BQ",
        day,
        LineDraft("401", 245000, 0, "", TOWN),
        LineDraft("512", 0, 245000),
    )
    letter(list(open_lines(account_for(year.entity, "supplier"))), on=day, by=actor)
    close_year(year, by=actor)
    carried = EntryLine.objects.get(label="FA-12", entry__journal__kind=Journal.Kind.OPENING)
    assert (carried.lettering, carried.lettered_on) == ("B", day)
    assert not open_lines(carried.account).exists()


def test_closing_is_refused_while_drafts_remain_or_earlier_years_are_open(
    year: FiscalYear, actor: Actor
) -> None:
    draft = write(
        year.entity,
        actor,
        "OD",
        date(2026, 6, 1),
        LineDraft("512", 1),
        LineDraft("758", 0, 1),
        validate=False,
    )
    with pytest.raises(BooksError, match="écriture en brouillon"):
        close_year(year, by=actor)
    validate_entries([draft], by=actor)
    following = open_year(year.entity, starts_on=date(2027, 1, 1), by=actor)
    with pytest.raises(BooksError, match="Clôturez d’abord l’exercice 2026"):
        close_year(following, by=actor)
    close_year(year, by=actor)
    with pytest.raises(BooksError, match="déjà clôturé"):
        close_year(year, by=actor)
    with pytest.raises(BooksError, match="est clôturé"):
        write(
            year.entity, actor, "OD", date(2026, 6, 1), LineDraft("512", 1), LineDraft("758", 0, 1)
        )


def test_years_do_not_overlap_and_have_an_end(sisa: LegalEntity, actor: Actor) -> None:
    with pytest.raises(BooksError, match="recouvrent"):
        open_year(sisa, starts_on=date(2026, 7, 1), by=actor)
    with pytest.raises(BooksError, match="24 mois"):
        open_year(sisa, starts_on=date(2027, 1, 1), ends_on=date(2029, 1, 1), by=actor)
    with pytest.raises(BooksError, match="après son début"):
        open_year(sisa, starts_on=date(2027, 1, 1), ends_on=date(2026, 12, 1), by=actor)


def test_the_exported_fec_passes_its_own_controls(year: FiscalYear, actor: Actor) -> None:
    entry = Entry.objects.filter(journal__code="AC").first()
    assert entry is not None
    reverse(entry, on=date(2026, 12, 3), why='tab\tet « guillemets »"|', by=actor)
    write(
        year.entity,
        actor,
        "OD",
        date(2026, 6, 1),
        LineDraft("512", 1),
        LineDraft("758", 0, 1),
        validate=False,
    )
    text = write_fec(fec_lines(year), cash=False)
    name = fec_name(year.entity.siren, year.ends_on)
    report = control(text.encode(), name=name, starts_on=year.starts_on, ends_on=year.ends_on)
    assert report.findings == ()
    assert (report.columns, report.entries) == (18, 6)
    assert report.lines[0].journal == "AN"
    assert (
        report.debit == sum(row.debit for row in trial_balance(year, validated_only=True)) + 500000
    )


def test_the_fec_of_a_cash_entity_has_22_filled_columns(in_a: Any, actor: Actor) -> None:
    cash = LegalEntity.Basis.CASH
    entity = open_books(name="SCM", kind="SCM", starts_on=date(2026, 1, 1), basis=cash, by=actor)
    write(entity, actor, "BQ", date(2026, 4, 15), LineDraft("512", 500), LineDraft("755", 0, 500))
    text = write_fec(fec_lines(entity.years.get()), cash=True)
    report = control(text.encode(), ends_on=date(2026, 12, 31))
    assert report.passes
    assert report.columns == 22
    assert (report.lines[0].settled_on, report.lines[0].settled_by) == (date(2026, 4, 15), "Banque")


def test_a_transfer_between_entities_is_seen_on_both_sides(sisa: LegalEntity, actor: Actor) -> None:
    scm = open_books(name="SCM du Pont", kind="SCM", starts_on=date(2026, 1, 1), by=actor)
    given: dict[str, Any] = {
        "sender": sisa, "receiver": scm, "cents": 120000, "on": date(2026, 3, 1), "label": "Avance",
        "piece": "VIR-1", "by": actor, "key": "virement/1",
    }  # fmt: skip
    out, into = transfer_between(**given)
    assert transfer_between(**given) == (out, into)
    assert (out.twin, into.twin) == (into, out)
    assert (out.entity, into.entity) == (sisa, scm)
    assert out.validated
    assert into.validated
    on = date(2026, 3, 1)
    assert balance_of(account_for(sisa, "bank", on=on), on=on) == -120000
    assert balance_of(account_for(scm, "bank", on=on), on=on) == 120000
    assert (
        balance_of(account_for(sisa, "other_entity", on=on), on=on, auxiliary=f"S{scm.pk}")
        == 120000
    )
    reverse(out, on=on, why="erreur", by=actor)
    assert balance_of(account_for(scm, "bank", on=on), on=on) == 0
    assert not open_lines(account_for(scm, "other_entity", on=on)).exists()


def test_a_transfer_that_one_side_refuses_is_written_on_neither(
    sisa: LegalEntity, actor: Actor
) -> None:
    scm = open_books(name="SCM du Pont", kind="SCM", starts_on=date(2027, 1, 1), by=actor)
    with pytest.raises(BooksError, match="Aucun exercice de SCM du Pont"):
        transfer_between(
            sender=sisa, receiver=scm, cents=1, on=date(2026, 3, 1), label="x", piece="x", by=actor
        )
    assert not Entry.objects.exists()


def test_a_question_is_answered_once_even_on_a_validated_entry(
    year: FiscalYear, actor: Actor
) -> None:
    entry = year.entries.first()
    assert entry is not None
    question = ask(entry, text=" Où est la facture ? ", by=actor)
    answer(question, text="Jointe.", by=actor)
    assert (question.text, question.answer, question.answered_by) == (
        "Où est la facture ?", "Jointe.", actor.label,
    )  # fmt: skip
    with pytest.raises(BooksError, match="déjà sa réponse"):
        answer(question, text="Encore.", by=actor)
