"""What invoices are tried on: a SISA with its books and bank, a supplier, a second person."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from pupitre.accounts.models import User
from pupitre.books.models import Heading, LegalEntity
from pupitre.books.queries import account_for
from pupitre.books.services import open_books
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.invoices import services
from pupitre.invoices.models import Invoice
from pupitre.payments.models import BankAccount, Payee, PaymentLimit
from pupitre.payments.services import approve_supplier

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OWN = "FR7699999000010000000000115"
SUPPLIER_IBAN = "FR7699999000010000000000212"
SAMPLES = Path(__file__).parent / "samples"
XML = (SAMPLES / "facture_recue_factur-x_en16931.xml").read_bytes()
PDF = (SAMPLES / "facture_recue_factur-x.pdf").read_bytes()


@pytest.fixture
def manager(centre_a: Centre, member_of: Any) -> User:
    """Manages A: the second person."""
    user: User = member_of(centre_a, Role.MANAGER, "marc@a.example")
    return user


@pytest.fixture
def second(manager: User) -> Actor:
    return Actor(str(manager), "web", user_id=manager.pk, role=Role.MANAGER)


@pytest.fixture
def as_marc(logged_in: Any, manager: User) -> Client:
    client: Client = logged_in(manager)
    return client


@pytest.fixture
def sisa(in_a: Scope, actor: Actor) -> LegalEntity:
    return open_books(
        name="SISA des Tilleuls",
        kind="SISA",
        siren="999000011",
        starts_on=date(2026, 1, 1),
        by=actor,
    )


@pytest.fixture
def bank(sisa: LegalEntity, actor: Actor) -> BankAccount:
    ledger = account_for(sisa, "bank", on=TODAY)
    account = BankAccount(entity=sisa, label="Compte courant", iban=OWN, bic="TESTFRPPXXX", ledger_account=ledger)  # fmt: skip
    return records.save(account, by=actor)


@pytest.fixture
def heading(sisa: LegalEntity) -> Heading:
    return Heading.objects.get(code="D-FOURN")


@pytest.fixture
def supplier(in_a: Scope, actor: Actor) -> Payee:
    made = services.supplier_named("Propreté Service", by=actor)
    return approve_supplier(made, on=TODAY, by=actor)


@pytest.fixture
def limit(in_a: Scope, actor: Actor) -> PaymentLimit:
    """100 € for one person alone."""
    return records.save(PaymentLimit(cents=10_000, since=date(2026, 1, 1)), by=actor)


@pytest.fixture
def received(sisa: LegalEntity, supplier: Payee, actor: Actor) -> Callable[..., Invoice]:
    """Return a function that receives an invoice."""

    def make(number: str = "FA-1", cents: int = 12_000, **given: Any) -> Invoice:
        values: dict[str, Any] = {
            "supplier": supplier,
            "entity": sisa,
            "issued_on": date(2026, 11, 2),
            "received_on": date(2026, 11, 4),
            "due_on": date(2026, 12, 2),
        }
        by = given.pop("by", actor)
        return services.receive(Invoice(number=number, cents=cents, **(values | given)), by=by)

    return make


@pytest.fixture
def approved(
    received: Callable[..., Invoice], heading: Heading, actor: Actor
) -> Callable[..., Invoice]:
    """Return a function that receives and approves an invoice."""

    def make(number: str = "FA-1", cents: int = 12_000, **given: Any) -> Invoice:
        invoice = received(number, cents, **given)
        return services.approve(invoice, heading=heading, account=None, on=TODAY, by=actor)

    return make
