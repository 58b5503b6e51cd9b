"""The cockpit of one exercise: what is done, proved, expected and possible, line by line."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pupitre.aci.queries.facts import SourcedFacts, facts_for
from pupitre.aci.queries.receipts import Money, receipts_of
from pupitre.aci.queries.rulesets import ruleset_in_force, with_own_hours
from pupitre.aci.queries.sources import Source
from pupitre.aci.rules.exercise import elapsed, usual_declaration_day
from pupitre.aci.rules.outlook import NextStep, next_steps, possible, project
from pupitre.aci.rules.payment import Advance, IndicatorLine, Total, advance, evaluate, terms_of
from pupitre.aci.rules.ruleset import Kind, RuleSet, subject_of
from pupitre.aci.rules.state import State, state_of
from pupitre.aci.rules.words import Unit, number
from pupitre.core import french
from pupitre.core.money import HARD_SPACE, pro_rata

ORDER = {Kind.PREREQUISITE: 0, Kind.SOCLE: 1, Kind.OPTIONAL: 2, Kind.CRISIS: 3}
UNCONFIRMED = (
    "Les taux nationaux de C2S et d'AME saisis pour cet exercice ne sont pas notés comme confirmés "
    "par la CPAM : la majoration pour précarité est une estimation."
)
SHOWN = 5
"""Useful actions shown at once."""


@dataclass(frozen=True)
class Row:
    """One indicator: its computed line, its state in a word, its source, and what of it is proved."""

    line: IndicatorLine
    justified: IndicatorLine
    state: State
    source: Source

    @property
    def points(self) -> str:
        return number(self.line.points)

    @property
    def unproved_cents(self) -> int:
        return max(0, self.line.euros_cents - self.justified.euros_cents)


@dataclass(frozen=True)
class Step:
    """A useful action, and the page where it is done."""

    step: NextStep
    url: str

    @property
    def hours(self) -> str:
        return f"environ {number(self.step.hours, 1)}{HARD_SPACE}h (estimation)"


@dataclass(frozen=True)
class Cockpit:
    """One exercise on one day. `justified_cents` adds up, precarity included, the indicators whose
    pieces are there; nothing is paid of it while a piece of a prerequisite lacks."""

    sourced: SourcedFacts
    ruleset: RuleSet
    today: date
    realised: Total
    proved: Total
    expected: Total

    @property
    def year(self) -> int:
        return int(self.sourced.exercise.year)

    @property
    def over(self) -> bool:
        return self.today.year > self.year

    @property
    def declare_by(self) -> date:
        return self.sourced.exercise.declare_by or usual_declaration_day(self.year)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The indicators, prerequisites first."""
        pairs = zip(self.realised.lines, self.proved.lines, strict=True)
        found = [
            Row(line, proved, state_of(line), self.source(subject_of(line.indicator.formula)))
            for line, proved in pairs
        ]
        return tuple(sorted(found, key=lambda row: ORDER[row.line.kind]))

    def row_about(self, subject: str) -> Row | None:
        """The row of an indicator by its subject, None in an agreement that lacks it."""
        return next(
            (row for row in self.rows if subject_of(row.line.indicator.formula) == subject), None
        )

    def source(self, subject: str) -> Source:
        return self.sourced.by_subject.get(subject, NO_SOURCE)

    @property
    def justified_cents(self) -> int:
        exact = sum(row.justified.euros_cents for row in self.rows)
        proved = pro_rata(exact, 1 + self.realised.majoration)
        return min(proved, self.realised.euros_cents) if self.realised.euros_cents else 0

    @property
    def to_prove(self) -> list[Row]:
        """The reached indicators of which a piece lacks."""
        return [row for row in self.rows if row.line.reached and row.source.missing]

    @property
    def prerequisites_to_prove(self) -> list[Row]:
        return [row for row in self.to_prove if row.line.kind is Kind.PREREQUISITE]

    @property
    def missing(self) -> list[Row]:
        """The prerequisites that are not reached: without them the year is not paid."""
        names = set(self.realised.prerequisites_missing)
        return [row for row in self.rows if row.line.indicator.id in names]

    @property
    def pieces(self) -> tuple[int, int]:
        """How many pieces are ready, of how many asked for what is reached."""
        reached = [row.source for row in self.rows if row.line.reached]
        return sum(one.ready for one in reached), sum(one.asked for one in reached)

    @property
    def points(self) -> str:
        return number(self.realised.points)

    @property
    def still_expected_cents(self) -> int:
        return max(0, self.expected.euros_cents - self.justified_cents)

    @property
    def uncertain(self) -> bool:
        """Whether the rules themselves do not claim this exercise."""
        return self.year not in self.ruleset.exercises_certain

    @property
    def in_points(self) -> bool:
        """Whether an indicator pays points: an agreement may pay euros alone."""
        return any(
            terms_of(self.ruleset, one).unit is Unit.POINTS for one in self.ruleset.indicators
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be read beside the amounts."""
        exercise, found = self.sourced.exercise, self.realised.warnings
        typed = exercise.c2s_national is not None or exercise.ame_national is not None
        if typed and self.realised.majoration and not exercise.rates_confirmed:
            return (*found, UNCONFIRMED)
        return found

    @property
    def meter_words(self) -> str:
        euros = french.whole_euros
        return (
            f"{euros(self.justified_cents)} justifiés, {euros(self.expected.euros_cents)} attendus, "
            f"sur {euros(self.best.euros_cents)} possibles"
        )

    @property
    def figures(self) -> list[dict[str, str]]:
        """The facts under the great figure."""
        euros, (ready, asked) = french.whole_euros, self.pieces
        exercise = self.sourced.exercise
        advances = [one for one in self.receipts if one.kind == "advance"]
        received = sum(one.cents for one in advances) if advances else None
        on = f"reçue le {advances[-1].received_on:%d/%m/%Y}" if advances else ""
        return [
            {"label": "Justifié à ce jour", "value": euros(self.justified_cents)},
            {"label": "Réalisé à ce jour", "value": euros(self.realised.euros_cents)},
            {
                "label": "Avance" if received is None else f"Avance {on}",
                "value": euros(self.advance.euros_cents if received is None else received),
                "note": "calculée" if received is None else "",
            },
            {"label": "Justificatifs prêts", "value": f"{ready} sur {asked}"},
            {"label": "Possible cette année", "value": euros(self.best.euros_cents)},
            {
                "label": "Déclaration" if exercise.declared_on is None else "Déclaré le",
                "value": french.numeric_day(exercise.declared_on or self.declare_by),
                "note": "" if exercise.declare_by or exercise.declared_on else "date à vérifier",
            },
        ]

    @property
    def ars(self) -> list[dict[str, str]]:
        """The activity figures that the ARS asks of a structure, from the same facts."""
        work, facts = self.sourced.work, self.sourced.facts
        held = (
            ("Patientèle", facts.patients),
            ("Médecins associés", work.patients.doctors),
            ("Associés", facts.associates),
            ("RCP tenues", len(work.rcps)),
            ("Dossiers étudiés", facts.files),
            ("Protocoles", facts.protocols),
            ("Missions de santé publique", facts.missions),
            ("Stagiaires", facts.trainees),
        )
        return [{"label": label, "value": french.number(value)} for label, value in held]

    @property
    def best_steps(self) -> tuple[Step, ...]:
        return self.steps[:SHOWN]

    @property
    def other_steps(self) -> tuple[Step, ...]:
        return self.steps[SHOWN:]

    @cached_property
    def receipts(self) -> tuple[Money, ...]:
        """What the CPAM paid for this exercise, oldest first."""
        return receipts_of(self.year)

    @cached_property
    def best(self) -> Total:
        """The year with every indicator fully reached."""
        facts = possible(self.ruleset, self.sourced.facts, self.year)
        return evaluate(self.ruleset, facts, self.year)

    @cached_property
    def advance(self) -> Advance:
        return advance(self.ruleset, self.sourced.facts, self.year)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What is most worth doing; nothing once the year is over."""
        if self.over:
            return ()
        found = next_steps(with_own_hours(self.ruleset), self.sourced.facts, self.year)
        sources = [self.source(subject_of(one.indicator.formula)) for one in found]
        return tuple(
            Step(one, source.more or source.act) for one, source in zip(found, sources, strict=True)
        )


NO_SOURCE = Source("Non renseigné", "", "", "")


def cockpit(year: int, today: date) -> Cockpit:
    """Return the cockpit of an exercise as of that day."""
    sourced, ruleset = facts_for(year, today), ruleset_in_force(year)
    share = elapsed(year, sourced.terms.effect, today, sourced.terms.end)
    return Cockpit(
        sourced=sourced,
        ruleset=ruleset,
        today=today,
        realised=evaluate(ruleset, sourced.facts, year),
        proved=evaluate(ruleset, sourced.justified, year),
        expected=evaluate(ruleset, project(ruleset, sourced.facts, share), year),
    )
