"""A SISA that lets two rooms: Chloé rents one alone, a company the other."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pupitre.bank.models import BankLine
from pupitre.bank.services import import_statement
from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for
from pupitre.books.services import open_books, open_year
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.payments.models import BankAccount, Payee
from pupitre.people.models import Person
from pupitre.rents.models import Lease, Premises
from pupitre.rents.rules.revision import Quarter
from pupitre.rents.services.leases import open_lease
from tests.bank.statements import IBAN, ofx

TODAY = date(2026, 11, 22)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def sisa(in_a: Scope, actor: Actor) -> LegalEntity:
    entity = open_books(name="SISA des Tilleuls", kind="SISA", starts_on=date(2026, 1, 1), by=actor)
    open_year(entity, starts_on=date(2025, 1, 1), by=actor)
    return entity


@pytest.fixture
def account(sisa: LegalEntity, actor: Actor) -> BankAccount:
    ledger = account_for(sisa, "bank", on=TODAY)
    account = BankAccount(entity=sisa, label="Compte courant", iban=IBAN, ledger_account=ledger)
    return records.save(account, by=actor)


@pytest.fixture
def place(in_a: Scope, actor: Actor) -> Callable[..., Premises]:
    """Return a function that gives a premises."""

    def make(name: str, area: str = "20.00", rooms: int = 1) -> Premises:
        premises = Premises(name=name, area=Decimal(area), rooms=rooms)
        return records.save(premises, by=actor)

    return make


@pytest.fixture
def chloe(in_a: Scope, actor: Actor) -> Person:
    return records.save(
        Person(first_name="Chloé", last_name="Fictive", email="chloe@exemple.invalid"), by=actor
    )


@pytest.fixture
def let(sisa: LegalEntity, actor: Actor) -> Callable[..., Lease]:
    """Return a function that opens a lease at 620 € and 90 € of charges a month."""

    def make(premises: Premises, person: Person, **given: Any) -> Lease:
        prices = {"rent": 620_00, "charges": 90_00} | {
            name: given.pop(name)
            for name in ("rent", "charges", "quarter", "value")
            if name in given
        }
        values = {"starts_on": date(2025, 1, 1), "entity": sisa} | given
        return open_lease(Lease(premises=premises, person=person, **values), **prices, by=actor)

    return make


@pytest.fixture
def lease(let: Callable[..., Lease], place: Callable[..., Premises], chloe: Person) -> Lease:
    """Chloé's, indexed on the ILAT of the second quarter of 2021."""
    reference = {"quarter": Quarter(2021, 2), "value": Decimal("116.46")}
    return let(place("Cabinet 1"), chloe, index="ILAT", **reference)


@pytest.fixture
def company_lease(let: Callable[..., Lease], place: Callable[..., Premises], actor: Actor) -> Lease:
    """A company's, from 12 November 2026, by the quarter."""
    marc = Person(first_name="Marc", last_name="Dentaire", email="marc@exemple.invalid")
    records.save(marc, by=actor)
    selarl = Payee(kind=Payee.Kind.COMPANY, company_name="SELARL Sourire")
    records.save(selarl, by=actor)
    return let(
        place("Cabinet 2", "30.00", 2), marc, company=selarl, starts_on=date(2026, 11, 12),
        rhythm=3, rent=900_00, charges=0,
    )  # fmt: skip


@pytest.fixture
def received(account: BankAccount, actor: Actor) -> Callable[..., BankLine]:
    """Return a function that imports one movement of money in and gives its line."""

    def make(cents: int, label: str, on: date = date(2026, 11, 6)) -> BankLine:
        known = account.statements.order_by("-last_on", "-pk").first()
        opening = known.closing_cents if known else 1_000_00
        content = ofx([(on, cents, label)], opening=opening, iban=account.iban)
        statement = import_statement(account, content=content, name="releve.ofx", by=actor)
        assert statement is not None
        return BankLine.objects.get(statement=statement)

    return make
