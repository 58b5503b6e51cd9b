"""Writes about payees: who is paid for a person's work, and the list of approved suppliers."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.payments.errors import PaymentError
from pupitre.payments.models import PaidFor, Payee, PayeeIban, PaymentOrder
from pupitre.people.events import PersonsMerged
from pupitre.people.models import Person


@transaction.atomic
def payee_for(person: Person, *, on: date, by: Actor) -> Payee:
    """Return who is paid for a person's work that day: their company, else themselves, made when absent."""
    holds = Q(until=None) | Q(until__gte=on)
    company = PaidFor.objects.filter(holds, person=person, since__lte=on).select_related("payee")
    found = company.first()
    if found is not None:
        payee: Payee = found.payee
        return payee
    records.locked(person)
    own = Payee.objects.filter(person=person).order_by("pk").first()
    if own is None:
        own = Payee(kind=Payee.Kind.PERSON, person=person, das2=Payee.Das2.FEES)
        records.save(own, by=by)
    return own


def pay_through(
    person: Person, company: Payee, *, since: date, until: date | None = None, by: Actor
) -> PaidFor:
    """Say that a company is paid for a person's work from a day on; ValidationError when two would be."""
    paid = PaidFor(person=person, payee=company, since=since, until=until)
    return records.save(paid, by=by, action="désigner")


def approve_supplier(payee: Payee, *, on: date, by: Actor) -> Payee:
    """Put a supplier on the list of those that may be paid."""
    if payee.kind == Payee.Kind.PERSON:
        raise PaymentError("Seul un prestataire s’inscrit sur la liste des prestataires agréés.")
    payee.approved_on, payee.approved_by = on, by.label[:200]
    return records.save(payee, by=by, action="agréer")


def withdraw_supplier(payee: Payee, *, by: Actor) -> Payee:
    """Take a supplier off the list: nothing more is sent to it."""
    payee.approved_on, payee.approved_by = None, ""
    return records.save(payee, by=by, action="retirer l’agrément")


def when_persons_merge(event: PersonsMerged) -> None:
    """Make one payee of those of two records of one person, the oldest; listens to the merge.

    Its confirmed account stays in use; the other's is retired, and serves again only if confirmed anew.
    """
    payees = list(Payee.objects.filter(person=event.kept).order_by("pk"))
    for gone in payees[1:]:
        _absorb(payees[0], gone, by=event.by)


def _absorb(kept: Payee, gone: Payee, *, by: Actor) -> None:
    states = PayeeIban.State
    ends = {states.CONFIRMED: states.RETIRED, states.PROPOSED: states.REFUSED}
    ibans, orders = list(gone.ibans.all()), list(PaymentOrder.objects.filter(payee=gone))
    held = set(kept.ibans.values_list("state", flat=True))
    for iban in ibans:
        iban.payee = kept
        if iban.state in held:
            iban.state = ends.get(states(iban.state), iban.state)
            iban.until = iban.until or timezone.localdate()
    for order in orders:
        order.payee = kept
    records.update_all(ibans, ["payee", "state", "until"], by=by, action="fusionner")
    records.update_all(orders, ["payee"], by=by, action="fusionner")
    records.remove(gone, by=by, action="fusionner")
