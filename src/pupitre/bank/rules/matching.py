"""How sure it is that a bank line and something known are the same money."""

from datetime import date

EXACT, REFERENCED = 95, 98
PER_DAY, FARTHEST, LOWEST = 1, 45, 30
NAMED = 10


def match_score(
    best: int,
    line_on: date,
    other_on: date,
    line_words: frozenset[str],
    other_words: frozenset[str],
) -> int:
    """Return how sure two sums of the same amount are the same money: nearer in time and with words in common is surer.

    `best` is the score of a match on the same day, between 1 and 98.
    """
    days = min(FARTHEST, abs((line_on - other_on).days))
    named = NAMED if line_words & other_words else 0
    return max(LOWEST, min(best, best - PER_DAY * days - NAMED + named))
