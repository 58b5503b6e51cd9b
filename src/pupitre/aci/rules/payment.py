"""Points and euros of one exercise: every indicator with its reasons, then the payment rules."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial

from pupitre.aci.rules.facts import Facts, with_facts
from pupitre.aci.rules.formula import ZERO, Outcome, Terms
from pupitre.aci.rules.ruleset import Indicator, Kind, NationalRates, RuleSet
from pupitre.aci.rules.words import Unit, counted, percent
from pupitre.core.money import format_euros, round_half_up, split


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator: exact points (0 when it pays euros), cents before the precarity increase."""

    indicator: Indicator
    kind: Kind
    points: Fraction
    euros_cents: int
    reached: bool
    because: tuple[str, ...]
    missing: tuple[str, ...]
    share: Callable[[], Fraction] = field(compare=False, repr=False)

    @cached_property
    def progress(self) -> Fraction:
        """The share of what the indicator could bring to this structure; found when it is asked for."""
        return self.share()


@dataclass(frozen=True)
class Majoration:
    """The precarity increase, as a share of the remuneration."""

    rate: Fraction
    because: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Total:
    """A year: `euros_cents` = `base_cents` + `majoration_cents` + `guarantee_cents`.

    `earned_points` and the lines say what the work is worth; `points` and `base_cents` fall to
    zero when a prerequisite is missing.
    """

    points: Fraction
    earned_points: Fraction
    euros_cents: int
    base_cents: int
    majoration: Fraction
    majoration_cents: int
    guarantee_cents: int
    lines: tuple[IndicatorLine, ...]
    prerequisites_missing: tuple[str, ...]
    year_at_risk: bool
    because: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Advance:
    """Money paid early in the exercise, and the points on which it is computed."""

    points: Fraction
    euros_cents: int
    by_indicator: dict[str, Fraction]
    because: tuple[str, ...]


def evaluate(ruleset: RuleSet, facts: Facts, exercise: int) -> Total:
    """The whole computation for one structure and one exercise, in the agreement's own order."""
    assessed = [(one, *assess_in_year(ruleset, one, facts, exercise)) for one in ruleset.indicators]
    exact = sum((value for _, _, value in assessed), ZERO)
    increase = majoration(ruleset, facts, exercise)
    weights = {one.id: value for one, _, value in assessed}
    shares = split(cents(exact), weights)
    lines = tuple(
        line_of(ruleset, one, outcome, shares[one.id], facts, exercise)
        for one, outcome, _ in assessed
    )
    doubts = tuple(doubt for _, outcome, _ in assessed for doubt in outcome.warnings)
    warnings = (
        *exercise_warnings(ruleset, exercise),
        *doubts,
        *increase.warnings,
        *prorata_warnings(facts),
    )
    return settle(ruleset, facts, lines, exact, increase, warnings)


def settle(
    ruleset: RuleSet,
    facts: Facts,
    lines: tuple[IndicatorLine, ...],
    exact: Fraction,
    increase: Majoration,
    warnings: tuple[str, ...],
) -> Total:
    """From the worth of the lines to the money due: prerequisites, increase, guarantee."""
    earned = sum((line.points for line in lines), ZERO)
    missing = tuple(
        line.indicator.id for line in lines if line.kind is Kind.PREREQUISITE and not line.reached
    )
    due = ZERO if missing else exact
    base, paid = cents(due), cents(due * (1 + increase.rate))
    guarantee = max(0, guaranteed_cents(ruleset, facts) - paid)
    return Total(
        points=ZERO if missing else earned,
        earned_points=earned,
        euros_cents=paid + guarantee,
        base_cents=base,
        majoration=increase.rate,
        majoration_cents=paid - base,
        guarantee_cents=guarantee,
        lines=lines,
        prerequisites_missing=missing,
        year_at_risk=bool(missing),
        because=explain(ruleset, missing, increase, guarantee),
        warnings=warnings,
    )


