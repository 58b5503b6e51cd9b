"""Loads ACI agreements from YAML, shipped or given by a user; no database, no Django."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from pupitre.aci.rules import facts
from pupitre.aci.rules.formula import Formula
from pupitre.aci.rules.ruleset import FORMULAS, Indicator, RuleSet
from pupitre.aci.rules.words import Unit
from pupitre.core.typed_yaml import DataError, Reader

DATA = Path(__file__).parent / "rules" / "data"


def load_ruleset(text: str, name: str) -> RuleSet:
    """The agreement written in `text`; `name` is the file as the user knows it.

    Raises DataError, one French sentence with the line when the shape is wrong.
    """
    ruleset = Reader(name, BUILDERS).load(RuleSet, text)
    for problem in problems(ruleset):
        raise DataError(f"{name} : {problem}")
    return ruleset


@cache
def shipped_rulesets() -> tuple[RuleSet, ...]:
    """The agreements shipped with Pupitre, oldest first."""
    found = [
        load_ruleset(path.read_text(encoding="utf-8"), path.name) for path in DATA.glob("*.yaml")
    ]
    return tuple(sorted(found, key=lambda ruleset: ruleset.exercises_certain))


def ruleset_for(exercise: int, rulesets: Iterable[RuleSet] | None = None) -> RuleSet:
    """The agreement of an exercise: certain, else expected, else the latest known.

    The computation itself warns when the agreement is not certain for that exercise.
    """
    known = tuple(rulesets or shipped_rulesets())
    certain = [one for one in known if exercise in one.exercises_certain]
    expected = [one for one in known if exercise in one.exercises_unknown]
    return (certain or expected or known)[-1]


def build_formula(reader: Reader, node: yaml.Node) -> Formula:
    """A formula by its registered name, its parameters checked against its own fields."""
    pairs = reader.pairs(node)
    if "name" not in pairs:
        raise reader.refuse(node, "il manque la clé « name » de la formule.")
    name_node = pairs.pop("name")[1]
    name = reader.text(name_node)
    if name not in FORMULAS:
        known = ", ".join(sorted(FORMULAS))
        raise reader.refuse(name_node, f"la formule « {name} » n'existe pas (formules : {known}).")
    formula: Formula = reader.record(FORMULAS[name], pairs, node)
    return formula


def build_fact(known: frozenset[str], reader: Reader, node: yaml.Node) -> str:
    name = reader.text(node)
    if name not in known:
        raise reader.refuse(node, f"le fait « {name} » ne convient pas ici.")
    return name


def build_amount(hint: type[int] | type[Fraction], reader: Reader, node: yaml.Node) -> Any:
    """A number of the agreement: none is negative, a cut is written without its sign."""
    value = reader.scalar(hint, node)
    if value < 0:
        raise reader.refuse(node, f"« {reader.text(node)} » doit être positif.")
    return value


BUILDERS: dict[Any, Callable[[Reader, yaml.Node], Any]] = {
    Formula: build_formula,
    Fraction: partial(build_amount, Fraction),
    int: partial(build_amount, int),
    facts.NumberFact: partial(build_fact, facts.NUMBER_FACTS),
    facts.FlagFact: partial(build_fact, facts.FLAG_FACTS),
    facts.WordFact: partial(build_fact, facts.WORD_FACTS),
    facts.LevelsFact: partial(build_fact, facts.LEVELS_FACTS),
}


def problems(ruleset: RuleSet) -> Iterable[str]:
    """What no single line shows: names that point nowhere, amounts that cannot be paid."""
    identifiers = [one.id for one in ruleset.indicators]
    if not identifiers:
        yield "il faut au moins un indicateur."
    if not ruleset.exercises_certain:
        yield "« exercises_certain » doit citer au moins un exercice."
    if ruleset.payment.reference_patients < 1:
        yield "« reference_patients » doit être positif."
    if not ruleset.payment.precarity.national_rates:
        yield "« national_rates » doit donner au moins un couple de taux."
    for indicator in ruleset.indicators:
        if identifiers.count(indicator.id) > 1:
            yield f"l'indicateur {indicator.id} est écrit deux fois."
        yield from indicator_problems(ruleset, indicator, identifiers)


def indicator_problems(
    ruleset: RuleSet, indicator: Indicator, identifiers: list[str]
) -> Iterable[str]:
    start = f"indicateur {indicator.id} :"
    if indicator.axis not in ruleset.axes:
        yield f"{start} l'axe {indicator.axis} n'est pas décrit dans « axes »."
    for required in indicator.requires:
        if required not in identifiers:
            yield f"{start} l'indicateur requis {required} n'existe pas."
    for source in indicator.sources:
        if source not in ruleset.sources:
            yield f"{start} la source {source} n'est pas décrite dans « sources »."
    if indicator.themes and indicator.themes not in ruleset.themes:
        yield f"{start} la liste de thèmes « {indicator.themes} » n'existe pas."
    unit = indicator.unit or ruleset.payment.unit
    if unit is Unit.POINTS and ruleset.payment.point_value_eur is None:
        yield f"{start} payé en points, mais « point_value_eur » est vide."
    yield from (f"{start} {problem}" for problem in indicator.formula.problems())
    if any(step.hours <= 0 for step in indicator.next_steps):
        yield f"{start} les heures d'une action doivent être positives."
