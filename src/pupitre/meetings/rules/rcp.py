"""RCP (réunions de concertation pluriprofessionnelle): counts for the ACI, never a patient."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from pupitre.core.dates import format_numeric, month_end


@dataclass(frozen=True, slots=True)
class Rcp:
    """One RCP: how many files, on which themes (keys), by which professions (names)."""

    day: date
    files: int
    themes: frozenset[str] = frozenset()
    professions: frozenset[str] = frozenset()
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Minimum:
    """How many RCPs a full year must have, from which day the contract runs, and who says so."""

    yearly: int
    effect: date
    source: str


@dataclass(frozen=True, slots=True)
class RcpYear:
    """The year for the concertation indicator. `expected` meetings are an exact fraction: the text
    prorates the minimum without saying how to round it."""

    meetings: int
    files: int
    expected: Fraction
    frequency_reached: bool
    outside_themes: tuple[date, ...]
    because: str


def rcp_year(
    rcps: Sequence[Rcp],
    *,
    year: int,
    effect: date,
    yearly_minimum: int,
    themes: Collection[str],
) -> RcpYear:
    """Counts the RCPs of the civil year with files examined, against the prorated minimum.

    `yearly_minimum` comes from the dated figures of the agreement (ACI A2-03), `effect` is the day
    the structure's contract took effect, `themes` the keys of annexe 3.
    """
    held = [rcp for rcp in rcps if rcp.day.year == year and rcp.files > 0]
    first, last = date(year, 1, 1), date(year, 12, 31)
    covered = max(0, (last - max(first, effect)).days + 1)
    expected = Fraction(yearly_minimum * covered, (last - first).days + 1)
    outside = tuple(sorted(rcp.day for rcp in held if not rcp.themes & set(themes)))
    reached = len(held) >= expected
    return RcpYear(
        len(held),
        sum(rcp.files for rcp in held),
        expected,
        reached,
        outside,
        _frequency(len(held), expected),
    )


def _frequency(held: int, expected: Fraction) -> str:
    needed = -(-expected.numerator // expected.denominator)
    held_words = "réunions tenues" if held > 1 else "réunion tenue"
    if held >= expected:
        return f"{held} {held_words} pour {needed} attendues : la fréquence est atteinte"
    return f"{held} {held_words} pour {needed} attendues : il en manque {needed - held}"


def concertation_calendar(rcps: Sequence[Rcp], year: int) -> tuple[Rcp, ...]:
    """The RCPs of the civil year in the order of their dates: the evidence asked for."""
    return tuple(sorted((r for r in rcps if r.day.year == year), key=lambda rcp: rcp.day))


def files_by_month(rcps: Sequence[Rcp], year: int) -> tuple[int, ...]:
    """Files examined in each of the twelve months."""
    ends = [month_end(date(year, month, 1)) for month in range(1, 13)]
    return tuple(sum(r.files for r in rcps if month_end(r.day) == end) for end in ends)


def check_express(
    rcp: Rcp, *, today: date, themes: Mapping[str, str], minimum_professions: int
) -> tuple[str, ...]:
    """What to correct before an express RCP (four people on the telephone) is kept: French
    sentences, none when all is well. `themes` is key → label of the structure's list;
    `minimum_professions` a setting with its source."""
    problems = []
    if rcp.day > today:
        problems.append(f"Le {format_numeric(rcp.day)} n’est pas encore passé : corrigez la date.")
    if rcp.files < 1:
        problems.append("Indiquez au moins un dossier étudié.")
    if len(rcp.professions) < minimum_professions:
        problems.append(
            f"Il faut au moins {minimum_professions} professions différentes ;"
            f" {len(rcp.professions)} indiquée{'s' if len(rcp.professions) > 1 else ''}."
        )
    problems += [_unknown_theme(key, themes) for key in sorted(rcp.themes - themes.keys())]
    return tuple(problems)


def _unknown_theme(key: str, themes: Mapping[str, str]) -> str:
    near = get_close_matches(key, [*themes, *themes.values()], 1)
    hint = f" Vouliez-vous dire « {themes.get(near[0], near[0])} » ?" if near else ""
    return f"Le thème « {key} » n’est pas dans la liste.{hint}"
