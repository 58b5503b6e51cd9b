"""What payments are tried on: an entity with its books, its bank account, people to pay."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pupitre.accounts.models import User
from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for
from pupitre.books.services import open_books
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.payments.models import BankAccount, Payee, PaymentOrder
from pupitre.payments.services import confirm_iban, payee_for, propose_iban, request_payment
from pupitre.people.models import Person

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OWN = "FR7699999000010000000000115"
CHLOE_IBAN = "FR7699999000010000000010009"
BOB_IBAN = "FR7699999000010000000010106"


@pytest.fixture
def manager(centre_a: Centre, member_of: Any) -> User:
    """Manages A: the second person."""
    user: User = member_of(centre_a, Role.MANAGER, "marc@a.example")
    return user


@pytest.fixture
def second(manager: User) -> Actor:
    return Actor(str(manager), "web", user_id=manager.pk, role=Role.MANAGER)


@pytest.fixture
def sisa(in_a: Scope, actor: Actor) -> LegalEntity:
    return open_books(name="SISA des Tilleuls", kind="SISA", starts_on=date(2026, 1, 1), by=actor)


@pytest.fixture
def bank(sisa: LegalEntity, actor: Actor) -> BankAccount:
    account = BankAccount(
        entity=sisa,
        label="Compte courant",
        iban=OWN,
        bic="TESTFRPPXXX",
        ledger_account=account_for(sisa, "bank", on=TODAY),
    )
    return records.save(account, by=actor)


@pytest.fixture
def chloe(in_a: Scope, actor: Actor) -> Person:
    return records.save(Person(first_name="Chloé", last_name="Fictive"), by=actor)


@pytest.fixture
def paid_to(actor: Actor, second: Actor) -> Callable[..., Payee]:
    """Return a function that gives a person's payee with a confirmed account."""

    def make(person: Person, iban: str = CHLOE_IBAN, holder: str = "") -> Payee:
        payee = payee_for(person, on=TODAY, by=actor)
        proposal = propose_iban(payee, iban=iban, holder=holder or str(person), by=actor)
        confirm_iban(proposal, on=TODAY, by=second)
        return payee

    return make


@pytest.fixture
def asked(sisa: LegalEntity, actor: Actor) -> Callable[..., PaymentOrder]:
    """Return a function that asks for a payment."""

    def make(payee: Payee, cents: int = 24_000, **given: Any) -> PaymentOrder:
        associate = given.pop("associate", True)
        purpose = "payable_associate" if associate else "payable_third_party"
        values = {
            "entity": sisa,
            "label": "Indemnités d’octobre",
            "due_on": date(2026, 11, 30),
            "origin": None,
            "key": f"essai/{payee.pk}/{cents}",
            "nature": "indemnity",
            "payable": purpose,
            "auxiliary": (f"PS{payee.pk}", str(payee)),
        }
        return request_payment(
            payee=payee, cents=cents, associate=associate, by=actor, **(values | given)
        )

    return make
