"""Ceilings per person, per year and for the whole run: lines that take back, so that nothing is hidden."""

from collections.abc import Iterable, Mapping, Sequence

from pupitre.core.money import format_euros, split
from pupitre.indemnities.rules.scheme import Ceilings, Line, totals


def ceiling_lines(
    lines: Sequence[Line], ceilings: Ceilings, already: Mapping[int, int]
) -> tuple[Line, ...]:
    """What each person loses to a ceiling. `already` are the cents of the year before this run."""
    cut = _personal(lines, ceilings, already)
    return (*cut, *_whole([*lines, *cut], ceilings.total))


def _personal(lines: Iterable[Line], ceilings: Ceilings, already: Mapping[int, int]) -> list[Line]:
    found = []
    for person, cents in sorted(totals(lines).items()):
        kept = cents
        for most, words in _limits(person, ceilings, already):
            if kept > most:
                found.append(Line(person, "ceiling", most - kept, words))
                kept = most
    return found


def _limits(person: int, ceilings: Ceilings, already: Mapping[int, int]) -> list[tuple[int, str]]:
    limits = []
    if ceilings.person:
        limits.append(
            (
                ceilings.person,
                f"Plafond de {format_euros(ceilings.person)} par personne et par période",
            )
        )
    if ceilings.year:
        before = already.get(person, 0)
        words = f"Plafond de {format_euros(ceilings.year)} par an, dont {format_euros(before)} déjà comptés"
        limits.append((max(0, ceilings.year - before), words))
    return limits


def _whole(lines: Sequence[Line], most: int) -> list[Line]:
    """The reduction of everybody, in proportion, when the run exceeds its envelope."""
    due = {person: cents for person, cents in totals(lines).items() if cents > 0}
    if not most or sum(due.values()) <= most:
        return []
    words = f"Enveloppe de {format_euros(most)} pour {format_euros(sum(due.values()))} : réduction en proportion"
    return [
        Line(person, "ceiling", kept - due[person], words)
        for person, kept in split(most, due).items()
        if kept != due[person]
    ]
