"""Formulas of the indicators paid by steps, choices and conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pupitre.aci.rules.facts import (
    Facts,
    FlagFact,
    LevelsFact,
    NumberFact,
    WordFact,
    count_of,
    flag_of,
    levels_of,
    number_of,
    with_facts,
    word_of,
)
from pupitre.aci.rules.formula import (
    ZERO,
    CountFormula,
    FlagFormula,
    Formula,
    Outcome,
    Terms,
    listing_problems,
    prorated,
)
from pupitre.aci.rules.words import counted, number


@dataclass(frozen=True)
class BooleanFixed(FlagFormula):
    """A fixed amount when a condition is met, prorated to the year when the text says so."""

    fixed: Fraction
    prorata: bool = False

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        if not flag_of(facts, self.fact):
            return Outcome(ZERO, False, ("La condition n'est pas remplie.",))
        share = prorated(facts, self.prorata)
        reasons = [f"La condition est remplie : {terms.says(self.fixed)}."]
        if share != 1:
            reasons.append(f"Compté au prorata : {number(share * 12)} mois sur 12.")
        return Outcome(self.fixed * share, True, tuple(reasons))


@dataclass(frozen=True)
class OpeningHours(Formula):
    """A fixed amount minus a cut per failing; a null cut annuls the indicator.

    `derogation_waives` names the axes (amplitude, saturday, closure) whose cut a PDSA
    derogation lifts (decision D2).
    """

    fixed: Fraction
    amplitude: Mapping[str, Fraction | None]
    saturday: Mapping[str, Fraction | None]
    closure: Mapping[str, Fraction | None]
    labels: Mapping[str, str]
    derogation_waives: tuple[str, ...] = ()

    def axes(self) -> dict[str, Mapping[str, Fraction | None]]:
        return {"amplitude": self.amplitude, "saturday": self.saturday, "closure": self.closure}

    def problems(self) -> tuple[str, ...]:
        return tuple(
            f"aucun choix de « {axis} » ne laisse de points."
            for axis, cuts in self.axes().items()
            if all(cut is None for cut in cuts.values())
        )

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        if not facts.unscheduled_care:
            reason = "L'accès aux soins non programmés n'est pas organisé : rien n'est compté."
            return Outcome(ZERO, False, (reason,))
        total, reasons, annulled = self.fixed, [f"Forfait : {terms.says(self.fixed)}."], False
        for axis, cuts in self.axes().items():
            cut, reason = self.cut(axis, cuts, facts, terms)
            annulled = annulled or cut is None
            total -= cut or 0
            reasons += [reason] if reason else []
        if annulled:
            return Outcome(ZERO, False, tuple(reasons))
        return Outcome(max(ZERO, total), total > 0, tuple(reasons))

    def cut(
        self, axis: str, cuts: Mapping[str, Fraction | None], facts: Facts, terms: Terms
    ) -> tuple[Fraction | None, str]:
        """What one axis takes away (None: everything), and the sentence that says it."""
        label = self.labels.get(word_of(facts, axis), "horaire non renseigné")
        if facts.pdsa_derogation and axis in self.derogation_waives:
            return ZERO, "Dérogation PDSA : l'amplitude n'est pas regardée."
        cut = cuts.get(word_of(facts, axis))
        if cut is None:
            return None, f"Rien n'est compté : {label}."
        return cut, f"Moins {terms.says(cut)} : {label}." if cut else ""

    def at_best(self, facts: Facts) -> Facts:
        best: dict[str, str] = {
            axis: min((value, key) for key, value in cuts.items() if value is not None)[1]
            for axis, cuts in self.axes().items()
        }
        return with_facts(facts, unscheduled_care=True, **best)

    def allowed(self) -> Mapping[str, frozenset[str | int]]:
        return {axis: frozenset({"", *cuts}) for axis, cuts in self.axes().items()}

    def presumed(self, given: frozenset[str]) -> dict[str, bool]:
        return {"unscheduled_care": True}


@dataclass(frozen=True)
class CountedLevel:
    """A level reached when one of `any_of` and each of `all_of` attain their least number."""

    level: int
    fixed: Fraction
    label: str
    any_of: Mapping[NumberFact, Fraction]
    all_of: Mapping[NumberFact, Fraction]

    def met(self, facts: Facts) -> bool:
        enough = [number_of(facts, name) >= least for name, least in self.any_of.items()]
        every = all(number_of(facts, name) >= least for name, least in self.all_of.items())
        return every and (any(enough) or not enough)


@dataclass(frozen=True)
class LevelsFixed(Formula):
    """Fixed amounts that add up level after level; the level is declared or counted."""

    fact: NumberFact
    levels: tuple[CountedLevel, ...]

    def level(self, facts: Facts) -> int:
        declared = getattr(facts, self.fact)
        if declared is not None:
            return count_of(facts, self.fact)
        return max((level.level for level in self.levels if level.met(facts)), default=0)

    def problems(self) -> tuple[str, ...]:
        return listing_problems("levels", [level.level for level in self.levels])

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        attained = self.level(facts)
        won = [level for level in self.levels if level.level <= attained]
        lost = [level for level in self.levels if level.level > attained]
        because = tuple(
            f"Niveau {level.level} ({level.label}) : {terms.says(level.fixed)}." for level in won
        )
        missing = tuple(f"Niveau {level.level} : {level.label}." for level in lost)
        total = sum((level.fixed for level in won), ZERO)
        return Outcome(total, bool(won), because or ("Aucun niveau n'est atteint.",), missing)

    def at_best(self, facts: Facts) -> Facts:
        return with_facts(facts, **{self.fact: max(level.level for level in self.levels)})

    def allowed(self) -> Mapping[str, frozenset[str | int]]:
        return {self.fact: frozenset({0, *(level.level for level in self.levels)})}

    def aliases(self) -> Mapping[str, str]:
        return {"level": self.fact}


@dataclass(frozen=True)
class MixedLevel:
    """A level worth a fixed and a variable part; `requires_level` must be proved as well."""

    level: int
    label: str
    fixed: Fraction = ZERO
    variable: Fraction = ZERO
    requires_level: int | None = None


@dataclass(frozen=True)
class LevelsMixed(Formula):
    """Levels proved one by one; a level whose required level is missing does not count."""

    fact: LevelsFact
    levels: tuple[MixedLevel, ...]

    def problems(self) -> tuple[str, ...]:
        return listing_problems("levels", [level.level for level in self.levels])

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        proved = levels_of(facts, self.fact)
        total, because, missing = ZERO, [], []
        counted_levels: set[int] = set()
        for level in self.levels:
            if level.level not in proved:
                missing.append(f"Niveau {level.level} : {level.label}.")
            elif level.requires_level not in {None, *counted_levels}:
                because.append(
                    f"Le niveau {level.level} ne compte pas sans le niveau {level.requires_level}."
                )
            else:
                counted_levels.add(level.level)
                worth = level.fixed + terms.scaled(level.variable, facts.patients)
                because.append(f"Niveau {level.level} ({level.label}) : {terms.says(worth)}.")
                total += worth
        reasons = tuple(because) or ("Aucun niveau n'est atteint.",)
        return Outcome(total, bool(counted_levels), reasons, tuple(missing))

    def at_best(self, facts: Facts) -> Facts:
        return with_facts(facts, **{self.fact: frozenset(level.level for level in self.levels)})

    def allowed(self) -> Mapping[str, frozenset[str | int]]:
        return {self.fact: frozenset({0, *(level.level for level in self.levels)})}

    def aliases(self) -> Mapping[str, str]:
        return {"level": self.fact, "levels": self.fact}


@dataclass(frozen=True)
class Choice:
    key: str
    fixed: Fraction
    label: str


@dataclass(frozen=True)
class ChoiceFixed(Formula):
    """One amount among several that do not add up; `none` stands for no choice."""

    fact: WordFact
    choices: tuple[Choice, ...]

    def problems(self) -> tuple[str, ...]:
        return () if self.choices else ("la liste « choices » est vide.",)

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        for choice in self.choices:
            if choice.key == word_of(facts, self.fact):
                because = f"{choice.label} : {terms.says(choice.fixed)}."
                return Outcome(choice.fixed, True, (because,))
        ways = tuple(f"{choice.label} : {terms.says(choice.fixed)}." for choice in self.choices)
        return Outcome(ZERO, False, ("Aucune des possibilités n'est retenue.",), ways)

    def at_best(self, facts: Facts) -> Facts:
        best = max(self.choices, key=lambda choice: choice.fixed)
        now = [choice for choice in self.choices if choice.key == word_of(facts, self.fact)]
        if now and now[0].fixed == best.fixed:
            return facts
        return with_facts(facts, **{self.fact: best.key})

    def allowed(self) -> Mapping[str, frozenset[str | int]]:
        return {self.fact: frozenset({"none", *(choice.key for choice in self.choices)})}

    def aliases(self) -> Mapping[str, str]:
        return {"choice": self.fact}


@dataclass(frozen=True)
class Step:
    at: int
    amount: Fraction


@dataclass(frozen=True)
class Steps(CountFormula):
    """The amount of the highest step attained, steps in increasing order."""

    steps: tuple[Step, ...]
    one: str
    many: str

    def problems(self) -> tuple[str, ...]:
        return listing_problems("steps", [step.at for step in self.steps])

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        count = count_of(facts, self.fact)
        attained = [step for step in self.steps if step.at <= count]
        ahead = [step for step in self.steps if step.at > count]
        total = attained[-1].amount if attained else ZERO
        because = f"{counted(count, self.one, self.many)} : {terms.says(total)}."
        missing = tuple(
            f"{counted(step.at, self.one, self.many)} : {terms.says(step.amount)}."
            for step in ahead[:1]
        )
        return Outcome(total, total > 0, (because,), missing)

    @property
    def most(self) -> int:
        return self.steps[-1].at


@dataclass(frozen=True)
class ChildObesity(FlagFormula):
    """A fixed amount when the pathway is added to enough missions, or to a mission on it."""

    missions: NumberFact
    own_mission: FlagFact
    missions_required: int
    fixed: Fraction

    def assess(self, facts: Facts, terms: Terms) -> Outcome:
        if not flag_of(facts, self.fact):
            return Outcome(ZERO, False, ("Le parcours n'est pas mis en place.",))
        count = count_of(facts, self.missions)
        if count >= self.missions_required:
            missions = counted(count, "mission", "missions")
            because = f"Parcours fait, avec {missions} de santé publique"
        elif count and flag_of(facts, self.own_mission):
            because = "Parcours fait, et la mission de santé publique porte sur ce thème"
        else:
            reason = "Le parcours est fait, mais les missions de santé publique ne suffisent pas."
            missing = (
                f"{self.missions_required} missions de santé publique, "
                "ou une mission sur le surpoids et l'obésité de l'enfant."
            )
            return Outcome(ZERO, False, (reason,), (missing,))
        return Outcome(self.fixed, True, (f"{because} : {terms.says(self.fixed)}.",))

    def at_best(self, facts: Facts) -> Facts:
        enough = max(count_of(facts, self.missions), self.missions_required)
        return with_facts(facts, **{self.fact: True, self.missions: enough})
