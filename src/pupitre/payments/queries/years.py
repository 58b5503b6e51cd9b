"""Reads about a year of payments: the DAS2 preparation table, an associate's year."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from pupitre.books.models import LegalEntity
from pupitre.core.money import format_euros
from pupitre.payments.models import AnnualStatement, Payee, PaymentOrder
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


WARNING = (
    "Les sommes versées par une société de personnes à ses associés peuvent être des honoraires ou "
    "une part de résultat : l’expert-comptable tranche, et ce relevé ne le fait pas à sa place. "
    "La part de résultat à déclarer est le chiffre qu’il donne."
)


@dataclass(frozen=True)
class StatementFacts:
    """A person's year: the payments, and their sums by nature."""

    orders: tuple[PaymentOrder, ...]
    over_threshold: bool
    threshold_cents: int
    warning: str = WARNING

    @property
    def cents(self) -> int:
        return sum(order.cents for order in self.orders)

    def lines(self, statement: AnnualStatement) -> list[list[str]]:
        """Return what the statement says before its table: label and value."""
        associate = sum(order.cents for order in self.orders if order.associate)
        natures = PaymentOrder.Nature
        sums = [
            (nature.label, sum(one.cents for one in self.orders if one.nature == nature))
            for nature in natures
        ]
        share = statement.share_cents
        return [
            ["Versé en tout", format_euros(self.cents)],
            ["dont comme associé", format_euros(associate)],
            ["dont comme tiers", format_euros(self.cents - associate)],
            *([f"dont {label}", format_euros(cents)] for label, cents in sums if cents),
            ["DAS2", self._flag()],
            [
                "Part de résultat",
                "à venir de l’expert-comptable" if share is None else format_euros(share),
            ],
            *([["Précision", statement.note]] if statement.note else []),
        ]

    def _flag(self) -> str:
        seuil = format_euros(self.threshold_cents)
        over = "total au-dessus du seuil" if self.over_threshold else "total sous le seuil"
        return f"{over} de {seuil} par an"


def statement_facts(person: Person, year: int) -> StatementFacts:
    """Return a person's year; raise UnknownYearError before the first threshold."""
    orders = tuple(paid_to(person, year))
    threshold = das2_threshold(year).cents
    return StatementFacts(orders, sum(order.cents for order in orders) > threshold, threshold)


def statement_lines(year: int) -> list[tuple[Person, int, AnnualStatement | None]]:
    """Return who received something as an associate, or has a statement, with the sum and the statement."""
    known = {
        one.person_id: one
        for one in AnnualStatement.objects.filter(year=year).select_related("person")
    }
    sums = dict(
        paid_in(year)
        .filter(associate=True, person__isnull=False)
        .order_by()
        .values_list("person")
        .annotate(total=Sum("cents"))
    )
    people = Person.objects.filter(pk__in={*sums, *known})
    return [(person, sums.get(person.pk, 0), known.get(person.pk)) for person in people]