def assess_in_year(
    ruleset: RuleSet, indicator: Indicator, facts: Facts, exercise: int
) -> tuple[Outcome, Fraction]:
    """The outcome of one indicator, its requirements checked, and its exact worth in euros."""
    terms = terms_of(ruleset, indicator)
    override = indicator.overrides.get(exercise)
    if override and not override.available:
        outcome = Outcome(ZERO, False, (override.reason,))
    else:
        outcome = indicator.formula.assess(facts, terms)
        outcome = required(ruleset, indicator, outcome, facts)
    return outcome, in_euros(ruleset, outcome.amount, terms.unit)


def required(ruleset: RuleSet, indicator: Indicator, outcome: Outcome, facts: Facts) -> Outcome:
    """The same outcome, brought to nothing when an indicator that it requires is not reached."""
    for identifier in indicator.requires:
        other = ruleset.indicator(identifier)
        if other and not other.formula.assess(facts, terms_of(ruleset, other)).reached:
            reason = f"Rien n'est compté sans « {other.short} » ({other.id})."
            return Outcome(ZERO, False, (reason,), (other.todo,))
    return outcome


def terms_of(ruleset: RuleSet, indicator: Indicator) -> Terms:
    unit = indicator.unit or ruleset.payment.unit
    return Terms(ruleset.payment.reference_patients, unit)


def in_euros(ruleset: RuleSet, amount: Fraction, unit: Unit) -> Fraction:
    if unit is Unit.EUROS:
        return amount
    return amount * (ruleset.payment.point_value_eur or 0)


def line_of(
    ruleset: RuleSet,
    indicator: Indicator,
    outcome: Outcome,
    euros_cents: int,
    facts: Facts,
    exercise: int,
) -> IndicatorLine:
    in_points = terms_of(ruleset, indicator).unit is Unit.POINTS
    return IndicatorLine(
        indicator=indicator,
        kind=indicator.kind_in(exercise),
        points=outcome.amount if in_points else ZERO,
        euros_cents=euros_cents,
        reached=outcome.reached,
        because=outcome.because,
        missing=outcome.missing if outcome.reached else (indicator.todo, *outcome.missing),
        share=partial(progress, ruleset, indicator, outcome, facts),
    )


def progress(ruleset: RuleSet, indicator: Indicator, outcome: Outcome, facts: Facts) -> Fraction:
    best = indicator.formula.assess(
        indicator.formula.at_best(facts), terms_of(ruleset, indicator)
    ).amount
    return min(Fraction(1), outcome.amount / best) if best else Fraction(int(outcome.reached))


def cents(amount_eur: Fraction) -> int:
    return round_half_up(amount_eur * 100)


def majoration(ruleset: RuleSet, facts: Facts, exercise: int) -> Majoration:
    """The precarity increase: what exceeds the national shares, added up and capped."""
    rules = ruleset.payment.precarity
    national, warnings = national_rates(ruleset, facts, exercise)
    over_c2s, over_ame = max(ZERO, facts.c2s - national.c2s), max(ZERO, facts.ame - national.ame)
    rate = min(rules.cap, over_c2s + over_ame)
    because = [
        f"C2S : {percent(facts.c2s)} pour {percent(national.c2s)} au niveau national.",
        f"AME : {percent(facts.ame)} pour {percent(national.ame)} au niveau national.",
        f"Majoration pour précarité : {percent(rate)}.",
    ]
    if over_c2s + over_ame > rules.cap:
        because.append(f"La majoration est plafonnée à {percent(rules.cap)}.")
    return Majoration(rate, tuple(because), warnings if rate else ())


