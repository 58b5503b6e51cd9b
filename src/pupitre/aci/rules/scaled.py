"""Formulas of the indicators that grow with patients, associates or work done."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from pupitre.aci.rules.facts import Facts, count_of, flag_of, with_facts
from pupitre.aci.rules.formula import (
    ZERO,
    Band,
    CountFormula,
    FlagFormula,
    Formula,
    Outcome,
    Terms,
    band_problems,
    banded,
    prorated,
)
from pupitre.aci.rules.words import counted, number, percent


def patients(count: int) -> str:
    return counted(count, "patient", "patients")


@dataclass(frozen=True)
class PerPatient(FlagFormula):
    """A variable amount when a condition is met."""

    variable: Fraction

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        if not flag_of(facts, self.fact):
            return Outcome(ZERO, False, ("La condition n'est pas remplie.",))
        total = terms.scaled(self.variable, facts.patients)
        because = (
            f"{number(self.variable)} × {patients(facts.patients)} "
            f"/ {number(terms.reference_patients)} = {terms.says(total)}."
        )
        return Outcome(total, True, (because,))


@dataclass(frozen=True)
class Missions(CountFormula):
    """A variable amount per mission, capped, and a fixed bonus with an IPA in the team."""

    per_mission_variable: Fraction
    max_missions: int
    ipa_bonus_fixed: Fraction
    ipa_bonus_from: int

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        done = count_of(facts, self.fact)
        paid = min(done, self.max_missions)
        total = terms.scaled(self.per_mission_variable, facts.patients) * paid
        because = [
            f"{counted(paid, 'mission comptée', 'missions comptées')} (au plus {self.most}), "
            f"{patients(facts.patients)} : {terms.says(total)}."
        ]
        if facts.ipa and paid >= self.ipa_bonus_from:
            total += self.ipa_bonus_fixed
            because.append(f"Avec un·e IPA : {terms.says(self.ipa_bonus_fixed)} de plus.")
        left = self.max_missions - paid
        missing = (f"Encore {counted(left, 'mission', 'missions')} possible.",) if left else ()
        return Outcome(total, done > 0, tuple(because), missing)

    @property
    def most(self) -> int:
        return self.max_missions


@dataclass(frozen=True)
class Coordination(FlagFormula):
    """A fixed amount, and a variable one whose worth changes by band of patients."""

    fixed: Fraction
    bands: tuple[Band, ...]

    def problems(self) -> tuple[str, ...]:
        return band_problems(self.bands)

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        if not flag_of(facts, self.fact):
            return Outcome(ZERO, False, ("La fonction de coordination n'est pas justifiée.",))
        total, because = self.fixed, [f"Forfait : {terms.says(self.fixed)}."]
        for size, band in banded(facts.patients, self.bands):
            part = terms.scaled(band.amount, size)
            total += part
            because.append(
                f"{patients(size)} × {number(band.amount)} / {number(terms.reference_patients)}"
                f" = {terms.says(part)}."
            )
        return Outcome(total, True, tuple(because))


@dataclass(frozen=True)
class InformationSystem(FlagFormula):
    """A fixed amount and one per associate by band, prorated from the first acquisition."""

    fixed: Fraction
    bands: tuple[Band, ...]
    prorata: bool = True

    def problems(self) -> tuple[str, ...]:
        return band_problems(self.bands)

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        if not flag_of(facts, self.fact):
            return Outcome(ZERO, False, ("Le système d'information n'est pas justifié.",))
        total, because = self.fixed, [f"Forfait : {terms.says(self.fixed)}."]
        for size, band in banded(facts.associates, self.bands):
            total += band.amount * size
            because.append(
                f"{counted(size, 'associé·e', 'associé·es')} × {number(band.amount)}"
                f" = {terms.says(band.amount * size)}."
            )
        share = prorated(facts, self.prorata)
        if share != 1:
            because.append(f"Compté au prorata : {number(share * 12)} mois sur 12.")
        return Outcome(total * share, True, tuple(because))


@dataclass(frozen=True)
class PerUnitCapped(CountFormula):
    """An amount per unit up to a number of units, higher with an IPA; the cap holds for both."""

    per_unit: Fraction
    max_units: int
    one: str
    many: str
    ipa_bonus_per_unit: Fraction = ZERO

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        done = count_of(facts, self.fact)
        paid = min(done, self.max_units)
        each = self.per_unit + (self.ipa_bonus_per_unit if facts.ipa else 0)
        total = each * paid
        because = [f"{counted(paid, self.one, self.many)} × {number(each)} = {terms.says(total)}."]
        if done > paid:
            because.append(f"Au-delà de {self.max_units}, rien de plus n'est compté.")
        if facts.ipa and self.ipa_bonus_per_unit and paid:
            bonus = terms.says(self.ipa_bonus_per_unit)
            because.append(f"Dont {bonus} pour chacun, avec un·e IPA.")
        left = self.max_units - paid
        missing = (f"Encore {counted(left, self.one, self.many)} possible.",) if left else ()
        return Outcome(total, done > 0, tuple(because), missing)

    @property
    def most(self) -> int:
        return self.max_units


@dataclass(frozen=True)
class Concertation(Formula):
    """A variable amount in proportion of the rate of files studied, up to a target rate.

    The rate, as a percentage, is truncated to `percent_places` decimals before use (Cnam guide
    p. 29). Below the minimum of meetings, prorated to the months of contract, the indicator is
    worth nothing (decision D9) and the line says that the sources disagree.
    """

    variable: Fraction
    ipa_bonus_variable: Fraction
    target_rate: Fraction
    percent_places: int
    minimum_meetings: int

    def problems(self) -> tuple[str, ...]:
        return () if self.target_rate else ("« target_rate » doit être positif.",)

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        least = ceil(Fraction(self.minimum_meetings * facts.months, 12))
        if not facts.meetings_ok and facts.meetings < least:
            return self.too_few(facts, least)
        rate, source = self.rate(facts)
        each = self.variable + (self.ipa_bonus_variable if facts.ipa else 0)
        share = min(Fraction(1), rate / self.target_rate)
        total = terms.scaled(each, facts.patients) * share
        because = (
            source,
            f"{number(each)} × {patients(facts.patients)} / {number(terms.reference_patients)}"
            f" × {number(share, 4)} = {terms.says(total)}.",
        )
        return Outcome(total, rate > 0, because, self.shortfall(facts, rate))

    def too_few(self, facts: Facts, least: int) -> Outcome:
        held = counted(facts.meetings, "réunion tenue", "réunions tenues")
        because = f"{held} pour un minimum de {least} : rien n'est compté."
        doubt = (
            "Concertation : les sources se contredisent sur le minimum de réunions, éliminatoire "
            "ou compté au prorata. À vérifier avec la CPAM."
        )
        needed = counted(least - facts.meetings, "réunion", "réunions")
        missing = f"Encore {needed} de concertation à tenir."
        return Outcome(ZERO, False, (because,), (missing,), (doubt,))

    def rate(self, facts: Facts) -> tuple[Fraction, str]:
        """The truncated rate and the sentence that says where it comes from."""
        places = 100 * 10**self.percent_places
        if facts.rate is not None:
            rate = Fraction(floor(facts.rate * places), places)
            return rate, f"Taux de dossiers étudiés : {percent(rate)}."
        base = self.base(facts)
        if not base:
            return ZERO, "Aucun patient en ALD ou de plus de 75 ans n'est renseigné."
        rate = Fraction(floor(facts.files / base * places), places)
        files = counted(facts.files, "dossier étudié", "dossiers étudiés")
        return rate, f"{files} sur {patients_of(base)} : taux de {percent(rate)}."

    def base(self, facts: Facts) -> Fraction:
        """Patients in ALD or over 75: counted one by one, or as a share of the patients."""
        if facts.share_ald_or_over_75 is not None:
            return facts.share_ald_or_over_75 * facts.patients
        return Fraction(facts.ald_under_75 + facts.over_75_non_ald + facts.over_75_ald)

    def shortfall(self, facts: Facts, rate: Fraction) -> tuple[str, ...]:
        base = self.base(facts)
        if rate >= self.target_rate or not base:
            return ()
        left = max(1, ceil(self.target_rate * base) - facts.files)
        return (f"{counted(left, 'dossier', 'dossiers')} de plus pour le taux plein.",)

    def at_best(self, facts: Facts) -> Facts:
        target = max(self.target_rate, facts.rate or ZERO)
        return with_facts(facts, meetings_ok=True, rate=target)

    def presumed(self, given: frozenset[str]) -> dict[str, bool]:
        return {} if "meetings" in given else {"meetings_ok": True}


def patients_of(base: Fraction) -> str:
    return counted(base, "patient concerné", "patients concernés")
