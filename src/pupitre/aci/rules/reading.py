"""From the keys of a case (a plain dict) to Facts, and back to one French sentence when wrong."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pupitre.aci.rules.facts import (
    FLAG_FACTS,
    HINTS,
    LEVELS_FACTS,
    SHARE_FACTS,
    WORD_FACTS,
    Facts,
)
from pupitre.aci.rules.ruleset import Indicator, RuleSet

GROUPS: Mapping[str, Mapping[str, str]] = {
    "opening": {
        name: name
        for name in ("amplitude", "saturday", "closure", "unscheduled_care", "pdsa_derogation")
    },
    "diversity": {
        "level": "diversity_level",
        "medical": "medical",
        "paramedical_kinds": "paramedical_kinds",
    },
    "second_recourse": {
        "level": "second_recourse_level",
        "days_per_week": "days_per_week",
        "days_per_month": "days_per_month",
    },
    "concertation": {
        name: name
        for name in (
            "meetings",
            "meetings_ok",
            "files",
            "ald_under_75",
            "over_75_non_ald",
            "over_75_ald",
            "share_ald_or_over_75",
            "rate",
        )
    },
}


MAGNITUDE = 12
"""Numbers beyond 10^12, or finer than 10^-12, are typing errors here."""


class CaseError(ValueError):
    """A case that cannot be computed; the message is one French sentence naming the key."""


def read_facts(ruleset: RuleSet, given: Mapping[str, Any], alone: Indicator | None = None) -> Facts:
    """Facts from the keys of a whole-structure case, or of a case on one indicator `alone`.

    Alone, the short keys `units`, `reached`, `choice`, `level` are accepted too, and a
    condition on which the case is silent is taken as met. Raises CaseError.
    """
    flat = flattened(given, alone.formula.aliases() if alone else {})
    values = {name: converted(name, value) for name, value in flat.items()}
    if alone:
        values = presumed(ruleset, alone, frozenset(values)) | values
    facts = Facts(**values)
    check_months(facts)
    check_allowed(ruleset, facts)
    return facts


def presumed(ruleset: RuleSet, alone: Indicator, given: frozenset[str]) -> dict[str, Any]:
    """The conditions taken as met for an indicator alone, its required indicators included."""
    needed = [ruleset.indicator(identifier) for identifier in alone.requires]
    found: dict[str, Any] = {}
    for indicator in [alone, *(one for one in needed if one)]:
        found |= indicator.formula.presumed(given)
    return found


def flattened(given: Mapping[str, Any], aliases: Mapping[str, str]) -> dict[str, Any]:
    """Facts by name, groups opened; a null value is a key left out."""
    flat: dict[str, Any] = {}
    for key, value in given.items():
        if value is None:
            continue
        if key in GROUPS:
            flat |= ungrouped(key, value)
        else:
            name = aliases.get(key, key)
            if name not in HINTS:
                raise CaseError(f"la clé « {key} » est inconnue.")
            flat[name] = value
    return flat


def ungrouped(group: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise CaseError(f"la clé « {group} » doit contenir ses propres clés.")
    for key in value:
        if key not in GROUPS[group]:
            raise CaseError(f"la clé « {key} » est inconnue dans « {group} ».")
    return {GROUPS[group][key]: one for key, one in value.items() if one is not None}


def converted(name: str, value: Any) -> Any:
    if name in FLAG_FACTS:
        return flag(name, value)
    if name in WORD_FACTS:
        return word(name, value)
    if name in LEVELS_FACTS:
        return levels(name, value)
    return quantity(name, value)


def flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise CaseError(f"« {name} » doit être true ou false, pas « {value} ».")
    return value


def word(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise CaseError(f"« {name} » doit être un mot, pas « {value} ».")
    return value


def levels(name: str, value: Any) -> frozenset[int]:
    """Levels proved: a number N means 1 to N, a list means just these levels."""
    if isinstance(value, list | tuple | frozenset):
        return frozenset(whole(name, exact(name, one)) for one in value)
    return frozenset(range(1, whole(name, exact(name, value)) + 1))


def quantity(name: str, value: Any) -> int | Fraction:
    number = exact(name, value)
    if name in SHARE_FACTS and number > 1:
        raise CaseError(f"« {name} » est une part : écrivez 0,05 pour 5 %, pas « {value} ».")
    if Fraction in (HINTS[name], *getattr(HINTS[name], "__args__", ())):
        return number
    return whole(name, number)


def exact(name: str, value: Any) -> Fraction:
    """The number as written, never through a binary float; refuses what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise CaseError(f"« {name} » doit être un nombre, pas « {value} ».")
    if isinstance(value, Fraction):
        number = value
    else:
        decimal = Decimal(str(value))
        if not decimal.is_finite() or abs(decimal.adjusted()) > MAGNITUDE:
            raise CaseError(f"« {name} » doit être un nombre fini et raisonnable.")
        number = Fraction(decimal)
    if number < 0:
        raise CaseError(f"« {name} » ne peut pas être négatif.")
    return number


def whole(name: str, number: Fraction) -> int:
    if number.denominator != 1:
        raise CaseError(f"« {name} » doit être un nombre entier.")
    return int(number)


def check_months(facts: Facts) -> None:
    for name in ("months", "si_months"):
        if (getattr(facts, name) or 0) > 12:
            raise CaseError(f"« {name} » va de 0 à 12 mois.")


def check_allowed(ruleset: RuleSet, facts: Facts) -> None:
    for indicator in ruleset.indicators:
        for name, known in indicator.formula.allowed().items():
            value = getattr(facts, name)
            for one in value if isinstance(value, frozenset) else {value}:
                if one is not None and one not in known:
                    choices = ", ".join(sorted(str(choice) for choice in known if choice != ""))
                    raise CaseError(f"« {name} » vaut « {one} » : choisissez parmi {choices}.")
