"""The exercise of a year: the one kept, or a new one that takes over what lasts."""

from collections.abc import Sequence
from datetime import date, timedelta

from pupitre.aci.models import Contract, Exercise
from pupitre.aci.queries.rulesets import ruleset_in_force
from pupitre.aci.rules.exercise import FIRST_YEAR, NO_TERMS, Terms, last_day, year_in_hand
from pupitre.aci.rules.scaled import Concertation
from pupitre.meetings.rules.rcp import Minimum

LASTING = ("c2s", "ame", "c2s_national", "ame_national")


def exercise_of(year: int) -> Exercise:
    """Return the exercise kept, or an unsaved one with the shares of the year before."""
    known = list(Exercise.objects.filter(year__lte=year).order_by("-year")[:1])
    if known and known[0].year == year:
        return known[0]
    lasting = {name: getattr(known[0], name) for name in LASTING} if known else {}
    return Exercise(year=year, **lasting)


def contract_of(year: int) -> Contract | None:
    """Return the contract that holds on the last day of the exercise, or the last one before."""
    return Contract.objects.filter(effect_on__lte=last_day(year)).first()


def terms_of(contract: Contract | None) -> Terms:
    """Return what the rules need of a contract."""
    if contract is None:
        return NO_TERMS
    first = contract_before(contract)
    return Terms(
        first.effect_on,
        contract.ends_on,
        first.signed_on,
        first.project_filed_on,
        contract.pdsa_derogation,
    )


def contract_before(contract: Contract) -> Contract:
    """Return the contract that this one renews without a day between them, else itself."""
    eve = contract.effect_on - timedelta(days=1)
    former = Contract.objects.filter(ends_on=eve).first()
    return contract_before(former) if former else contract


def year_on_desk(today: date) -> int:
    """Return the exercise that the home page speaks of."""
    last = Exercise.objects.filter(year=today.year - 1).first() or Exercise()
    return year_in_hand(today, last.declared_on is not None, last.declare_by)


def years_shown(today: date) -> Sequence[int]:
    """Return the exercises that can be opened, latest first."""
    return range(today.year, FIRST_YEAR - 1, -1)


def rcp_minimum(year: int) -> Minimum | None:
    """Return how many RCPs the agreement of the exercise asks for, from the contract's day on."""
    ruleset = ruleset_in_force(year)
    formulas = [one.formula for one in ruleset.indicators if isinstance(one.formula, Concertation)]
    if not formulas:
        return None
    effect = terms_of(contract_of(year)).effect or date(year, 1, 1)
    return Minimum(formulas[0].minimum_meetings, effect, ruleset.label)
