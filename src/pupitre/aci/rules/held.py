"""What was done in the year, thing by thing: what each counts as, and the pieces that prove it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

CHILD_OBESITY = "obesite_enfant"
"""The theme of annexe 2 that child obesity's own indicator looks for."""
ALL_REQUESTS = "all_regulator_requests"


@dataclass(frozen=True)
class Thing:
    """One thing done: a protocol, a mission, a trainee, a level, a text in force.

    `subject` is that of its indicator; `counts_as` tells two of them apart (a theme, a person, a
    level) or is their measure; `row` is the model label and key of where it is written. `pieces`
    are the documents at hand, `asked` how many proofs there must be, `missing` those that lack.
    """

    subject: str
    label: str
    url: str
    row: tuple[str, int]
    counts_as: Any = True
    pieces: tuple[Any, ...] = ()
    asked: int = 0
    missing: tuple[str, ...] = ()

    @property
    def proved(self) -> bool:
        return not self.missing


def by_subject(things: Iterable[Thing]) -> Mapping[str, Sequence[Thing]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        found[thing.subject].append(thing)
    return found


Kinds = frozenset[Any]


def kinds(things: Iterable[Thing]) -> Kinds:
    return frozenset(thing.counts_as for thing in things)


FOLDS: Mapping[str, Callable[[Sequence[Thing]], Any]] = {
    "crisis_plan": bool,
    "coordination": bool,
    "si_standard": bool,
    "si_advanced": bool,
    "cstm": bool,
    "external_coordination": bool,
    "heart_failure": bool,
    "child_obesity": bool,
    "crisis_actions": bool,
    "protocols": len,
    "pnc": lambda found: len(kinds(found)),
    "missions": lambda found: len(kinds(found)),
    "trainees": lambda found: len(kinds(found)),
    "users_level": kinds,
    "quality_level": kinds,
}
"""How the things of a subject make the fact of the same name."""


def facts_of(things: Iterable[Thing], doctors: frozenset[int]) -> dict[str, Any]:
    """The facts (`rules.facts.Facts`) that these things make; `doctors`: keys of who may join the SAS.

    Two missions of one theme are one (annexe 2); a trainee who comes twice is one (A2-04).
    """
    of = by_subject(things)
    facts = {name: fold(of.get(name, ())) for name, fold in FOLDS.items()}
    sessions = of.get("second_recourse_level", ())
    return facts | {
        "mission_is_child_obesity": CHILD_OBESITY in kinds(of.get("missions", ())),
        "days_per_week": sum((one.counts_as for one in sessions), Fraction(0)),
        "sas": sas_choice(kinds(of.get("sas", ())), doctors),
    }


def sas_choice(takers: Kinds, doctors: frozenset[int]) -> str:
    """Which of the three ways holds: every request, all doctors, half of them (avenant 1, A1-09)."""
    if ALL_REQUESTS in takers:
        return ALL_REQUESTS
    joined = len(takers & doctors)
    if not joined or 2 * joined < len(doctors):
        return "none"
    return "all_doctors" if joined == len(doctors) else "half_of_doctors"


def of_year(dated: date | None, added: date, year: int) -> bool:
    """Tell whether a document proves something of that year: its own date says so; without one, it was
    added in the year or before the end of the next January, while the declaration is prepared."""
    if dated is not None:
        return dated.year == year
    return date(year, 1, 1) <= added <= date(year + 1, 1, 31)