def national_rates(
    ruleset: RuleSet, facts: Facts, exercise: int
) -> tuple[NationalRates, tuple[str, ...]]:
    """The national shares: those given with the facts, else those of the rule set."""
    known = ruleset.payment.precarity.national_rates
    rates = next((one for one in known if exercise in one.exercises), known[-1])
    given = facts.c2s_national is not None and facts.ame_national is not None
    c2s = rates.c2s if facts.c2s_national is None else facts.c2s_national
    ame = rates.ame if facts.ame_national is None else facts.ame_national
    chosen = NationalRates(rates.exercises, c2s, ame, given or rates.official, rates.sources)
    if chosen.official:
        return chosen, ()
    return chosen, (
        f"Les taux nationaux utilisés (C2S {percent(c2s)}, AME {percent(ame)}) ne sont pas "
        f"confirmés par la Cnam pour l'exercice {exercise} : à vérifier auprès de la CPAM.",
    )


def guaranteed_cents(ruleset: RuleSet, facts: Facts) -> int:
    """The least that a new structure gets, prorated to its months of contract."""
    rules = ruleset.payment.new_structure
    if rules is None or not facts.new_structure:
        return 0
    return cents(rules.minimum_eur * facts.months / 12)


def explain(
    ruleset: RuleSet, missing: tuple[str, ...], increase: Majoration, guarantee: int
) -> tuple[str, ...]:
    value = ruleset.payment.point_value_eur
    reasons = [f"1 point vaut {format_euros(cents(value))}."] if value else []
    names = [one.short for one in ruleset.indicators if one.id in missing]
    if names:
        reasons.append(f"Il manque un prérequis ({', '.join(names)}) : l'année n'est pas payée.")
    if guarantee:
        reasons.append(
            f"Garantie des structures nouvelles : {format_euros(guarantee)} de complément."
        )
    return (*reasons, *increase.because)


def exercise_warnings(ruleset: RuleSet, exercise: int) -> tuple[str, ...]:
    if exercise in ruleset.exercises_certain:
        return ()
    if exercise in ruleset.exercises_unknown:
        return (ruleset.exercises_unknown[exercise],)
    return (
        f"Aucune règle n'est chargée pour l'exercice {exercise} : "
        f"le calcul suit « {ruleset.label} », à titre indicatif.",
    )


def prorata_warnings(facts: Facts) -> tuple[str, ...]:
    if facts.months == 12:
        return ()
    return (
        f"Contrat de {counted(facts.months, 'mois', 'mois')} sur 12 : le système d'information et "
        "le minimum de réunions sont comptés au prorata ; les textes ne le disent pas des autres "
        "points, comptés en entier.",
    )


def advance(ruleset: RuleSet, facts: Facts, exercise: int) -> Advance:
    """The advance: a share of the prerequisites and socles fully reached, over a full year,
    prorated to the months of contract; never under the guarantee of new structures."""
    rules = ruleset.payment.advance
    whole = with_facts(facts, months=12, si_months=None, ipa=facts.ipa and rules.with_ipa_bonuses)
    points: dict[str, Fraction] = {}
    exact = ZERO
    for one in ruleset.indicators:
        if one.kind_in(exercise) in rules.kinds:
            outcome, worth = assess_in_year(ruleset, one, one.formula.at_best(whole), exercise)
            points[one.id] = outcome.amount
            exact += worth
    if rules.with_precarity:
        exact *= 1 + majoration(ruleset, facts, exercise).rate
    paid = cents(exact * rules.rate * facts.months / 12)
    least = advance_minimum_cents(ruleset, facts)
    because = [
        f"Prérequis et socles atteints à 100 % sur une année : {format_euros(cents(exact))}.",
        f"Avance de {percent(rules.rate)}, pour {facts.months} mois sur 12 : {format_euros(paid)}.",
    ]
    if least > paid:
        because.append(f"Minimum des structures nouvelles : {format_euros(least)}.")
    return Advance(sum(points.values(), ZERO), max(paid, least), points, tuple(because))


def advance_minimum_cents(ruleset: RuleSet, facts: Facts) -> int:
    rules = ruleset.payment.new_structure
    if rules is None or not facts.new_structure:
        return 0
    return cents(rules.advance_minimum_eur * facts.months / 12)
