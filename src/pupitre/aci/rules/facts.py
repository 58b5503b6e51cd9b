"""What a structure did in one exercise: the only input of the ACI computation."""

import dataclasses
import typing
from dataclasses import dataclass
from fractions import Fraction

NumberFact = typing.NewType("NumberFact", str)
FlagFact = typing.NewType("FlagFact", str)
WordFact = typing.NewType("WordFact", str)
LevelsFact = typing.NewType("LevelsFact", str)


@dataclass(frozen=True)
class Facts:
    """Facts of one structure for one civil year; a fact left out is "not reached" or zero.

    Shares and rates are fractions of one (0.05 is 5 %). `patients`: patients who declared an
    associated doctor as médecin traitant. `months`: months of contract in the exercise;
    `si_months`: months since the first software was acquired, when it differs.
    """

    patients: int = 0
    associates: int = 0
    months: int = 12
    new_structure: bool = False
    ipa: bool = False
    c2s: Fraction = Fraction(0)
    ame: Fraction = Fraction(0)
    c2s_national: Fraction | None = None
    ame_national: Fraction | None = None
    amplitude: str = ""
    saturday: str = ""
    closure: str = ""
    unscheduled_care: bool = False
    pdsa_derogation: bool = False
    crisis_plan: bool = False
    crisis_actions: bool = False
    medical: int = 0
    paramedical_kinds: int = 0
    diversity_level: int | None = None
    days_per_week: Fraction = Fraction(0)
    days_per_month: Fraction = Fraction(0)
    second_recourse_level: int | None = None
    cstm: bool = False
    missions: int = 0
    mission_is_child_obesity: bool = False
    users_level: frozenset[int] = frozenset()
    sas: str = "none"
    coordination: bool = False
    protocols: int = 0
    meetings: int = 0
    meetings_ok: bool = False
    files: int = 0
    ald_under_75: int = 0
    over_75_non_ald: int = 0
    over_75_ald: int = 0
    share_ald_or_over_75: Fraction | None = None
    rate: Fraction | None = None
    trainees: int = 0
    external_coordination: bool = False
    quality_level: frozenset[int] = frozenset()
    pnc: int = 0
    heart_failure: bool = False
    child_obesity: bool = False
    si_standard: bool = False
    si_months: int | None = None
    si_advanced: bool = False


HINTS: dict[str, typing.Any] = typing.get_type_hints(Facts)


def names_of(*hints: object) -> frozenset[str]:
    return frozenset(name for name, hint in HINTS.items() if hint in hints)


NUMBER_FACTS = names_of(int, Fraction, int | None, Fraction | None)
FLAG_FACTS = names_of(bool)
WORD_FACTS = names_of(str)
LEVELS_FACTS = names_of(frozenset[int])
SHARE_FACTS = frozenset(
    {"c2s", "ame", "c2s_national", "ame_national", "share_ald_or_over_75", "rate"}
)


def number_of(facts: Facts, name: str) -> Fraction:
    return Fraction(getattr(facts, name) or 0)


def count_of(facts: Facts, name: str) -> int:
    return int(number_of(facts, name))


def flag_of(facts: Facts, name: str) -> bool:
    return bool(getattr(facts, name))


def word_of(facts: Facts, name: str) -> str:
    return str(getattr(facts, name))


def levels_of(facts: Facts, name: str) -> frozenset[int]:
    return frozenset(getattr(facts, name))


def with_facts(facts: Facts, **changes: typing.Any) -> Facts:
    """A copy of the facts with some of them changed."""
    return dataclasses.replace(facts, **changes)
