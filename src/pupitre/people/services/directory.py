"""The national directory brought into the centre: preview, then all or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from pupitre.centres.models import Site
from pupitre.centres.queries import current_centre
from pupitre.core import dates, records
from pupitre.core.actor import Actor
from pupitre.people.models import Person, PersonSite
from pupitre.people.queries import is_woman
from pupitre.people.rules.comparison import (
    Change,
    KnownPerson,
    Preview,
    change_of,
    compare,
    known_from,
)
from pupitre.people.rules.directory import DirectoryPerson, Selection
from pupitre.people.rules.directory import Site as Place
from pupitre.people.rules.spreadsheet import CellError, parse_phone
from pupitre.people.services.persons import PersonError

NEW = "new"
TITLED = {"10", "40"}  # doctors and dental surgeons are said « Dr »
WRITTEN = [
    "last_name", "first_name", "rpps", "adeli", "civility",
    "profession", "speciality", "phone", "directory", "gone_on",
]  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What a person decided on the preview, by national number.

    `leave`: those not to add, or to keep as they are. `duplicates`: the key of the known person who it is, or NEW;
    undecided ones are left aside. `flag_gone`: flag who is not in the file; None: unless the file looks partial.
    """

    leave: Collection[str] = frozenset()
    duplicates: Mapping[str, str] = field(default_factory=dict)
    flag_gone: bool | None = None


@dataclass(frozen=True)
class ImportReport:
    """How many persons an import added, changed, found the same, left undecided, flagged as gone."""

    added: int
    changed: int
    same: int
    undecided: int
    gone: int


def preview_directory_import(found: Sequence[DirectoryPerson], scope: Selection) -> Preview:
    """Compare what the directory offers with the persons of the centre; nobody who has left is « gone »."""
    persons = list(Person.objects.prefetch_related("sites__site"))
    left = {str(person.pk) for person in persons if person.left_on}
    preview = compare([known_person(person) for person in persons], found, scope)
    return replace(preview, gone=tuple(known for known in preview.gone if known.key not in left))


def known_person(person: Person) -> KnownPerson:
    """Return a person as the comparison wants it: the directory's last words where Pupitre keeps its own."""
    read = person.directory
    places = [
        *((site["finess"], site["siret"], site["postcode"]) for site in read.get("sites", ())),
        *((row.site.finess, row.site.siret, row.site.postcode) for row in person.sites.all()),
    ]
    return KnownPerson(
        key=str(person.pk),
        name=person.last_name,
        given_name=person.first_name,
        rpps=person.rpps,
        adeli=person.adeli,
        civility=read.get("civility") or {"Mme": "MME", "M.": "M"}.get(person.civility, ""),
        profession=person.profession,
        speciality=person.speciality,
        modes=tuple(read.get("modes", ())),
        replacement=bool(read.get("replacement")),
        phone=person.phone,
        finess=frozenset(finess for finess, _, _ in places) - {""},
        siret=frozenset(siret for _, siret, _ in places) - {""},
        postcodes=frozenset(postcode for _, _, postcode in places) - {""},
    )


@transaction.atomic
def apply_directory_import(
    preview: Preview, *, by: Actor, choices: Choices | None = None, today: date | None = None
) -> ImportReport:
    """Do what the preview shows, as chosen, in one transaction; nobody is deleted.

    PersonError: a person of the directory cannot be kept as the directory writes it; nothing is done.
    """
    chosen = choices or Choices()
    flag = not preview.looks_partial if chosen.flag_gone is None else chosen.flag_gone
    gone = preview.gone if flag else ()
    day = today or dates.today(timezone.now())
    added = [person for person in preview.new if person.number not in chosen.leave]
    changes = [change for change in preview.changed if change.found.number not in chosen.leave]
    undecided = 0
    for pair in preview.possible_duplicates:
        key = chosen.duplicates.get(pair.found.number, "")
        match = next((known for known in pair.candidates if known.key == key), None)
        if key == NEW:
            added.append(pair.found)
        elif match:
            changes.append(change_of(match, pair.found))
        else:
            undecided += 1
    _add(added, by=by)
    _change(changes, by=by)
    _mark_presence(gone, preview.same, day, by=by)
    return ImportReport(len(added), len(changes), len(preview.same), undecided, len(gone))


def _add(found: Sequence[DirectoryPerson], *, by: Actor) -> None:
    """Create persons with their sites, in a fixed number of queries."""
    persons = [_written(Person(), known_from(one, ""), one) for one in found]
    saved = records.save_all(persons, by=by, action="importer de l'annuaire national")
    _put_in_sites(zip(saved, found, strict=True), by=by)


