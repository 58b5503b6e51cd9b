"""What invoices ask for: an approval before they are due, what is expected, contracts to renegotiate."""

from collections.abc import Iterator
from datetime import date, timedelta

from pupitre.core.registry import Deadline
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries.charges import charges, followed
from pupitre.invoices.queries.invoices import to_approve, to_pay

NOTICE, EXPECTED, RENEGOTIATE = timedelta(days=30), timedelta(days=10), timedelta(days=90)


def deadlines(today: date) -> Iterator[Deadline]:
    """Return what is due about invoices; the payments tell of those that are approved and to transfer."""
    for invoice in to_approve().filter(due_on__lte=today + NOTICE):
        yield _due(invoice, "à approuver", "Approuver", today)
    for invoice in to_pay().filter(due_on__lte=today, means=Invoice.Means.DEBIT):
        yield _due(invoice, ": prélèvement à rapprocher", "Vérifier", today)
    yield from _charges(today)


def _due(invoice: Invoice, words: str, act: str, today: date) -> Deadline:
    return Deadline(
        due=invoice.due_on,
        title=f"{invoice} {words}",
        reason=invoice.label or f"Facture du {invoice.issued_on:%d/%m/%Y}.",
        url=invoice.get_absolute_url(),
        act=act,
        cents=abs(invoice.cents),
        late=invoice.due_on < today,
    )


def _charges(today: date) -> Iterator[Deadline]:
    for one in followed(charges()):
        charge, expected = one.charge, one.expected(today + EXPECTED)
        if expected:
            yield Deadline(
                due=expected[0],
                title=f"Facture attendue : {charge}",
                reason="Déposez-la, ou demandez-la au fournisseur.",
                url=charge.get_absolute_url(),
                act="Voir",
                cents=charge.cents,
                late=expected[0] < today,
            )
        ends = charge.ends_on or today
        if charge.renegotiate_on and charge.renegotiate_on <= today + RENEGOTIATE and ends >= today:
            yield Deadline(
                due=charge.renegotiate_on,
                title=f"Renégocier : {charge}",
                reason="Après cette date le contrat se reconduit ; comparez les offres avant.",
                url=charge.get_absolute_url(),
                act="Voir le contrat",
                cents=charge.yearly_cents,
                minutes=60,
                late=charge.renegotiate_on < today,
            )
