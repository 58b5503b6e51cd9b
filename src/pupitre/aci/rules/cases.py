"""Worked cases: one indicator alone, a whole structure, an advance or a precarity increase."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.formula import ZERO
from pupitre.aci.rules.payment import (
    advance,
    assess_in_year,
    cents,
    evaluate,
    majoration,
    terms_of,
)
from pupitre.aci.rules.reading import CaseError, exact, read_facts
from pupitre.aci.rules.ruleset import RuleSet
from pupitre.aci.rules.words import Unit, number

SCOPES = ("total", "advance", "precarity")
EXPECTED = ("points", "euros", "majoration")


@dataclass(frozen=True)
class CaseAnswer:
    """What a case gives; a quantity that its scope does not compute is None. Euros are exact
    to the cent, `differences` are sentences on the expected numbers that were not found."""

    id: str
    points: Fraction | None = None
    euros: Fraction | None = None
    majoration: Fraction | None = None
    by_indicator: Mapping[str, Fraction] = field(default_factory=dict)
    because: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


def answer_case(rules_of: Callable[[int], RuleSet], case: Any, exercise: int) -> CaseAnswer:
    """Computes one case with the rules of its exercise (`exercise` when it names none).

    Raises CaseError, whose sentence starts with the case.
    """
    if not isinstance(case, Mapping) or "id" not in case:
        raise CaseError("chaque cas doit avoir un « id » et un « input ».")
    try:
        return answer(rules_of, case, exercise)
    except CaseError as error:
        raise CaseError(f"cas {case['id']} : {error}") from None


def answer(
    rules_of: Callable[[int], RuleSet], case: Mapping[str, Any], exercise: int
) -> CaseAnswer:
    given = case.get("input")
    if not isinstance(given, Mapping):
        raise CaseError("il manque « input », la liste des faits.")
    given = dict(given)
    exercise = year(case.get("exercise", given.pop("exercise", exercise)))
    ruleset, name = rules_of(exercise), str(case["id"])
    if "indicator" in case:
        found = one_indicator(ruleset, name, str(case["indicator"]), given, exercise)
    else:
        found = whole(ruleset, name, case.get("scope"), given, exercise)
    return compared(found, case)


def year(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise CaseError(f"« exercise » doit être une année, pas « {value} ».")
    return value


def one_indicator(
    ruleset: RuleSet, name: str, identifier: str, given: Mapping[str, Any], exercise: int
) -> CaseAnswer:
    indicator = ruleset.indicator(identifier)
    if indicator is None:
        raise CaseError(f"l'indicateur « {identifier} » n'existe pas dans « {ruleset.label} ».")
    facts = read_facts(ruleset, given, indicator)
    outcome, worth = assess_in_year(ruleset, indicator, facts, exercise)
    in_points = terms_of(ruleset, indicator).unit is Unit.POINTS
    points = outcome.amount if in_points else ZERO
    return CaseAnswer(
        id=name,
        points=points,
        euros=Fraction(cents(worth), 100),
        by_indicator={indicator.id: points},
        because=outcome.because,
    )


def whole(
    ruleset: RuleSet, name: str, scope: Any, given: Mapping[str, Any], exercise: int
) -> CaseAnswer:
    if scope not in SCOPES:
        raise CaseError(f"il faut « indicator », ou un « scope » parmi {', '.join(SCOPES)}.")
    facts = read_facts(ruleset, given)
    if scope == "precarity":
        increase = majoration(ruleset, facts, exercise)
        return CaseAnswer(name, majoration=increase.rate, because=increase.because)
    if scope == "advance":
        early = advance(ruleset, facts, exercise)
        return CaseAnswer(
            id=name,
            points=early.points,
            euros=Fraction(early.euros_cents, 100),
            by_indicator=early.by_indicator,
            because=early.because,
        )
    return whole_year(ruleset, name, facts, exercise)


def whole_year(ruleset: RuleSet, name: str, facts: Facts, exercise: int) -> CaseAnswer:
    total = evaluate(ruleset, facts, exercise)
    lines = tuple(f"{line.indicator.id} : {' '.join(line.because)}" for line in total.lines)
    return CaseAnswer(
        id=name,
        points=total.points,
        euros=Fraction(total.euros_cents, 100),
        majoration=total.majoration,
        by_indicator={line.indicator.id: line.points for line in total.lines},
        because=(*lines, *total.because),
        warnings=total.warnings,
    )


def compared(found: CaseAnswer, case: Mapping[str, Any]) -> CaseAnswer:
    """The same answer, with a sentence for each expected number that was not found."""
    pairs = [(key, case[key], getattr(found, key)) for key in EXPECTED if key in case]
    expected = case.get("by_indicator", {})
    if not isinstance(expected, Mapping):
        raise CaseError("« by_indicator » doit donner des points par indicateur.")
    pairs += [(key, value, found.by_indicator.get(key)) for key, value in expected.items()]
    wanted = [(key, exact(key, value), obtained) for key, value, obtained in pairs]
    differences = tuple(
        f"{key} : {number(value, 4)} attendu, {written(obtained)} trouvé"
        for key, value, obtained in wanted
        if not same(value, obtained)
    )
    return replace(found, differences=differences)


def written(value: Fraction | None) -> str:
    return "rien" if value is None else number(value, 4)


def same(wanted: Fraction, found: Fraction | None) -> bool:
    """Equal but for the rounding of a written number, below half a hundredth of a percent."""
    return found is not None and abs(wanted - found) < Fraction(5, 100_000)
