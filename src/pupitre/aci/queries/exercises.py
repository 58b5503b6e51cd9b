"""The exercise of a year: the one kept, or a new one that takes over what lasts."""

from collections.abc import Sequence
from datetime import date

from pupitre.aci.models import Exercise
from pupitre.aci.rules.exercise import FIRST_YEAR, year_in_hand
from pupitre.aci.rules.scaled import Concertation
from pupitre.aci.rulesets import ruleset_for
from pupitre.meetings.rules.rcp import Minimum

LASTING = ("signed_on", "pdsa_derogation", "c2s", "ame", "c2s_national", "ame_national")


def exercise_of(year: int) -> Exercise:
    """Return the exercise kept, or an unsaved one with the contract and shares of the year before."""
    known = list(Exercise.objects.filter(year__lte=year).order_by("-year")[:1])
    if known and known[0].year == year:
        return known[0]
    lasting = {name: getattr(known[0], name) for name in LASTING} if known else {}
    return Exercise(year=year, **lasting)


def year_on_desk(today: date) -> int:
    """Return the exercise that the home page speaks of."""
    last = Exercise.objects.filter(year=today.year - 1).first() or Exercise()
    return year_in_hand(today, last.declared_on is not None, last.declare_by)


def years_shown(today: date) -> Sequence[int]:
    """Return the exercises that can be opened, latest first."""
    return range(today.year, FIRST_YEAR - 1, -1)


def rcp_minimum(year: int) -> Minimum | None:
    """Return how many RCPs the agreement of the exercise asks for, from the contract's day on."""
    ruleset = ruleset_for(year)
    formulas = [one.formula for one in ruleset.indicators if isinstance(one.formula, Concertation)]
    if not formulas:
        return None
    effect = exercise_of(year).signed_on or date(year, 1, 1)
    return Minimum(formulas[0].minimum_meetings, effect, ruleset.label)