def _change(changes: Sequence[Change], *, by: Actor) -> None:
    keys = [int(change.known.key) for change in changes]
    persons = Person.objects.in_bulk(keys)
    updated = [
        _written(persons[int(change.known.key)], change.updated, change.found) for change in changes
    ]
    records.update_all(updated, WRITTEN, by=by, action="mettre à jour de l'annuaire national")


def _written(person: Person, known: KnownPerson, found: DirectoryPerson) -> Person:
    """Put the directory's words on a person; « Dr » and what the team wrote itself stay."""
    person.last_name, person.first_name = known.name, known.given_name
    person.rpps, person.adeli = known.rpps, known.adeli
    person.profession, person.speciality = known.profession, known.speciality[:120]
    person.phone = _phone(known.phone)
    person.directory = {
        "civility": known.civility,
        "modes": list(known.modes),
        "replacement": known.replacement,
        "profession_label": found.profession_label,
        "sites": [asdict(site) for site in found.sites],
    }
    if person.civility in {"", "M.", "Mme"}:
        titled = not person.pk and found.profession_code in TITLED
        person.civility = "Dr" if titled else _title(person, known)
    person.gone_on = None
    try:
        person.clean_fields(exclude=["centre", "directory"])
    except ValidationError as refusal:
        words = " ".join(refusal.messages)
        raise PersonError(f"{person} ne peut pas être enregistré·e : {words}") from refusal
    return person


def _title(person: Person, known: KnownPerson) -> str:
    if is_woman(person):
        return "Mme"
    return "M." if known.civility == "M" else person.civility


def _phone(text: str) -> str:
    try:
        return parse_phone(text) if text else ""
    except CellError:
        return text[:20]


def _put_in_sites(pairs: Iterable[tuple[Person, DirectoryPerson]], *, by: Actor) -> None:
    """Tie new persons to the sites whose FINESS or SIRET the directory gives them."""
    places = _sites_by_number()
    rows = {
        (person.pk, site.pk): PersonSite(person=person, site=site)
        for person, found in pairs
        for place in found.sites
        for number in (place.finess, place.siret)
        if (site := places.get(number))
    }
    records.save_all(rows.values(), by=by)


def _sites_by_number() -> dict[str, Site]:
    """Return the open sites by FINESS and SIRET; the centre's own numbers mean its only site."""
    sites = list(Site.objects.filter(closed_on__isnull=True))
    numbers = {number: site for site in sites for number in (site.finess, site.siret)}
    if len(sites) == 1:
        centre = current_centre()
        numbers |= {centre.finess: sites[0], centre.siret: sites[0]}
    return {number: site for number, site in numbers.items() if number}


def _mark_presence(
    gone: Iterable[KnownPerson], present: Iterable[KnownPerson], day: date, *, by: Actor
) -> None:
    """Flag who is no longer in the directory, once; take the flag off who is in it again."""
    away = Person.objects.filter(pk__in=_keys(gone), gone_on__isnull=True)
    back = Person.objects.filter(pk__in=_keys(present), gone_on__isnull=False)
    for persons, mark in ((list(away), day), (list(back), None)):
        for person in persons:
            person.gone_on = mark
        action = "absente de l'annuaire national" if mark else "de nouveau dans l'annuaire national"
        records.update_all(persons, ["gone_on"], by=by, action=action)


def _keys(known: Iterable[KnownPerson]) -> list[int]:
    return [int(one.key) for one in known]


def selection_json(selection: Selection) -> dict[str, list[str]]:
    """Return a selection as a reading keeps it."""
    return {name: sorted(values) for name, values in asdict(selection).items()}


def selection_from(kept: Mapping[str, Sequence[str]]) -> Selection:
    return Selection(**{name: frozenset(values) for name, values in kept.items()})


def found_json(found: Iterable[DirectoryPerson]) -> list[dict[str, Any]]:
    """Return the people found as a reading keeps them."""
    return [asdict(person) for person in found]


def found_from(kept: Iterable[Mapping[str, Any]]) -> tuple[DirectoryPerson, ...]:
    """Return the people of a reading, back from JSON."""
    return tuple(_person_from(dict(row)) for row in kept)


def _person_from(row: dict[str, Any]) -> DirectoryPerson:
    row["sites"] = tuple(Place(**site) for site in row["sites"])
    row["skills"] = tuple(tuple(skill) for skill in row["skills"])
    for name in ("modes", "phones"):
        row[name] = tuple(row[name])
    return DirectoryPerson(**row)
