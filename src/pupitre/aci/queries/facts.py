"""The facts of one exercise, gathered from the work and from the contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pupitre.aci.models import Contract, Exercise
from pupitre.aci.queries.exercises import contract_of, exercise_of, terms_of
from pupitre.aci.queries.sources import Source, common_sources, sources_of
from pupitre.aci.queries.work import Work, work_of
from pupitre.aci.rules.exercise import Terms, day_counted, is_new_structure, months_of_contract
from pupitre.aci.rules.facts import Facts, with_facts

SHARES = ("c2s", "ame", "c2s_national", "ame_national")


@dataclass(frozen=True)
class SourcedFacts:
    """All facts of one exercise on one day; `justified` are the same, limited to what is proved.

    `by_subject` gives the source of each indicator, `common` what every amount depends on.
    """

    exercise: Exercise
    contract: Contract | None
    terms: Terms
    day: date
    facts: Facts
    justified: Facts
    by_subject: Mapping[str, Source]
    common: tuple[tuple[str, Source], ...]
    work: Work


def facts_for(year: int, today: date) -> SourcedFacts:
    """Return the facts of the exercise as they stand today, or on 31 December once it is over."""
    exercise, day = exercise_of(year), day_counted(year, today)
    contract = contract_of(year)
    terms = terms_of(contract)
    work = work_of(year, day)
    known = agreed(exercise, terms) | work.facts()
    facts = with_facts(Facts(), **known)
    return SourcedFacts(
        exercise=exercise,
        contract=contract,
        terms=terms,
        day=day,
        facts=facts,
        justified=with_facts(facts, **work.justified()),
        by_subject=sources_of(work),
        common=common_sources(exercise, contract, work, facts),
        work=work,
    )


def agreed(exercise: Exercise, terms: Terms) -> dict[str, Any]:
    """The facts of the exercise and the contract; shares are in per cent, those of the rules of one."""
    shares = {
        name: Fraction(value) / 100
        for name in SHARES
        if (value := getattr(exercise, name)) is not None
    }
    return shares | {
        "months": months_of_contract(exercise.year, terms.effect, terms.end),
        "new_structure": is_new_structure(exercise.year, terms),
        "pdsa_derogation": terms.pdsa_derogation,
    }
