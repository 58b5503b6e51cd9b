"""What every ACI formula answers, and the arithmetic that several of them share."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pupitre.aci.rules.facts import Facts, FlagFact, NumberFact, count_of, with_facts
from pupitre.aci.rules.words import Unit, amount

ZERO = Fraction(0)


@dataclass(frozen=True)
class Terms:
    """What a formula needs of its rule set: the reference patient list and the unit paid."""

    reference_patients: int
    unit: Unit

    def scaled(self, variable: Fraction, patients: int) -> Fraction:
        """A variable part: `variable` is meant for the reference patient list."""
        return variable * patients / self.reference_patients

    def says(self, value: Fraction) -> str:
        return amount(value, self.unit)


@dataclass(frozen=True)
class Outcome:
    """One indicator: amount in its unit, whether it is reached, why, and what is missing."""

    amount: Fraction
    reached: bool
    because: tuple[str, ...]
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Formula(ABC):
    """A way of paying an indicator; its fields are the parameters that the data file gives."""

    @abstractmethod
    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        """What these facts bring."""

    @abstractmethod
    def at_best(self, facts: Facts) -> Facts:
        """The same structure with this indicator fully reached."""

    def allowed(self) -> Mapping[str, frozenset[str | int]]:
        """The values that a fact read by this formula may take, when they are few."""
        return {}

    def problems(self) -> tuple[str, ...]:
        """What makes the parameters unusable, as French sentences; nothing when they are fine."""
        return ()

    def aliases(self) -> Mapping[str, str]:
        """Short keys of a case on this indicator alone, and the facts that they mean."""
        return {}

    def presumed(self, given: frozenset[str]) -> dict[str, bool]:
        """Conditions that a case on this indicator alone takes as met when it is silent."""
        return {}


@dataclass(frozen=True)
class FlagFormula(Formula):
    """A formula that hangs on one condition, met or not."""

    fact: FlagFact

    def at_best(self, facts: Facts) -> Facts:
        return with_facts(facts, **{self.fact: True})

    def aliases(self) -> Mapping[str, str]:
        return {"reached": self.fact}

    def presumed(self, given: frozenset[str]) -> dict[str, bool]:
        return {self.fact: True}


@dataclass(frozen=True)
class CountFormula(Formula):
    """A formula that pays a number of things, up to the most that it counts."""

    fact: NumberFact

    @property
    @abstractmethod
    def most(self) -> int:
        """The number from which one more brings nothing."""

    def at_best(self, facts: Facts) -> Facts:
        return with_facts(facts, **{self.fact: max(count_of(facts, self.fact), self.most)})

    def aliases(self) -> Mapping[str, str]:
        return {"units": self.fact}


@dataclass(frozen=True)
class Band:
    """A slice of a quantity: `amount` per unit up to `up_to` units (None: no end)."""

    up_to: int | None
    amount: Fraction


def banded(quantity: int, bands: tuple[Band, ...]) -> list[tuple[int, Band]]:
    """How many units of the quantity fall in each band, empty bands left out."""
    slices, start = [], 0
    for band in bands:
        end = quantity if band.up_to is None else min(quantity, band.up_to)
        if end > start:
            slices.append((end - start, band))
            start = end
    return slices


def listing_problems(name: str, keys: list[int]) -> tuple[str, ...]:
    """A list of levels, steps or bands must hold something, in increasing order."""
    if not keys:
        return (f"la liste « {name} » est vide.",)
    if keys != sorted(set(keys)):
        return (f"la liste « {name} » doit être écrite dans l'ordre croissant.",)
    return ()


def band_problems(bands: tuple[Band, ...]) -> tuple[str, ...]:
    ends = [sys.maxsize if band.up_to is None else band.up_to for band in bands]
    return listing_problems("bands", ends)


def prorated(facts: Facts, applies: bool) -> Fraction:
    """Share of the year since the software was acquired, when the indicator is prorated."""
    months = facts.months if facts.si_months is None else facts.si_months
    return Fraction(months, 12) if applies else Fraction(1)
