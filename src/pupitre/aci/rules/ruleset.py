"""The shape of an ACI agreement as data: indicators, payment terms, validity by exercise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from pupitre.aci.rules.facts import FlagFact, LevelsFact, NumberFact, WordFact
from pupitre.aci.rules.fixed import (
    BooleanFixed,
    ChildObesity,
    ChoiceFixed,
    LevelsFixed,
    LevelsMixed,
    OpeningHours,
    Steps,
)
from pupitre.aci.rules.formula import Formula
from pupitre.aci.rules.scaled import (
    Concertation,
    Coordination,
    InformationSystem,
    Missions,
    PerPatient,
    PerUnitCapped,
)
from pupitre.aci.rules.words import Unit

FORMULAS: dict[str, type[Formula]] = {
    "opening_hours": OpeningHours,
    "boolean_fixed": BooleanFixed,
    "levels_fixed": LevelsFixed,
    "levels_mixed": LevelsMixed,
    "choice_fixed": ChoiceFixed,
    "steps": Steps,
    "child_obesity": ChildObesity,
    "per_patient": PerPatient,
    "missions": Missions,
    "coordination": Coordination,
    "information_system": InformationSystem,
    "per_unit_capped": PerUnitCapped,
    "concertation": Concertation,
}


def subject_of(formula: Formula) -> str:
    """What an indicator is about: the fact that its formula reads, or the name of what it gathers."""
    if isinstance(formula, OpeningHours):
        return "opening"
    return (
        "concertation" if isinstance(formula, Concertation) else str(getattr(formula, "fact", ""))
    )


class Kind(StrEnum):
    """Weight of an indicator: without a `prerequis` the year is not paid; `prerequis` and
    `socle` enter the advance; `crise` only counts when the authorities declare a crisis."""

    PREREQUISITE = "prerequis"
    SOCLE = "socle"
    OPTIONAL = "optionnel"
    CRISIS = "crise"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    Kind.PREREQUISITE: "socle et prérequis",
    Kind.SOCLE: "socle",
    Kind.OPTIONAL: "optionnel",
    Kind.CRISIS: "en cas de crise sanitaire",
}


@dataclass(frozen=True)
class Source:
    title: str
    date: str
    url: str


@dataclass(frozen=True)
class Override:
    """What one exercise changes for an indicator, with the reason shown to the person."""

    reason: str
    kind: Kind | None = None
    available: bool = True


@dataclass(frozen=True)
class NextStepRule:
    """A piece of work that may bring something: numbers added, flags raised, words set, a level up.

    `hours` is an estimate for doing it once; it may be repeated `up_to` times before it pays.
    """

    label: str
    hours: Fraction
    add: Mapping[NumberFact, int] = field(default_factory=dict)
    flags: tuple[FlagFact, ...] = ()
    words: Mapping[WordFact, str] = field(default_factory=dict)
    level_up: LevelsFact | None = None
    up_to: int = 1


@dataclass(frozen=True)
class Indicator:
    """One indicator; `requires` names indicators without which it is worth nothing."""

    id: str
    axis: int
    title: str
    short: str
    kind: Kind
    formula: Formula
    conditions: tuple[str, ...]
    evidence: tuple[str, ...]
    todo: str
    sources: tuple[str, ...]
    unit: Unit | None = None
    requires: tuple[str, ...] = ()
    themes: str | None = None
    overrides: Mapping[int, Override] = field(default_factory=dict)
    next_steps: tuple[NextStepRule, ...] = ()

    def kind_in(self, exercise: int) -> Kind:
        override = self.overrides.get(exercise)
        return override.kind if override and override.kind else self.kind


@dataclass(frozen=True)
class NationalRates:
    """National shares of C2S and AME patients used for some exercises."""

    exercises: tuple[int, ...]
    c2s: Fraction
    ame: Fraction
    official: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Precarity:
    cap: Fraction
    national_rates: tuple[NationalRates, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Advance:
    """Share of the fully reached `kinds`, paid early in the exercise.

    Two points that no source settles are options: counting the IPA bonuses, and the precarity
    increase.
    """

    rate: Fraction
    kinds: tuple[Kind, ...]
    with_ipa_bonuses: bool
    with_precarity: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class NewStructure:
    """Guarantee of the first exercises, in euros for a full year, prorated to the months."""

    minimum_eur: Fraction
    advance_minimum_eur: Fraction
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Payment:
    """How amounts become euros; `point_value_eur` is null for an agreement without points."""

    unit: Unit
    point_value_eur: Fraction | None
    reference_patients: int
    precarity: Precarity
    advance: Advance
    new_structure: NewStructure | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Themes:
    """A list of themes of an annexe; `warning` is shown while the list is to be checked."""

    title: str
    items: tuple[str, ...]
    sources: tuple[str, ...]
    warning: str | None = None


@dataclass(frozen=True)
class RuleSet:
    """One agreement, valid for some exercises; `exercises_unknown` gives a warning for each."""

    id: str
    label: str
    exercises_certain: tuple[int, ...]
    exercises_unknown: Mapping[int, str]
    axes: Mapping[int, str]
    payment: Payment
    sources: Mapping[str, Source]
    themes: Mapping[str, Themes]
    progressive: tuple[NumberFact, ...]
    indicators: tuple[Indicator, ...]

    def indicator(self, identifier: str) -> Indicator | None:
        return next((one for one in self.indicators if one.id == identifier), None)
