"""A period settled: attended time in, every line in cents out, with its reason."""

from collections.abc import Iterable, Mapping, Sequence

from pupitre.core.money import format_euros
from pupitre.indemnities.rules.ceilings import ceiling_lines
from pupitre.indemnities.rules.counting import count_all
from pupitre.indemnities.rules.pots import pot_lines
from pupitre.indemnities.rules.rates import rate_lines
from pupitre.indemnities.rules.scheme import (
    Attendance,
    IndemnityError,
    Line,
    Outcome,
    Scheme,
    Span,
    Who,
)


def settle(
    facts: Iterable[Attendance],
    scheme: Scheme,
    span: Span,
    *,
    to_share: int = 0,
    eligible: Sequence[Who] = (),
    already: Mapping[int, int] | None = None,
) -> Outcome:
    """The lines of a period, in an order that does not depend on that of the facts.

    `to_share` (cents) is the whole amount to distribute when the scheme has pots: prices are paid
    first, pots share the rest. `eligible` are those who have a right to a part at the end of the
    period; `already` the cents each person had in the year before. Raises IndemnityError.
    """
    counted, left_out = count_all(facts, scheme)
    lines = rate_lines(counted, scheme, span)
    unshared = 0
    if scheme.pots:
        rest = _rest(to_share, lines)
        shared = pot_lines(rest, counted, scheme, eligible, span)
        unshared = rest - sum(line.cents for line in shared)
        lines = (*lines, *shared)
    cut = ceiling_lines(lines, scheme.ceilings, already or {})
    if scheme.pots:
        unshared -= sum(line.cents for line in cut)
    return Outcome((*lines, *cut), left_out, unshared)


def _rest(to_share: int, lines: Sequence[Line]) -> int:
    if to_share < 0:
        raise IndemnityError("La somme à partager ne peut pas être négative.")
    spent = sum(line.cents for line in lines)
    if spent > to_share:
        raise IndemnityError(
            f"Les tarifs et forfaits coûtent déjà {format_euros(spent)}, plus que la somme à partager"
            f" ({format_euros(to_share)}) : augmentez-la ou baissez un tarif."
        )
    return to_share - spent
