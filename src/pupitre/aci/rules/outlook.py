"""Looking ahead: the year end if the pace holds, the best possible year, the next best steps."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import cast

from pupitre.aci.rules.facts import Facts, count_of, levels_of, with_facts
from pupitre.aci.rules.formula import ZERO
from pupitre.aci.rules.payment import Total, assess_in_year, cents, evaluate, terms_of
from pupitre.aci.rules.ruleset import Indicator, Kind, NextStepRule, RuleSet
from pupitre.aci.rules.words import Unit, number
from pupitre.core.money import format_euros

SAME_PACE = Fraction(1)
SLOWER, FASTER = Fraction(1, 2), Fraction(3, 2)
"""Our own bounds of the year end: the rest of the year at half the pace, or half as fast again."""


@dataclass(frozen=True)
class YearEnd:
    """The year end in cents if the pace slows down, holds, or quickens."""

    low: int
    likely: int
    high: int


def year_end(ruleset: RuleSet, facts: Facts, elapsed: Fraction, exercise: int) -> YearEnd:
    low, likely, high = (
        evaluate(ruleset, project(ruleset, facts, elapsed, pace), exercise).euros_cents
        for pace in (SLOWER, SAME_PACE, FASTER)
    )
    return YearEnd(low, likely, high)


def project(
    ruleset: RuleSet, facts_to_date: Facts, elapsed: Fraction, pace: Fraction = SAME_PACE
) -> Facts:
    """The facts at year end if the pace holds: what piles up is divided by the share elapsed.

    `elapsed` is the share of the year gone by, from 0 to 1; at 0 there is no pace yet and the
    facts stay as they are. `pace`: how fast the rest of the year goes, against the part gone by.
    Only whole things count: quantities are rounded down.
    """
    if not 0 <= elapsed <= 1:
        raise ValueError("La part de l'année écoulée doit être comprise entre 0 et 1.")
    if not elapsed:
        return facts_to_date
    growth = 1 + pace * (1 - elapsed) / elapsed
    changes = {name: floor(count_of(facts_to_date, name) * growth) for name in ruleset.progressive}
    return with_facts(facts_to_date, **changes)


def possible(ruleset: RuleSet, facts: Facts, exercise: int) -> Facts:
    """The same structure with every indicator fully reached, crisis indicators left as they are:
    nobody can decide on a crisis."""
    for one in ruleset.indicators:
        if one.kind_in(exercise) is not Kind.CRISIS:
            facts = one.formula.at_best(facts)
    return facts


@dataclass(frozen=True)
class NextStep:
    """A piece of work worth doing: what it brings a year and for how many hours (an estimate).

    `saves_year`: it completes a prerequisite, without which nothing is paid; `facts` are those
    of the structure once it is done.
    """

    indicator: Indicator
    label: str
    gain_points: Fraction
    gain_cents: int
    hours: Fraction
    cents_per_hour: int
    saves_year: bool
    because: tuple[str, ...]
    facts: Facts


def next_steps(ruleset: RuleSet, facts: Facts, exercise: int) -> tuple[NextStep, ...]:
    """The steps that bring something, missing prerequisites first, then by euros per hour."""
    now = evaluate(ruleset, facts, exercise)
    before = Worth(ruleset, facts, exercise)
    found = [
        step
        for one in ruleset.indicators
        for rule in one.next_steps
        if (step := step_of(one, rule, before, now))
    ]
    return tuple(sorted(found, key=lambda step: (not step.saves_year, -step.cents_per_hour)))


class Watched:
    """Facts that note which of them are read."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.read.add(name)
        return getattr(self._facts, name)


@dataclass(frozen=True)
class Part:
    """What one indicator brings, and the facts that were read to say so."""

    points: Fraction
    euros: Fraction
    read: frozenset[str]


NOTHING = Part(ZERO, ZERO, frozenset())


class Worth:
    """What the work of some facts brings, prerequisites apart: exact points and euros.

    An indicator is assessed again only when one of the facts that it reads has changed.
    """

    def __init__(
        self, ruleset: RuleSet, facts: Facts, exercise: int, before: "Worth | None" = None
    ) -> None:
        self.ruleset, self.facts, self.exercise = ruleset, facts, exercise
        self.parts = {one.id: self._part(one, before) for one in ruleset.indicators}
        self.points: Fraction = before.points if before else ZERO
        self.euros: Fraction = before.euros if before else ZERO
        for identifier, part in self.parts.items():
            held = before.parts[identifier] if before else NOTHING
            if part is not held:
                self.points += part.points - held.points
                self.euros += part.euros - held.euros

    def _part(self, one: Indicator, before: "Worth | None") -> Part:
        if before is not None:
            held = before.parts[one.id]
            if all(getattr(self.facts, name) == getattr(before.facts, name) for name in held.read):
                return held
        watched = Watched(self.facts)
        outcome, euros = assess_in_year(self.ruleset, one, cast("Facts", watched), self.exercise)
        in_points = terms_of(self.ruleset, one).unit is Unit.POINTS
        return Part(outcome.amount if in_points else ZERO, euros, frozenset(watched.read))

    def of(self, facts: Facts) -> "Worth":
        return Worth(self.ruleset, facts, self.exercise, self)


def step_of(one: Indicator, rule: NextStepRule, before: Worth, now: Total) -> NextStep | None:
    """The rule repeated until it brings something, or None when it never does."""
    facts = before.facts
    for times in range(1, rule.up_to + 1):
        facts = apply(rule, facts)
        after = before.of(facts)
        gain = cents((after.euros - before.euros) * (1 + now.majoration))
        if gain > 0:
            return priced(one, rule, times, gain, now, after, after.points - before.points)
    return None


def apply(rule: NextStepRule, facts: Facts) -> Facts:
    changes: dict[str, object] = {
        name: count_of(facts, name) + more for name, more in rule.add.items()
    }
    changes |= dict.fromkeys(rule.flags, True)
    changes |= {str(name): word for name, word in rule.words.items()}
    if rule.level_up:
        proved = levels_of(facts, rule.level_up)
        first_gap = next(level for level in range(1, len(proved) + 2) if level not in proved)
        changes[rule.level_up] = proved | {first_gap}
    return with_facts(facts, **changes)


def priced(
    one: Indicator,
    rule: NextStepRule,
    times: int,
    gain: int,
    now: Total,
    after: Worth,
    points: Fraction,
) -> NextStep:
    hours = rule.hours * times
    saves_year = one.id in now.prerequisites_missing
    reasons = [
        f"{format_euros(gain)} de plus sur l'année pour environ {number(hours)} h de travail."
    ]
    if times > 1:
        reasons.append(f"À faire {times} fois avant que cela ne compte.")
    if saves_year:
        reasons.append("C'est un prérequis : sans lui, l'année n'est pas payée.")
    elif now.year_at_risk:
        reasons.append("Cela ne sera payé que si les prérequis manquants sont remplis.")
    return NextStep(
        indicator=one,
        label=rule.label,
        gain_points=points,
        gain_cents=gain,
        hours=hours,
        cents_per_hour=floor(gain / hours),
        saves_year=saves_year,
        because=tuple(reasons),
        facts=after.facts,
    )
