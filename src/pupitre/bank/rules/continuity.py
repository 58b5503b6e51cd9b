"""What a statement brings that is not known yet, and whether its balances follow the last ones."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pupitre.bank.rules.statement import Movement, Statement
from pupitre.core.dates import format_numeric
from pupitre.core.money import format_euros
from pupitre.people.rules.names import fold


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line already imported: its key, and the format of the statement that brought it."""

    key: str
    on: date
    cents: int
    kind: str


@dataclass(frozen=True, slots=True)
class KnownPeriod:
    """A statement already imported, with its balances when it told them."""

    first_on: date
    last_on: date
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing would do: new movements with their keys, how many were known, and what is doubtful."""

    new: tuple[tuple[str, Movement], ...]
    already: int
    doubts: tuple[str, ...] = ()
    checked: bool = True


def keys_of(movements: Sequence[Movement]) -> list[str]:
    """Return a key per movement: the bank's id or the cleaned label, with date, amount and rank among equals.

    Date and amount stay in the key of an id, as some banks use an id again.
    """
    ranks: Counter[tuple[str, ...]] = Counter()
    keys = []
    for one in movements:
        name = f"id {one.bank_id}" if one.bank_id else f"label {fold(one.label)}"
        basis = (one.on.isoformat(), str(one.cents), name)
        ranks[basis] += 1
        text = "\n".join((*basis, str(ranks[basis])))
        keys.append(hashlib.sha256(text.encode()).hexdigest()[:40])
    return keys


def plan_import(
    statement: Statement, lines: Sequence[KnownLine], periods: Sequence[KnownPeriod]
) -> ImportPlan:
    """Compare a statement with what its account already holds.

    A movement is known by its key; else, when the other statement was of another format (which
    words labels otherwise), by its day and amount.
    """
    known = {line.key: line for line in lines}
    keyed = list(zip(keys_of(statement.movements), statement.movements, strict=True))
    found = {key for key, _ in keyed if key in known}
    others = Counter(
        (line.on, line.cents)
        for line in lines
        if line.key not in found and line.kind != statement.kind
    )
    new, twins = [], Counter[tuple[date, int]]()
    for key, movement in keyed:
        place = (movement.on, movement.cents)
        if key in known:
            continue
        if others[place] > twins[place]:
            twins[place] += 1
        else:
            new.append((key, movement))
    unseen = _unseen(lines, found, twins, statement.kind)
    doubts = [*_missing(statement, unseen), *_gap(statement, new, unseen, lines, periods)]
    checked = statement.opening is not None or not periods
    return ImportPlan(tuple(new), len(keyed) - len(new), tuple(doubts), checked)


def _unseen(
    lines: Sequence[KnownLine], found: set[str], twins: Counter[tuple[date, int]], kind: str
) -> list[KnownLine]:
    """Return the known lines that the file does not hold."""
    left, unseen = Counter(twins), []
    for line in lines:
        if line.key in found:
            continue
        if line.kind != kind and left[line.on, line.cents]:
            left[line.on, line.cents] -= 1
        else:
            unseen.append(line)
    return unseen


def _missing(statement: Statement, unseen: Sequence[KnownLine]) -> list[str]:
    """Doubt a file without a line that was imported for the middle of its period."""
    if not statement.movements:
        return []
    first, last = statement.movements[0].on, statement.movements[-1].on
    gone = [line for line in unseen if first < line.on < last]
    if not gone:
        return []
    line = gone[0]
    return [
        f"{len(gone)} opération(s) déjà importée(s) pour cette période ne sont pas dans ce fichier, "
        f"dont celle du {format_numeric(line.on)} de {format_euros(line.cents)} : "
        "les importer de nouveau les compterait deux fois."
    ]


def _gap(
    statement: Statement,
    new: Sequence[tuple[str, Movement]],
    unseen: Sequence[KnownLine],
    lines: Sequence[KnownLine],
    periods: Sequence[KnownPeriod],
) -> list[str]:
    """Doubt an opening balance that does not follow what is known."""
    start = statement.first_on
    if statement.opening is None or start is None:
        return []
    found = _balance_before(start, lines, unseen, periods)
    if found is None:
        return _gap_after(statement, new, periods)
    since, expected = found
    gap = statement.opening.cents - expected
    if not gap:
        return []
    return [_gap_sentence(gap, expected, since, statement.opening.cents, start)]


def _gap_sentence(gap: int, before: int, since: date, after: int, until: date) -> str:
    return (
        f"Le dernier solde connu est de {format_euros(before)} au {format_numeric(since)}, et le relevé part de "
        f"{format_euros(after)} au {format_numeric(until)} : il manque {format_euros(gap)} d’opérations "
        f"entre ces deux dates. Importez d’abord le relevé de cette période."
    )


def _balance_before(
    start: date,
    lines: Sequence[KnownLine],
    unseen: Sequence[KnownLine],
    periods: Sequence[KnownPeriod],
) -> tuple[date, int] | None:
    """Return the day and amount of the balance expected before what a file tells from `start` on.

    The lines of that day that the file does not hold (`unseen`) come before. None when nothing is known so early.
    """
    apart = sum(line.cents for line in unseen if line.on == start)
    around = [p for p in periods if p.opening is not None and p.first_on <= start < p.last_on]
    if around:
        anchor = max(around, key=lambda p: (p.first_on < start, p.first_on))
        between = sum(line.cents for line in lines if anchor.first_on <= line.on < start)
        return start, (anchor.opening or 0) + between + (apart if anchor.first_on < start else 0)
    ended = [p for p in periods if p.closing is not None and p.last_on <= start]
    if not ended:
        return None
    anchor = max(ended, key=lambda p: p.last_on)
    if anchor.last_on == start:  # its closing balance counts that day's lines already
        between = apart - sum(line.cents for line in lines if line.on == start)
    else:
        between = apart + sum(line.cents for line in lines if anchor.last_on < line.on < start)
    return anchor.last_on, (anchor.closing or 0) + between


def _gap_after(
    statement: Statement, new: Sequence[tuple[str, Movement]], periods: Sequence[KnownPeriod]
) -> list[str]:
    """Doubt an older statement that does not lead to the first one known."""
    later = [p for p in periods if p.opening is not None]
    if not later or statement.opening is None or statement.last_on is None:
        return []
    first = min(later, key=lambda p: p.first_on)
    fresh = sum(m.cents for _, m in new if m.on == first.first_on)
    before = sum(m.cents for m in statement.movements if m.on < first.first_on) + fresh
    reached = statement.opening.cents + before
    gap = (first.opening or 0) - reached
    until = min(statement.last_on, first.first_on)
    return [_gap_sentence(gap, reached, until, first.opening or 0, first.first_on)] if gap else []


def balance_at(day: date, lines: Sequence[KnownLine], periods: Sequence[KnownPeriod]) -> int | None:
    """Return what the bank says the account held that evening, in cents; None when no statement tells a balance."""
    found = _balance_before(day, lines, [], periods)
    return None if found is None else found[1] + sum(line.cents for line in lines if line.on == day)
