"""The columns of invoices' lists."""

from collections.abc import Callable
from typing import Any

from pupitre.core.tables import Column
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries.charges import Followed
from pupitre.invoices.rules.aging import TITLES, AgedRow

STATES = {
    Invoice.State.RECEIVED: "warning",
    Invoice.State.APPROVED: "info",
    Invoice.State.PAID: "success",
    Invoice.State.REFUSED: "danger",
    Invoice.State.CANCELLED: "neutral",
}


def state_words(invoice: Any) -> str:
    """Return the state as people say it: the books may have settled what no payment of ours did."""
    if invoice.state != Invoice.State.APPROVED:
        return str(invoice.get_state_display())
    if invoice.settled:
        return "réglée"
    if invoice.credit:
        return "avoir à déduire"
    return "à prélever" if invoice.means == Invoice.Means.DEBIT else "à payer"


def state_tone(invoice: Any) -> str:
    settled = invoice.state == Invoice.State.APPROVED and invoice.settled
    return "success" if settled else STATES[Invoice.State(invoice.state)]


INVOICES = (
    Column("Date", lambda one: one.issued_on, "date", sort="issued_on"),
    Column("Fournisseur", lambda one: one.supplier),
    Column("Numéro", lambda one: one.number, url=lambda one: one.get_absolute_url()),
    Column("Objet", lambda one: one.label),
    Column("Poste", lambda one: one.heading),
    Column("Montant TTC", lambda one: one.cents, "euros", sort="cents"),
    Column("Échéance", lambda one: one.due_on, "date", sort="due_on"),
    Column("État", state_words, "tag", tone=state_tone),
    Column("Payée le", lambda one: one.paid_on, "date", sort="paid_on"),
)
CHARGES = (
    Column("Charge", lambda one: one.label, sort="label", url=lambda one: one.get_absolute_url()),
    Column("Fournisseur", lambda one: one.supplier),
    Column("Poste", lambda one: one.heading),
    Column("Montant prévu", lambda one: one.cents, "euros", sort="cents"),
    Column("Rythme", lambda one: one.get_months_display()),
    Column("Par an", lambda one: one.yearly_cents, "euros"),
    Column("Prochaine facture", lambda one: one.next_on, "date"),
    Column("À renégocier avant le", lambda one: one.renegotiate_on, "date", sort="renegotiate_on"),
    Column("Fin du contrat", lambda one: one.ends_on, "date", sort="ends_on"),
)


def _bucket(rank: int) -> Callable[[AgedRow], int | None]:
    return lambda row: row.cents[rank] or None


AGED = (
    Column("Fournisseur", lambda row: row.name),
    *(Column(title, _bucket(rank), "euros") for rank, title in enumerate(TITLES)),
    Column("Total", lambda row: row.total, "euros"),
)


def with_next(rows: list[Followed], today: Any) -> list[Any]:
    """Put on each charge the day of its next invoice, for the list."""
    for row in rows:
        row.charge.next_on = row.next_on(today)  # type: ignore[attr-defined]
    return [row.charge for row in rows]
