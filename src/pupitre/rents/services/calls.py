"""Writes about calls: issued for a period and posted, cancelled, their credit paid back."""

from datetime import date

from django.db import transaction

from pupitre.books.models import Entry, Journal, LegalEntity
from pupitre.books.queries import account_for, entries_from
from pupitre.books.services import LineDraft, post, remove_draft, reverse, unletter
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.payments.models import Payee, PaymentOrder
from pupitre.payments.queries import orders_about
from pupitre.payments.services import payee_for, request_payment
from pupitre.rents.errors import RentError
from pupitre.rents.models import RentCall
from pupitre.rents.queries.leases import ToCall, to_call
from pupitre.rents.queries.standing import GONE, standing


@transaction.atomic
def issue_calls(month: date, *, on: date, by: Actor) -> list[RentCall]:
    """Issue and post every call of a month that is not issued yet; again, it issues nothing more.

    Raises BooksError when an account, the journal or the year refuses: then nothing is issued.
    """
    for entity in LegalEntity.objects.order_by("pk"):
        records.locked(entity)  # two clicks at once issue once
    return [_issue(one, on, by) for one in to_call(month)]


def _issue(wanted: ToCall, on: date, by: Actor) -> RentCall:
    call = RentCall(
        lease=wanted.lease,
        period_on=wanted.period_on,
        first=wanted.span.first,
        last=wanted.span.last,
        due_on=wanted.due_on,
        rent_cents=wanted.due.rent,
        charges_cents=wanted.due.charges,
        because=wanted.due.because[:200],
        issued_on=on,
    )
    records.save(call, by=by, action="émettre")
    post_call(call, on=call.first, by=by)
    return call


def post_call(call: RentCall, *, on: date, by: Actor) -> None:
    """Write what the tenant owes (or is given back) and the income, on a day."""
    lease = call.lease
    account = account_for(lease.entity, "tenant", on=on)
    tenant = LineDraft(
        account,
        debit=max(call.cents, 0),
        credit=max(-call.cents, 0),
        label=f"{call.title} {lease.premises}",
        auxiliary=lease.auxiliary,
        person=None if lease.company_id else lease.person,
    )
    incomes = (("rent_income", call.rent_cents), ("charge_income", call.charges_cents))
    lines = [
        LineDraft(
            account_for(lease.entity, purpose, on=on),
            debit=max(-cents, 0),
            credit=max(cents, 0),
            label=f"{call.title} {lease.premises}",
        )
        for purpose, cents in incomes
        if cents
    ]
    post(
        entity=lease.entity,
        journal=_journal(lease.entity),
        on=on,
        label=f"{call.title}, {lease.tenant}",
        lines=[tenant, *lines],
        piece=call.reference,
        piece_date=call.issued_on,
        origin=call,
        key=f"rents.call/{call.pk}",
        by=by,
    )


def _journal(entity: LegalEntity) -> str:
    journals = Journal.objects.filter(entity=entity)
    sales = journals.filter(kind=Journal.Kind.SALES).order_by("code").first()
    return sales.code if sales else "OD"


@transaction.atomic
def cancel_call(call: RentCall, *, why: str, on: date, by: Actor) -> RentCall:
    """Cancel a call: its entry is taken back, and its period may be called again. Raise RentError without a reason."""
    fresh = records.locked(call)
    if fresh.cancelled_on:
        raise RentError("Cet appel est déjà annulé.")
    if not why.strip():
        raise RentError("Dites pourquoi vous annulez cet appel.")
    if orders_about(fresh).exclude(state__in=GONE).exists():
        raise RentError("Un remboursement est demandé : annulez-le d’abord dans Paiements.")
    for entry in entries_from(fresh).filter(reverses=None):
        if entry.validated:
            reverse(entry, on=on if entry.year.closed else entry.date, why=why, by=by)
        else:
            _forget(entry, by)
    fresh.cancelled_on, fresh.cancelled_why = on, why.strip()[:200]
    return records.save(fresh, by=by, action="annuler")


def _forget(entry: Entry, by: Actor) -> None:
    for line in entry.lines.select_related("account"):
        unletter(line, by=by)
    remove_draft(entry, by=by)


@transaction.atomic
def pay_back(call: RentCall, *, on: date, by: Actor) -> PaymentOrder:
    """Ask for the payment of what a settlement gives back. Raise RentError for a call, PaymentError or BooksError."""
    fresh = records.locked(call)
    if fresh.cents >= 0 or fresh.cancelled_on:
        raise RentError("Il n’y a rien à rendre sur cet appel.")
    lease = fresh.lease
    payee: Payee = lease.company or payee_for(lease.person, on=on, by=by)
    return request_payment(
        entity=lease.entity,
        payee=payee,
        person=lease.person,
        cents=-fresh.cents,
        label=fresh.title,
        due_on=on,
        origin=fresh,
        key=f"rents.refund/{fresh.pk}",
        nature=PaymentOrder.Nature.REFUND,
        associate=False,
        payable="tenant",
        auxiliary=lease.auxiliary,
        by=by,
    )


def refuse_unpaid(call: RentCall) -> None:
    """Raise RentError unless a call is paid in full: a quittance is given then only."""
    found = standing(call)
    if call.cancelled_on or call.cents <= 0 or not found.paid.whole:
        raise RentError("Une quittance se donne quand tout est payé : il reste une somme due sur cet appel.")  # fmt: skip
