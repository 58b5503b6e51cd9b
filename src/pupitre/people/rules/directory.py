"""The open RPPS directory: whom to keep, and one person from several lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeVar

from pupitre.people.rules.extraction import Activity
from pupitre.people.rules.names import fold, proper
from pupitre.people.rules.professions import Family, Profession, profession_coded

T = TypeVar("T")

REPLACEMENT_ACTIVITIES = frozenset({"GENR02", "GENR03"})


@dataclass(frozen=True)
class Selection:
    """Whom to keep. RPPS, FINESS, SIRET add up; a name and a postcode must hold together."""

    rpps: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    finess: frozenset[str] = frozenset()
    siret: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Nothing asked: everybody is kept."""
        return not (self.rpps or self.names or self.postcodes or self.finess or self.siret)

    def keeps(self, activity: Activity) -> bool:
        """Whether one line of the directory is asked for."""
        return self.covers(
            activity.number,
            activity.name,
            frozenset({activity.postcode}),
            frozenset({activity.finess}),
            frozenset({activity.siret}),
        )

    def covers(
        self,
        number: str,
        name: str,
        postcodes: frozenset[str],
        finess: frozenset[str],
        siret: frozenset[str],
    ) -> bool:
        """Whether a person with these numbers and places is within the selection."""
        if self.is_empty or number in self.rpps or self.finess & finess or self.siret & siret:
            return True
        if not (self.names or self.postcodes):
            return False
        named = not self.names or fold(name) in self.folded_names
        return named and (not self.postcodes or bool(self.postcodes & postcodes))

    @cached_property
    def folded_names(self) -> frozenset[str]:
        """The names asked for, without accents nor capitals."""
        return frozenset(map(fold, self.names))


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a person works, as the directory knows it."""

    finess: str
    siret: str
    name: str
    postcode: str
    commune: str


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """One person, all activities together; `rpps` or `adeli` is filled, never both."""

    rpps: str
    adeli: str
    civility: str
    name: str
    given_name: str
    profession_code: str
    profession_key: str
    profession_label: str
    skills: tuple[tuple[str, str], ...]
    modes: tuple[str, ...]
    replacement: bool
    sites: tuple[Site, ...]
    phones: tuple[str, ...]

    @property
    def number(self) -> str:
        """The national number, of whichever register."""
        return self.rpps or self.adeli

    @property
    def practises_general_medicine(self) -> bool:
        """Holds one of the codes between which the directory spreads general medicine."""
        return self.profession_key == Family.GENERAL_PRACTITIONER

    @property
    def speciality(self) -> str:
        """The first skill in words; general medicine, spread over codes, under one name."""
        if self.practises_general_medicine:
            return "Médecine générale"
        return self.skills[0][1].removesuffix("(SM)").strip() if self.skills else ""


def people_of(
    activities: Iterable[Activity], professions: Iterable[Profession]
) -> tuple[DirectoryPerson, ...]:
    """Groups lines by person, labels by profession code; in order of name, given name, number."""
    known = tuple(professions)
    grouped: dict[str, list[Activity]] = {}
    for activity in activities:
        grouped.setdefault(activity.number, []).append(activity)
    people = (_person(lines, known) for lines in grouped.values())
    return tuple(sorted(people, key=lambda p: (fold(p.name), fold(p.given_name), p.number)))


def _person(lines: list[Activity], professions: tuple[Profession, ...]) -> DirectoryPerson:
    first = lines[0]
    skills = _distinct((line.skill_code, line.skill_label) for line in lines if line.skill_code)
    codes = frozenset(code for code, _ in skills)
    known = profession_coded(first.profession_code, codes, professions)
    return DirectoryPerson(
        rpps=first.rpps,
        adeli=first.adeli,
        civility=first.civility,
        name=proper(first.name),
        given_name=proper(first.given_name),
        profession_code=first.profession_code,
        profession_key=known.key if known else "",
        profession_label=known.label_for(first.civility) if known else first.profession_label,
        skills=skills,
        modes=_distinct(line.mode for line in lines if line.mode),
        replacement=any(line.activity_kind in REPLACEMENT_ACTIVITIES for line in lines),
        sites=_distinct(_site(line) for line in lines if line.has_site),
        phones=_distinct(chain.from_iterable(line.phones for line in lines)),
    )


def _site(line: Activity) -> Site:
    return Site(line.finess, line.siret, line.site_name, line.postcode, proper(line.commune))


def _distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
