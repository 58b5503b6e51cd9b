"""A simulation beside the real year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from pupitre.aci.models import RuleFile
from pupitre.aci.queries.cockpit import Cockpit, Step, cockpit
from pupitre.aci.queries.impact import Impact, impact_between
from pupitre.aci.queries.rulesets import ruleset_of, with_own_hours
from pupitre.aci.rules.comparison import Pair, compare
from pupitre.aci.rules.exercise import elapsed
from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.outlook import YearEnd, next_steps, year_end
from pupitre.aci.rules.payment import Total, evaluate
from pupitre.aci.rules.ruleset import RuleSet
from pupitre.aci.rules.simulation import changes_between, tried
from pupitre.aci.rulesets import shipped_rulesets
from pupitre.core.memo import once


@dataclass(frozen=True)
class WhatIf:
    """The real year, the facts tried, and the other rules to set beside when asked."""

    seen: Cockpit
    facts: Facts
    other: RuleSet | None
    other_key: str

    @cached_property
    def real(self) -> Total:
        return self.seen.realised

    @cached_property
    def total(self) -> Total:
        return evaluate(self.seen.ruleset, self.facts, self.seen.year)

    @property
    def difference(self) -> int:
        return self.total.euros_cents - self.real.euros_cents

    @cached_property
    def lines(self) -> Sequence[Pair]:
        return compare(self.real, self.total)

    @cached_property
    def end(self) -> YearEnd:
        return self.year_end_of(self.facts)

    @cached_property
    def real_end(self) -> YearEnd:
        return self.year_end_of(self.seen.sourced.facts)

    def year_end_of(self, facts: Facts) -> YearEnd:
        terms = self.seen.sourced.terms
        share = elapsed(self.seen.year, terms.effect, self.seen.today, terms.end)
        return year_end(self.seen.ruleset, facts, share, self.seen.year)

    @cached_property
    def changes(self) -> dict[str, str]:
        return changes_between(self.seen.sourced.facts, self.facts)

    @property
    def address(self) -> str:
        """The query string that shows this simulation again."""
        return self.address_of(self.facts)

    def address_of(self, facts: Facts) -> str:
        asked = changes_between(self.seen.sourced.facts, facts)
        if self.other_key:
            asked["bareme"] = self.other_key
        return f"?{urlencode(asked)}" if asked else ""

    @cached_property
    def steps(self) -> list[Step]:
        """The next steps from what is tried; each one's address adds it to the simulation."""
        found = next_steps(with_own_hours(self.seen.ruleset), self.facts, self.seen.year)
        return [Step(one, self.address_of(one.facts)) for one in found]

    @cached_property
    def impact(self) -> Impact | None:
        """Both sets of rules on the facts tried."""
        if self.other is None:
            return None
        terms = self.seen.sourced.terms
        share = elapsed(self.seen.year, terms.effect, self.seen.today, terms.end)
        return impact_between(self.seen.year, self.seen.ruleset, self.other, self.facts, share)


def other_rules() -> dict[str, RuleSet]:
    """Return the rules that may be set beside those in force: shipped ones and loaded files."""
    shipped = {one.id: one for one in shipped_rulesets()}
    return shipped | {f"version-{file.number}": ruleset_of(file) for file in RuleFile.objects.all()}


def what_if(year: int, today: date, values: Mapping[str, Any], other: str) -> WhatIf:
    """Return the simulation of an exercise with some facts changed, by name."""
    seen = once(cockpit, year, today)
    rules = other_rules().get(other) if other else None
    return WhatIf(seen, tried(seen.sourced.facts, values), rules, other if rules else "")
