"""The rules in force in this centre: those of Pupitre, or a file that the centre loaded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django.utils import timezone

from pupitre.aci.models import HourEstimate, RuleChoice, RuleFile
from pupitre.aci.rules.ruleset import Indicator, Kind, NextStepRule, RuleSet
from pupitre.aci.rulesets import load_ruleset, ruleset_for


@lru_cache(maxsize=64)
def read_ruleset(sha256: str, text: str, name: str) -> RuleSet:
    """Return the agreement of a file already checked; read once per text, as reading costs far more than computing."""
    return load_ruleset(text, name)


def ruleset_of(file: RuleFile) -> RuleSet:
    return read_ruleset(file.sha256, file.text, file.name)


def choice_for(year: int) -> RuleChoice | None:
    """Return the choice that holds for an exercise, None while the centre never chose."""
    return RuleChoice.objects.filter(from_year__lte=year).select_related("file").first()


def ruleset_in_force(year: int) -> RuleSet:
    """Return the rules of an exercise in this centre, before its own estimates of hours."""
    choice = choice_for(year)
    return ruleset_of(choice.file) if choice and choice.file else ruleset_for(year)


def with_own_hours(ruleset: RuleSet) -> RuleSet:
    """Return the same rules with the hours that this centre estimates for the useful actions."""
    own = {(one.indicator, one.label): Fraction(one.hours) for one in HourEstimate.objects.all()}
    if not own:
        return ruleset
    return replace(ruleset, indicators=tuple(with_hours(one, own) for one in ruleset.indicators))


def with_hours(indicator: Indicator, own: dict[tuple[str, str], Fraction]) -> Indicator:
    steps = tuple(
        replace(step, hours=own.get((indicator.id, step.label), step.hours))
        for step in indicator.next_steps
    )
    return replace(indicator, next_steps=steps)


def steps_of(ruleset: RuleSet) -> list[tuple[Indicator, NextStepRule]]:
    """Return every useful action of the rules with its indicator."""
    return [(one, step) for one in ruleset.indicators for step in one.next_steps]


def optional_indicators() -> Sequence[tuple[str, str]]:
    """Return the optional indicators of today's rules, as choices."""
    today: date = timezone.localdate()
    return [
        (one.id, f"{one.short} ({one.id})")
        for one in ruleset_in_force(today.year).indicators
        if one.kind_in(today.year) is Kind.OPTIONAL
    ]
