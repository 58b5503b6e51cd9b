"""Schemes side by side on the real time of a period: who gets what, what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pupitre.indemnities.models import Scheme
from pupitre.indemnities.queries.facts import StatusBook, attendances, eligible
from pupitre.indemnities.queries.schemes import scheme_rules
from pupitre.indemnities.queries.settlement import closed_between
from pupitre.indemnities.rules.scheme import IndemnityError, Outcome, Span
from pupitre.indemnities.rules.scheme import Scheme as Rules
from pupitre.indemnities.rules.settle import settle
from pupitre.people.models import Person


@dataclass(frozen=True)
class Trial:
    """One column: a scheme, or one with changed prices, and its outcome or why it has none."""

    title: str
    scheme: Scheme
    outcome: Outcome | None
    refusal: str = ""

    @property
    def total(self) -> int:
        return self.outcome.total if self.outcome else 0


@dataclass(frozen=True)
class SimulatedRow:
    """One person under each trial, in cents; `gap` is the last trial less the first."""

    person: Person
    minutes: int
    cents: tuple[int, ...]

    @property
    def gap(self) -> int:
        return self.cents[-1] - self.cents[0]


@dataclass(frozen=True)
class Simulation:
    """The table of a simulation."""

    span: Span
    trials: tuple[Trial, ...]
    rows: tuple[SimulatedRow, ...]
    meetings: int

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def gap(self) -> int:
        return self.trials[-1].total - self.trials[0].total if self.trials else 0


def simulate(
    schemes: Sequence[Scheme],
    span: Span,
    *,
    to_share: int = 0,
    prices: Mapping[int, int] | None = None,
) -> Simulation:
    """Apply each scheme to all the closed meetings of a period, paid already or not.

    `prices` are cents by rate's key: when some differ, the first scheme comes once more with them.
    """
    book = StatusBook()
    meetings = closed_between(span)
    trials = [_trial(scheme, scheme_rules(scheme), span, book, to_share) for scheme in schemes]
    if schemes and prices:
        changed = _changed(scheme_rules(schemes[0]), prices)
        if changed != scheme_rules(schemes[0]):
            tried = _trial(schemes[0], changed, span, book, to_share)
            trials.append(replace(tried, title=f"{schemes[0]}, tarifs essayés"))
    return Simulation(span, tuple(trials), _rows(trials, span, book), meetings.count())


def _changed(rules: Rules, prices: Mapping[int, int]) -> Rules:
    rates = tuple(replace(rate, cents=prices.get(rate.key, rate.cents)) for rate in rules.rates)
    return replace(rules, rates=rates)


def _trial(scheme: Scheme, rules: Rules, span: Span, book: StatusBook, to_share: int) -> Trial:
    found = attendances(closed_between(span), book, scheme.evening_from)
    facts = [fact for rows in found.values() for fact in rows]
    people = eligible(scheme.statuses, span.last, book) if rules.pots else []
    try:
        outcome = settle(facts, rules, span, to_share=to_share, eligible=people)
    except IndemnityError as refusal:
        return Trial(str(scheme), scheme, None, str(refusal))
    return Trial(str(scheme), scheme, outcome)


def _rows(trials: Sequence[Trial], span: Span, book: StatusBook) -> tuple[SimulatedRow, ...]:
    minutes: dict[int, int] = {}
    for rows in attendances(closed_between(span), book).values():
        for fact in rows:
            spent = fact.day_minutes + fact.evening_minutes
            minutes[fact.who.person] = minutes.get(fact.who.person, 0) + spent
    sums = [trial.outcome.by_person() if trial.outcome else {} for trial in trials]
    people = Person.objects.in_bulk({*minutes, *(key for found in sums for key in found)})
    rows_of_all = (
        SimulatedRow(person, minutes.get(pk, 0), tuple(found.get(pk, 0) for found in sums))
        for pk, person in people.items()
    )
    return tuple(sorted(rows_of_all, key=lambda row: (row.person.last_name, row.person.first_name)))
