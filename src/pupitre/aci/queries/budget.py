"""What the ACI brings to a budget: the balance of the exercise before, and the advance of the year."""

from collections.abc import Iterator
from datetime import date

from pupitre.aci.queries.money import money_of
from pupitre.aci.rules.exercise import usual_advance_day, usual_balance_day
from pupitre.books.errors import BooksError
from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for
from pupitre.budgets.rules.facts import Fact
from pupitre.budgets.rules.months import Period
from pupitre.core.links import centre_url


def budget_facts(entity: LegalEntity, period: Period, today: date) -> Iterator[Fact]:
    """Yield both sums for the entity that receives the ACI; an exercise to come is told by the one that runs."""
    if not entity.main:
        return
    try:
        heading = account_for(entity, "aci_income", on=today).heading_id or 0
    except BooksError:
        return
    year = period.first.year
    before, own = min(year - 1, today.year), min(year, today.year)
    told = (
        ("balance", f"Solde ACI {year - 1}", before, money_of(before, today).still_due, usual_balance_day(year - 1)),
        ("advance", f"Avance ACI {year}", own, money_of(own, today).advance_expected, usual_advance_day(year)),
    )  # fmt: skip
    for key, label, exercise, cents, day in told:
        if cents and cents > 0 and period.holds(day):
            yield Fact(
                key=f"aci.{key}/{year}",
                heading=heading,
                label=label,
                cents=cents,
                months=(day.month,),
                because=f"estimé d’après l’exercice {exercise}",
                url=centre_url("aci:money"),
            )
