"""Loads ACI agreements from YAML, shipped or given by a user; no database, no Django."""

import re
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
from pupitre.core.typed_yaml import DataError, Reader, compose, line_of

MOST_OCTETS = 100_000
DEEPEST = 12
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")
LONGEST_LABEL = 200
DATA = Path(__file__).parent / "rules" / "data"


def load_ruleset(text: str, name: str) -> RuleSet:
    """The agreement written in `text`; `name` is the file as the user knows it.

    Raises DataError, one French sentence with the line when the shape is wrong.
    """
    ruleset = Reader(name, BUILDERS).load(RuleSet, text)
    found = dict.fromkeys(problems(ruleset))
    if found:
        lines = lines_of_indicators(text, name)
        raise DataError(
            "\n".join(f"{name}{lines.get(about, '')} : {said}" for about, said in found)
        )
    return ruleset


def load_given(content: bytes, name: str) -> RuleSet:
    """The agreement of a file that somebody gives; DataError, a sentence a line, when it is refused.

    What a data file has no use for (references, tags, endless nesting) is refused before it is built.
    """
    if len(content) > MOST_OCTETS:
        raise DataError(f"{name} : ce fichier est trop gros pour un barème (100 Ko au plus).")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"{name} : ce fichier n'est pas un texte en UTF-8.") from None
    refuse_tricks(text, name)
    return load_ruleset(text, name)


def refuse_tricks(text: str, name: str) -> None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            start = f"{name}, ligne {line} :"
            if getattr(event, "anchor", None):
                raise DataError(f"{start} un barème s'écrit sans renvoi (« & » ou « * »).")
            if getattr(event, "tag", None):
                raise DataError(f"{start} un barème s'écrit sans étiquette (« ! »).")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise DataError(f"{start} les listes sont imbriquées trop profond.")
    except (yaml.YAMLError, ValueError) as error:
        raise DataError(f"{name}{line_of(error)} : ce fichier n'est pas du YAML valide.") from None


def lines_of_indicators(text: str, name: str) -> dict[str, str]:
    """« , ligne 12 » by identifier of indicator, for a text already read."""
    root = compose(text, name)
    assert isinstance(root, yaml.MappingNode)  # noqa: S101  # it was read as a RuleSet
    found: dict[str, str] = {}
    for key, value in root.value:
        for node in value.value if key.value == "indicators" else ():
            identifier = next(two.value for one, two in node.value if one.value == "id")
            found[identifier] = f", ligne {node.start_mark.line + 1}"
    return found


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


Problem = tuple[str, str]
"""The indicator that a problem is about (empty: the whole agreement), and its sentence."""


def problems(ruleset: RuleSet) -> Iterable[Problem]:
    """What no single line shows: names that point nowhere, amounts that cannot be paid."""
    identifiers = [one.id for one in ruleset.indicators]
    if not identifiers:
        yield "", "il faut au moins un indicateur."
    if not ruleset.exercises_certain:
        yield "", "« exercises_certain » doit citer au moins un exercice."
    if ruleset.payment.reference_patients < 1:
        yield "", "« reference_patients » doit être positif."
    if not ruleset.payment.precarity.national_rates:
        yield "", "« national_rates » doit donner au moins un couple de taux."
    if not 0 < len(ruleset.label) <= LONGEST_LABEL:
        yield "", f"« label » doit avoir de 1 à {LONGEST_LABEL} caractères."
    for indicator in ruleset.indicators:
        start = f"indicateur {indicator.id} :"
        if identifiers.count(indicator.id) > 1:
            yield indicator.id, f"l'indicateur {indicator.id} est écrit deux fois."
        for sentence in indicator_problems(ruleset, indicator, identifiers):
            yield indicator.id, f"{start} {sentence}"


def indicator_problems(
    ruleset: RuleSet, indicator: Indicator, identifiers: list[str]
) -> Iterable[str]:
    if not IDENTIFIER.fullmatch(indicator.id):
        yield "« id » s'écrit en lettres, chiffres et tirets, 20 au plus."
    if indicator.axis not in ruleset.axes:
        yield f"l'axe {indicator.axis} n'est pas décrit dans « axes »."
    for required in indicator.requires:
        if required not in identifiers:
            yield f"l'indicateur requis {required} n'existe pas."
    for source in indicator.sources:
        if source not in ruleset.sources:
            yield f"la source {source} n'est pas décrite dans « sources »."
    if indicator.themes and indicator.themes not in ruleset.themes:
        yield f"la liste de thèmes « {indicator.themes} » n'existe pas."
    unit = indicator.unit or ruleset.payment.unit
    if unit is Unit.POINTS and ruleset.payment.point_value_eur is None:
        yield "payé en points, mais « point_value_eur » est vide."
    yield from indicator.formula.problems()
    yield from step_problems(indicator)


def step_problems(indicator: Indicator) -> Iterable[str]:
    if any(step.hours <= 0 for step in indicator.next_steps):
        yield "les heures d'une action doivent être positives."
    if any(not 0 < step.up_to <= 12 for step in indicator.next_steps):
        yield "une action se répète de 1 à 12 fois (« up_to »)."
    if any(len(step.label) > LONGEST_LABEL for step in indicator.next_steps):
        yield f"le libellé d'une action a {LONGEST_LABEL} caractères au plus."
