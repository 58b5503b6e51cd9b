"""The facts of one exercise, gathered from the work and from what was typed by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pupitre.aci.models import Exercise
from pupitre.aci.queries.exercises import exercise_of
from pupitre.aci.queries.sources import Source, common_sources, sources_of
from pupitre.aci.queries.typed import Typed, typed_facts
from pupitre.aci.queries.work import Work, work_of
from pupitre.aci.rules.exercise import day_counted, months_of_contract
from pupitre.aci.rules.facts import HINTS, Facts, with_facts

SHARES = ("c2s", "ame", "c2s_national", "ame_national")


@dataclass(frozen=True)
class SourcedFacts:
    """All facts of one exercise on one day; `justified` are the same, limited to what is proved.

    `by_subject` gives the source of each indicator, `common` what every amount depends on.
    """

    exercise: Exercise
    day: date
    facts: Facts
    justified: Facts
    by_subject: Mapping[str, Source]
    common: tuple[tuple[str, Source], ...]
    work: Work


def facts_for(year: int, today: date) -> SourcedFacts:
    """Return the facts of the exercise as they stand today, or on 31 December once it is over."""
    exercise, day = exercise_of(year), day_counted(year, today)
    work = work_of(year, day)
    typed = {name: one for name, one in typed_facts(exercise).items() if name not in work.held}
    known = contract(exercise) | work.facts() | typed_values(typed, year)
    facts = with_facts(Facts(), **known)
    charter = "charter" in typed and typed["charter"].proved()
    limited = facts_only({name: one.proved() for name, one in typed.items()})
    return SourcedFacts(
        exercise=exercise,
        day=day,
        facts=facts,
        justified=with_facts(facts, **limited, **work.justified(charter=charter)),
        by_subject=sources_of(typed, work, year),
        common=common_sources(exercise, work, facts),
        work=work,
    )


def contract(exercise: Exercise) -> dict[str, Any]:
    """The facts that the exercise itself holds; its shares are in per cent, those of the rules of one."""
    shares = {
        name: Fraction(value) / 100
        for name in SHARES
        if (value := getattr(exercise, name)) is not None
    }
    return shares | {
        "months": months_of_contract(exercise.year, exercise.signed_on),
        "new_structure": exercise.new_structure,
        "pdsa_derogation": exercise.pdsa_derogation,
    }


def typed_values(typed: Mapping[str, Typed], year: int) -> dict[str, Any]:
    found = facts_only({name: one.value for name, one in typed.items()})
    since = typed["si_since"].value if "si_since" in typed else None
    if since and since.year >= year:
        found["si_months"] = months_of_contract(year, since)
    return found


def facts_only(found: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is asked for itself and is no fact of the rules (the charter, a date)."""
    return {name: value for name, value in found.items() if name in HINTS}
