"""What other rules would change in euros for this centre."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pupitre.aci.queries.facts import facts_for
from pupitre.aci.queries.rulesets import ruleset_in_force
from pupitre.aci.rules.comparison import Pair, compare
from pupitre.aci.rules.exercise import elapsed
from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.outlook import possible, project
from pupitre.aci.rules.payment import Total, advance, evaluate
from pupitre.aci.rules.ruleset import RuleSet


@dataclass(frozen=True)
class Side:
    """One set of rules applied to the structure; amounts in cents."""

    ruleset: RuleSet
    total: Total
    expected: int
    best: int
    advance: int


@dataclass(frozen=True)
class Impact:
    """Two sets of rules on the same work of one exercise."""

    year: int
    first: Side
    second: Side
    lines: tuple[Pair, ...]

    @property
    def figures(self) -> list[tuple[str, int, int, int]]:
        """A label, both amounts and their difference."""
        one, two = self.first, self.second
        found = (
            ("Réalisé à ce jour", one.total.euros_cents, two.total.euros_cents),
            ("Attendu au 31 décembre", one.expected, two.expected),
            ("Possible dans l'année", one.best, two.best),
            ("Avance", one.advance, two.advance),
        )
        return [(label, before, after, after - before) for label, before, after in found]


def impact_of(year: int, today: date, other: RuleSet) -> Impact:
    """Return the rules in force and the other ones on the work of the exercise."""
    sourced = facts_for(year, today)
    share_gone = elapsed(year, sourced.terms.effect, today, sourced.terms.end)
    return impact_between(year, ruleset_in_force(year), other, sourced.facts, share_gone)


def impact_between(
    year: int, first: RuleSet, second: RuleSet, facts: Facts, share_gone: Fraction
) -> Impact:
    """Return two sets of rules on the same facts."""
    sides = [side(one, facts, project(one, facts, share_gone), year) for one in (first, second)]
    return Impact(year, sides[0], sides[1], compare(sides[0].total, sides[1].total))


def side(ruleset: RuleSet, facts: Facts, expected: Facts, year: int) -> Side:
    return Side(
        ruleset=ruleset,
        total=evaluate(ruleset, facts, year),
        expected=evaluate(ruleset, expected, year).euros_cents,
        best=evaluate(ruleset, possible(ruleset, facts, year), year).euros_cents,
        advance=advance(ruleset, facts, year).euros_cents,
    )
