"""A meeting corrected after it was paid: the difference, in the next run, with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pupitre.core.dates import format_duration, format_numeric
from pupitre.core.money import round_half_up
from pupitre.indemnities.rules.counting import count_all
from pupitre.indemnities.rules.pots import in_pot
from pupitre.indemnities.rules.rates import dues_of
from pupitre.indemnities.rules.scheme import Attendance, Line, Outcome, Scheme


@dataclass(frozen=True, slots=True)
class Value:
    """What one person had, or should have, for one meeting."""

    exact: Fraction = Fraction(0)
    minutes: int = 0

    def plus(self, exact: Fraction, minutes: int) -> "Value":
        return Value(self.exact + exact, self.minutes + minutes)


def minute_prices(outcome: Outcome, scheme: Scheme) -> dict[int, Fraction]:
    """What one minute was worth in each pot shared by minutes: the price of a later correction."""
    found = {}
    for pot in scheme.pots:
        lines = [line for line in outcome.lines if line.pot == pot.key]
        minutes = sum(line.minutes for line in lines)
        if minutes:
            found[pot.key] = Fraction(sum(line.cents for line in lines), minutes)
    return found


def corrections(
    before: Iterable[Attendance],
    after: Iterable[Attendance],
    scheme: Scheme,
    prices: Mapping[int, Fraction],
) -> tuple[Line, ...]:
    """The difference for each person between what was counted and what is known now.

    Both are valued with the scheme of the run that counted the meeting; pots at the price of the
    minute of that run. Nothing is written again: these lines are dated by the run that takes them.
    """
    old, new = list(before), list(after)
    had, due = _values(old, scheme, prices), _values(new, scheme, prices)
    words = {fact.meeting: f"{fact.title} du {format_numeric(fact.day)}" for fact in (*old, *new)}
    lines = []
    for person, meeting in sorted(had.keys() | due.keys()):
        was, now = had.get((person, meeting), Value()), due.get((person, meeting), Value())
        cents = round_half_up(now.exact) - round_half_up(was.exact)
        if cents or now.minutes != was.minutes:
            because = (
                f"{words[meeting]}, corrigée après paiement :"
                f" {format_duration(now.minutes)} au lieu de {format_duration(was.minutes)}"
            )
            lines.append(Line(person, "adjustment", cents, because, meeting=meeting))
    return tuple(lines)


def _values(
    facts: Iterable[Attendance], scheme: Scheme, prices: Mapping[int, Fraction]
) -> dict[tuple[int, int], Value]:
    """Exact cents and minutes by person and meeting."""
    found: dict[tuple[int, int], Value] = {}
    for one in count_all(facts, scheme)[0]:
        key = (one.paid.person, one.source.meeting)
        exact = sum((due.exact for due in dues_of(one, scheme)), Fraction(0))
        for pot in scheme.pots:
            if pot.by == "minutes" and in_pot(pot, [one]):
                exact += prices.get(pot.key, Fraction(0)) * one.minutes
        found[key] = found.get(key, Value()).plus(exact, one.minutes)
    return found
