"""Supplier invoices of a fictitious SISA: one to approve, one to pay, one refused, and what comes back each month."""

from datetime import date, timedelta

from pupitre.books.models import Heading, LegalEntity
from pupitre.books.queries import main_entity
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import month_start
from pupitre.invoices.models import Invoice, RecurringCharge
from pupitre.invoices.services import approve, receive, refuse, supplier_named
from pupitre.payments.services import approve_supplier

CHARGES = (
    ("Ménage des locaux", "Propreté Service", 38_400, 1, "D-LOCAUX", 70),
    ("Assurance multirisque", "Mutuelle du Ponant", 184_000, 12, "D-HONO", 0),
)
"""Label, supplier, cents, months, heading, days left to renegotiate (0: none)."""


def receive_invoices(*, today: date, by: Actor) -> None:
    """Follow two recurring charges and receive three invoices."""
    entity = main_entity()
    if entity is None:
        return
    for label, name, cents, months, code, left in CHARGES:
        charge = RecurringCharge(
            label=label,
            supplier=approve_supplier(supplier_named(name, by=by), on=today, by=by),
            entity=entity,
            heading=Heading.objects.get(code=code),
            cents=cents,
            months=months,
            first_on=month_start(today),
            renegotiate_on=today + timedelta(days=left) if left else None,
            contract=f"Contrat {today.year - 1}-{cents // 100}",
        )
        records.save(charge, by=by)
    _invoice(entity, "Propreté Service", "PS-2418", 40_320, "Ménage du mois", 6, today, by)
    owed = _invoice(entity, "Imprimerie du Port", "F-00731", 21_600, "Affiches de prévention", 20, today, by)  # fmt: skip
    approve(owed, heading=Heading.objects.get(code="D-ACTION"), account=None, on=today, by=by)
    wrong = _invoice(entity, "Bureau Facile", "26-5512", 9_490, "Cartouches d’encre", 12, today, by)
    refuse(wrong, why="Livraison jamais reçue, avoir demandé.", by=by)


def _invoice(
    entity: LegalEntity, name: str, number: str, cents: int, label: str, age: int, today: date, by: Actor
) -> Invoice:  # fmt: skip
    issued = today - timedelta(days=age)
    invoice = Invoice(
        supplier=supplier_named(name, by=by),
        number=number,
        issued_on=issued,
        received_on=issued + timedelta(days=2),
        due_on=issued + timedelta(days=30),
        cents=cents,
        label=label,
        entity=entity,
    )
    return receive(invoice, by=by)
