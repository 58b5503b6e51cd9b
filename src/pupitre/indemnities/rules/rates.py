"""Prices: the rate that fits each minute, roles on top, monthly sums; exact until the last step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pupitre.core.dates import add_months, format_duration, month_end, month_start
from pupitre.core.money import format_euros, round_half_up, split
from pupitre.indemnities.rules.counting import Counted
from pupitre.indemnities.rules.scheme import Line, LineKind, Rate, Scheme, Span, Weight

SLOT_WORDS = {"": "", "day": " en journée", "evening": " en soirée"}
ROLE_WORDS = {
    "chair": "animation",
    "scribe": "secrétaire de séance",
    "time_keeper": "maître du temps",
}


@dataclass(frozen=True, slots=True)
class Due:
    """An exact amount before rounding: what it is for and why."""

    person: int
    kind: LineKind
    exact: Fraction
    because: str
    counted: Counted | None = None
    rank: int = 0

    @property
    def key(self) -> tuple[int, ...]:
        """One per person: what the last cents are given by, whatever the order of the facts."""
        meeting, attendee = self.counted.order if self.counted else (0, 0)
        return (meeting, attendee, self.rank)


def rate_lines(counted: Iterable[Counted], scheme: Scheme, span: Span) -> tuple[Line, ...]:
    """Lines of time, of roles and of monthly sums. Each person's exact sum is rounded once, half up;
    the cents are then shared between the lines, so that lines add up to the person's total."""
    dues = [due for one in counted for due in dues_of(one, scheme)]
    dues += allowances(scheme.weights, span)
    people = sorted({due.person for due in dues})
    return tuple(
        line
        for person in people
        for line in _in_cents([due for due in dues if due.person == person])
    )


def _in_cents(dues: Sequence[Due]) -> list[Line]:
    """The lines of one person."""
    total = round_half_up(sum((due.exact for due in dues), Fraction(0)))
    shares = split(total, {due.key: due.exact for due in dues})
    return [as_line(due, shares[due.key]) for due in sorted(dues, key=lambda due: due.key)]


def as_line(due: Due, cents: int) -> Line:
    """The line of an amount once in cents; minutes stand on the line of the time only."""
    one = due.counted
    if one is None:
        return Line(due.person, due.kind, cents, due.because)
    attendee = one.source.who.person
    timed = due.kind in {"time", "pot"}
    return Line(
        due.person,
        due.kind,
        cents,
        due.because,
        meeting=one.source.meeting,
        attendee=attendee if attendee != due.person else None,
        day_minutes=one.day_minutes if timed else 0,
        evening_minutes=one.evening_minutes if timed else 0,
    )


def dues_of(one: Counted, scheme: Scheme) -> list[Due]:
    """What one presence is worth: its time, then each role held, within the ceiling of a meeting."""
    if not scheme.rates:
        return []
    time, because = _time(one, scheme.rates)
    reasons = [part for part in (because, one.because) if part]
    dues = [Due(one.paid.person, "time", time, "\u202f; ".join(reasons), one)]
    for rank, role in enumerate(sorted(one.source.roles), start=1):
        rate = best(scheme.rates, one, role=role)
        if rate:
            worth = _worth(rate, one.minutes)
            words = f"{ROLE_WORDS.get(role, role)}, {price_words(rate)}"
            dues.append(Due(one.paid.person, "role", worth, words, one, rank))
    return _capped(dues, scheme.ceilings.meeting)


def _time(one: Counted, rates: Sequence[Rate]) -> tuple[Fraction, str]:
    """The time in day and evening parts; a price per meeting that fits both counts once."""
    found: list[tuple[Rate, int]] = []
    missing = []
    for slot, minutes in (("day", one.day_minutes), ("evening", one.evening_minutes)):
        if not minutes:
            continue
        rate = best(rates, one, slot=slot)
        if rate is None:
            missing.append(f"aucun tarif{SLOT_WORDS[slot]}")
        elif found and found[0][0] == rate:
            found[0] = (rate, found[0][1] + minutes)
        else:
            found.append((rate, minutes))
    worth = sum((_worth(rate, minutes) for rate, minutes in found), Fraction(0))
    words = [
        f"{format_duration(minutes)} à {price_words(rate)}"
        if rate.per == "hour"
        else f"{format_duration(minutes)}, {price_words(rate)}"
        for rate, minutes in found
    ]
    return worth, " + ".join(words + missing)


def _worth(rate: Rate, minutes: int) -> Fraction:
    return Fraction(rate.cents * minutes, 60) if rate.per == "hour" else Fraction(rate.cents)


def _capped(dues: list[Due], most: int) -> list[Due]:
    """The same amounts, reduced in proportion when together they exceed the ceiling of a meeting."""
    total = sum((due.exact for due in dues), Fraction(0))
    if not most or total <= most:
        return dues
    words = f"\u202f; plafond de {format_euros(most)} par réunion"
    return [
        Due(
            due.person,
            due.kind,
            due.exact * most / total,
            due.because + words,
            due.counted,
            due.rank,
        )
        for due in dues
    ]


def best(rates: Iterable[Rate], one: Counted, *, slot: str = "", role: str = "") -> Rate | None:
    """The rate that says most of this presence: profession first, then kind of meeting, then slot."""
    fitting = [
        rate
        for rate in rates
        if rate.role == role
        and rate.target in {"", *one.paid.keys}
        and rate.kind in {"", one.source.kind}
        and rate.slot in {"", slot}
    ]
    return max(fitting, key=_precision, default=None)


def _precision(rate: Rate) -> tuple[int, bool, bool, int]:
    target = 0 if not rate.target else 1 if rate.target.startswith("@") else 2
    return (target, bool(rate.kind), bool(rate.slot), -rate.key)


def price_words(rate: Rate) -> str:
    """« 50,00 €/h en soirée », « 20,00 € par réunion »."""
    unit = "/h" if rate.per == "hour" else " par réunion"
    return f"{format_euros(rate.cents)}{unit}{SLOT_WORDS[rate.slot]}"


def allowances(weights: Iterable[Weight], span: Span) -> list[Due]:
    """Monthly sums over the period: whole months, and days in proportion where one is begun or cut."""
    typed = sorted(
        (
            weight
            for weight in weights
            if weight.purpose == "allowance" and weight.runs(span.first, span.last)
        ),
        key=lambda weight: (weight.person, weight.label, weight.since or span.first, weight.value),
    )
    return [
        Due(
            weight.person,
            "allowance",
            weight.value * months,
            _allowance_words(weight, months),
            rank=rank,
        )
        for rank, weight in enumerate(typed)
        if (
            months := _months(
                max(weight.since or span.first, span.first),
                min(weight.until or span.last, span.last),
            )
        )
    ]


def _allowance_words(weight: Weight, months: Fraction) -> str:
    monthly = format_euros(round_half_up(weight.value))
    count = str(months) if months.denominator == 1 else f"{float(months):.2f}".replace(".", ",")
    return f"{weight.label or 'Forfait'} : {count}\u00a0mois à {monthly}"


def _months(first: date, last: date) -> Fraction:
    """Months between two days, both counted; a cut month counts by its days."""
    total, month = Fraction(0), month_start(first)
    while month <= last:
        end = month_end(month)
        total += Fraction((min(end, last) - max(month, first)).days + 1, end.day)
        month = add_months(month, 1)
    return total
