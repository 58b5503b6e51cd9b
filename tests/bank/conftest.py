"""What the bank is tried on: a SISA with two accounts, a SCM with one; statements of 2025 and 2026."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from pupitre.bank.models import BankLine
from pupitre.bank.services import import_statement
from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for
from pupitre.books.services import open_books, open_year
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.payments.models import BankAccount
from tests.bank.statements import IBAN, OTHER_IBAN, ofx

TODAY = date(2026, 11, 22)
THIRD_IBAN = "FR7699999000010000000010009"


@pytest.fixture
def sisa(in_a: Scope, actor: Actor) -> LegalEntity:
    entity = open_books(name="SISA des Tilleuls", kind="SISA", starts_on=date(2026, 1, 1), by=actor)
    open_year(entity, starts_on=date(2025, 1, 1), by=actor)
    return entity


def account_of(entity: LegalEntity, label: str, iban: str, actor: Actor) -> BankAccount:
    ledger = account_for(entity, "bank", on=TODAY)
    return records.save(
        BankAccount(entity=entity, label=label, iban=iban, ledger_account=ledger), by=actor
    )


@pytest.fixture
def account(sisa: LegalEntity, actor: Actor) -> BankAccount:
    return account_of(sisa, "Compte courant", IBAN, actor)


@pytest.fixture
def scm_account(sisa: LegalEntity, actor: Actor) -> BankAccount:
    scm = open_books(name="SCM des Tilleuls", kind="SCM", starts_on=date(2026, 1, 1), by=actor)
    return account_of(scm, "Compte de la SCM", OTHER_IBAN, actor)


@pytest.fixture
def lines_of(actor: Actor) -> Callable[..., list[BankLine]]:
    """Return a function that imports movements (day, cents, label) on an account and gives its lines."""

    def make(
        account: BankAccount, movements: Sequence[tuple[date, int, str]], opening: int = 100_000_00
    ) -> list[BankLine]:
        content = ofx(movements, opening=opening, iban=account.iban)
        statement = import_statement(account, content=content, name="releve.ofx", by=actor)
        assert statement is not None
        return list(BankLine.objects.filter(statement=statement).order_by("position"))

    return make
