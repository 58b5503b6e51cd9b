"""What payments have beside the indemnities in a fictitious centre: a limit, and a supplier who waits."""

from datetime import date, timedelta

from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for, main_entity
from pupitre.books.services import LineDraft, post
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.demo.people import Team
from pupitre.payments import services
from pupitre.payments.models import Payee, PaymentLimit


def fictitious_iban(number: int) -> str:
    """Return an IBAN with right keys at a bank that does not exist (99999)."""
    key = 97 - (89 * 99999 + 15 * 1 + 3 * number) % 97
    bban = f"9999900001{number:011}{key:02}"
    return f"FR{98 - int(f'{bban}152700') % 97:02}{bban}"


def owe(team: Team, *, today: date, by: Actor) -> None:
    """Set the limit above which two persons approve, and owe a supplier whom nobody approved yet."""
    limit = PaymentLimit(cents=100_000, since=date(today.year, 1, 1), whole=True)
    records.save(limit, by=by)
    manager = team.people[0]
    second = Actor(str(manager), "cli", user_id=manager.user_id, role="manager")
    entity = main_entity()
    if entity is not None:
        _supplier(entity, today, by, second)


def _supplier(entity: LegalEntity, today: date, by: Actor, second: Actor) -> None:
    """Owe a supplier for ten days, whose account is known but whom nobody approved yet."""
    supplier = Payee(kind=Payee.Kind.SUPPLIER, company_name="Papeterie du Mail", das2="none")
    records.save(supplier, by=by)
    proposal = services.propose_iban(
        supplier, iban=fictitious_iban(2000), holder="PAPETERIE DU MAIL", by=by
    )
    services.confirm_iban(proposal, on=today, by=second)
    due, auxiliary = today - timedelta(days=10), ("PAPETERIE", "Papeterie du Mail")
    key = "demo.payments/supplier"
    post(
        entity=entity,
        journal="AC",
        on=today,
        label="Papeterie du Mail, fournitures",
        lines=[
            LineDraft(account_for(entity, "purchase", on=today), debit=8_640),
            LineDraft(account_for(entity, "supplier", on=today), credit=8_640, auxiliary=auxiliary),
        ],
        piece="F-1207",
        key=key,
        by=by,
    )
    services.request_payment(
        entity=entity,
        payee=supplier,
        cents=8_640,
        label="Facture F-1207",
        due_on=due,
        origin=None,
        key=key,
        by=by,
        nature="invoice",
        associate=False,
        payable="supplier",
        auxiliary=auxiliary,
    )
