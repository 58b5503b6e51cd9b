"""Amounts to share: by coefficients, by minutes, by parts in projects; equally where nobody has any."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from pupitre.core.dates import format_duration
from pupitre.core.money import format_euros, round_half_up, split
from pupitre.indemnities.rules.counting import Counted
from pupitre.indemnities.rules.rates import Due, as_line
from pupitre.indemnities.rules.scheme import IndemnityError, Line, Pot, Scheme, Span, Who

Shares = dict[int, Fraction]


def amounts(cents: int, pots: Sequence[Pot]) -> dict[int, int]:
    """The cents of each pot, by key; what the shares leave stays under -1."""
    left = 1 - sum((pot.share for pot in pots), Fraction(0))
    if left < 0:
        raise IndemnityError(
            "Les parts de la somme à partager dépassent 100\u00a0% : corrigez-les."
        )
    return split(cents, {-1: left} | {pot.key: pot.share for pot in pots})


def pot_lines(
    cents: int, counted: Sequence[Counted], scheme: Scheme, eligible: Sequence[Who], span: Span
) -> tuple[Line, ...]:
    """The lines of every pot; each pot's lines add up to its amount.

    Raises IndemnityError when there is an amount and nobody to share it between.
    """
    shared = amounts(cents, scheme.pots)
    lines: list[Line] = []
    for pot in sorted(scheme.pots, key=lambda pot: pot.key):
        lines += _pot(pot, shared[pot.key], counted, scheme, eligible, span)
    return tuple(lines)


def _pot(
    pot: Pot,
    cents: int,
    counted: Sequence[Counted],
    scheme: Scheme,
    eligible: Sequence[Who],
    span: Span,
) -> list[Line]:
    if not cents:
        return []
    if pot.by == "minutes":
        present = in_pot(pot, counted)
        if present:
            return _by_minutes(pot, cents, present)
    people = sorted({who.person for who in eligible})
    if not people:
        raise IndemnityError(
            f"Personne n’a droit à une part de « {pot.label} » ({format_euros(cents)}) :"
            " vérifiez les statuts à la fin de la période, ou le barème."
        )
    shares = parts_of(pot, people, scheme, span)
    return [
        Line(person, "pot", given, _part_words(pot, cents, shares, person))
        for person, given in split(cents, shares).items()
        if shares[person]
    ]


def in_pot(pot: Pot, counted: Iterable[Counted]) -> list[Counted]:
    """The time that a pot by minutes shares between."""
    return [one for one in counted if pot.kind in {"", one.source.kind}]


def _by_minutes(pot: Pot, cents: int, present: Sequence[Counted]) -> list[Line]:
    """One line per presence; the cents go to persons first, then to each one's meetings."""
    minutes: dict[int, int] = {}
    for one in present:
        minutes[one.paid.person] = minutes.get(one.paid.person, 0) + one.minutes
    total = sum(minutes.values())
    hourly = format_euros(round_half_up(Fraction(cents * 60, total)))
    lines = []
    for person, given in split(cents, minutes).items():
        own: dict[tuple[int, ...], Counted] = {
            one.order: one for one in present if one.paid.person == person
        }
        inside = split(given, {order: one.minutes for order, one in own.items()})
        for order, part in inside.items():
            words = f"{format_duration(own[order].minutes)} sur {format_duration(total)} à partager, soit {hourly}/h"
            because = f"{pot.label} : {words}"
            if own[order].because:
                because += f"\u202f; {own[order].because}"
            line = as_line(Due(person, "pot", Fraction(part), because, own[order]), part)
            lines.append(replace(line, pot=pot.key))
    return lines


def parts_of(pot: Pot, people: Iterable[int], scheme: Scheme, span: Span) -> Shares:
    """Each person's part: coefficients (1 when none is typed), parts in projects, or equal ones."""
    typed = _typed(pot, scheme, span)
    if pot.by == "weights":
        return {person: typed.get(person, Fraction(1)) for person in people}
    held = {person: typed.get(person, Fraction(0)) for person in people}
    return held if any(held.values()) else dict.fromkeys(held, Fraction(1))


def _typed(pot: Pot, scheme: Scheme, span: Span) -> Mapping[int, Fraction]:
    """What is typed for this pot, added up by person; nothing for a pot by minutes."""
    purpose = {"weights": "weight", "projects": "project"}.get(pot.by)
    found: Shares = {}
    for weight in scheme.weights:
        if weight.purpose == purpose and weight.runs(span.first, span.last):
            found[weight.person] = found.get(weight.person, Fraction(0)) + weight.value
    return found


def _part_words(pot: Pot, cents: int, shares: Shares, person: int) -> str:
    whole = sum(shares.values(), Fraction(0))
    if len(set(shares.values())) == 1:
        how = f"part égale entre {len(shares)}\u00a0personnes"
    else:
        how = f"{_number(shares[person])} sur {_number(whole)} parts"
    return f"{pot.label} : {how} de {format_euros(cents)}"


def _number(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")
