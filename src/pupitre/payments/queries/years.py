"""Reads about a year of payments: the DAS2 preparation table, an associate's year."""

from dataclasses import dataclass

from django.db.models import QuerySet

from pupitre.books.models import LegalEntity
from pupitre.payments.models import Payee, PaymentOrder
from pupitre.payments.rules.das2 import Paid, Verdict, YearOfPayee, verdict, years_of_payees
from pupitre.payments.rulesets import das2_threshold
from pupitre.people.models import Person


@dataclass(frozen=True)
class YearLine:
    """One payee's year: what was paid as to a third party, as to an associate, and what to do with it."""

    payee: Payee
    sums: YearOfPayee
    verdict: Verdict

    @property
    def cents(self) -> int:
        return self.sums.cents

    def nature(self, key: str) -> int:
        return self.sums.by_nature.get(key, 0)


def paid_in(year: int, entity: LegalEntity | None = None) -> QuerySet[PaymentOrder]:
    """Return the payments executed in a calendar year and kept by the bank."""
    paid = PaymentOrder.objects.filter(state=PaymentOrder.State.PAID, paid_on__year=year)
    return paid.filter(entity=entity) if entity else paid


def paid_in_year(year: int, entity: LegalEntity | None = None) -> list[YearLine]:
    """Return each payee's year, the largest sums first; raise UnknownYearError before the first threshold."""
    threshold = das2_threshold(year)
    rows = paid_in(year, entity).values_list("payee_id", "associate", "nature", "cents")
    sums = years_of_payees(Paid(*row) for row in rows)
    payees = Payee.objects.filter(pk__in=sums).select_related("person")
    lines = [
        YearLine(payee, sums[payee.pk], verdict(sums[payee.pk], payee.das2, threshold))
        for payee in payees
    ]
    return sorted(lines, key=lambda line: (-line.cents, str(line.payee)))


def paid_to(person: Person, year: int) -> QuerySet[PaymentOrder]:
    """Return what was paid in a year for a person's work, to themselves or to their company."""
    paid = paid_in(year).filter(person=person)
    return paid.select_related("payee__person", "entity").order_by("paid_on", "pk")
