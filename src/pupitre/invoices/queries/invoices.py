"""Reads about invoices: what waits for whom, what is late, what is in the way."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from pupitre.books.models import EntryLine, Heading
from pupitre.core.french import counted
from pupitre.invoices.models import Invoice
from pupitre.invoices.models.invoices import key_of
from pupitre.invoices.rules.aging import AgedRow, Owed, aged
from pupitre.payments.models import Payee, PayeeIban, PaymentOrder
from pupitre.payments.queries import orders_about
from pupitre.payments.queries.orders import limits_on
from pupitre.payments.rules.limits import Asked, second_person_because

State = Invoice.State
ACTIVE = (State.RECEIVED, State.APPROVED, State.PAID)
NATURE = PaymentOrder.Nature.INVOICE
RELATED = ("supplier__person", "heading", "entity", "charge")


def invoices() -> QuerySet[Invoice]:
    """Return every invoice, with what lists show."""
    return Invoice.objects.select_related(*RELATED).annotate(settled=Exists(lettered()))


def lettered() -> QuerySet[EntryLine]:
    """Return the supplier's line of an invoice's entry once the books say that it is settled."""
    return EntryLine.objects.filter(
        entry__origin_type=Invoice._meta.label_lower,
        entry__origin_id=OuterRef("pk"),
        account__number__startswith="4",
    ).exclude(lettering="")


def to_approve() -> QuerySet[Invoice]:
    """Return what waits for an approval, the most urgent first."""
    return invoices().filter(state=State.RECEIVED).order_by("due_on", "pk")


def unsettled() -> QuerySet[Invoice]:
    """Return what is approved and that neither a payment nor the books settled yet, credit notes included."""
    return invoices().filter(~Exists(lettered()), state=State.APPROVED).order_by("due_on", "pk")


def to_pay() -> QuerySet[Invoice]:
    """Return the invoices that are owed, the most urgent first."""
    return unsettled().filter(cents__gt=0)


def credits_for(invoice: Invoice) -> QuerySet[Invoice]:
    """Return the credit notes of the same supplier and entity that can still be taken off an invoice."""
    same = unsettled().filter(supplier=invoice.supplier_id, entity=invoice.entity_id)
    return same.filter(cents__lt=0, deducted_from=None, cents__gte=-left_to_pay(invoice))


def left_to_pay(invoice: Invoice) -> int:
    """Return what an invoice still asks for, in cents: less what was paid before and its credit notes."""
    taken = sum(credit.cents for credit in invoice.credits.all())
    return max(invoice.cents - invoice.prepaid_cents + taken, 0)


def order_of(invoice: Invoice) -> PaymentOrder | None:
    """Return the latest payment asked for an invoice."""
    return orders_about(invoice).order_by("-pk").first()


def twin_of(supplier: Payee, number: str, *, besides: int | None = None) -> Invoice | None:
    """Return the invoice of that supplier that bears that number already, however it was typed."""
    same = Invoice.objects.filter(supplier=supplier, number_key=key_of(number), state__in=ACTIVE)
    return (same.exclude(pk=besides) if besides else same).first()


def second_person_reasons(invoice: Invoice, heading: Heading | None, day: date) -> tuple[str, ...]:
    """Return why somebody else than its author must approve an invoice; empty when nothing asks for it."""
    asked = Asked(str(invoice.supplier), max(invoice.cents, 0), NATURE, heading.pk if heading else None)  # fmt: skip
    return second_person_because([asked], limits_on(day), day)


def other_account(invoice: Invoice) -> str:
    """Return the masked account that pays this supplier, when the invoice asks for another one; else empty."""
    if not invoice.iban:
        return ""
    known = PayeeIban.objects.filter(
        payee=invoice.supplier_id,
        state__in=(PayeeIban.State.CONFIRMED, PayeeIban.State.PROPOSED),
    )
    found = list(known)
    if not found or any(one.iban == invoice.iban for one in found):
        return ""
    return found[0].masked


def latest_like(supplier: Payee) -> Invoice | None:
    """Return the last invoice of a supplier whose heading was chosen: the next one is likely the same."""
    past = Invoice.objects.filter(supplier=supplier).exclude(heading=None)
    return past.exclude(state=State.REFUSED).order_by("-issued_on", "-pk").first()


def aged_rows(day: date) -> list[AgedRow]:
    """Return what is owed to each supplier by lateness, waiting for an approval or for a payment."""
    owed = [*to_approve(), *unsettled()]
    return aged(
        [
            Owed(one.supplier_id, str(one.supplier), one.cents - one.prepaid_cents, one.due_on)
            for one in owed
        ],
        day,
    )


@dataclass(frozen=True)
class Delay:
    """How fast invoices were paid: days from their date to the payment, and how many were paid late."""

    count: int
    days: int
    late: int

    @property
    def words(self) -> str:
        paid = counted(self.count, "facture payée", "factures payées")
        return f"{paid} en un an, {counted(self.late, 'en retard', 'en retard')}"


def delay_of(today: date) -> Delay:
    """Return the delay of payment of the last twelve months."""
    paid = Invoice.objects.filter(
        state=State.PAID, cents__gt=0, paid_on__gt=today - timedelta(days=365)
    )
    rows = list(paid.values_list("issued_on", "paid_on"))
    late = paid.filter(Q(paid_on__gt=F("due_on"))).count()
    days = sum((last - first).days for first, last in rows if last)
    return Delay(len(rows), round(days / len(rows)) if rows else 0, late)
