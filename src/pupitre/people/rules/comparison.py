"""What an import from the directory would do to the persons known; it writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pupitre.people.rules.directory import DirectoryPerson, Selection
from pupitre.people.rules.names import fold, near_name, same_name

EVERYBODY = Selection()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the structure; `key` is the caller's, `profession` a key of the list.

    `finess`, `siret` and `postcodes` say where the person works: a selection may cover them.
    """

    key: str
    name: str
    given_name: str
    rpps: str = ""
    adeli: str = ""
    civility: str = ""
    profession: str = ""
    speciality: str = ""
    modes: tuple[str, ...] = ()
    replacement: bool = False
    phone: str = ""
    finess: frozenset[str] = frozenset()
    siret: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()

    @property
    def number(self) -> str:
        """The national number, of whichever register."""
        return self.rpps or self.adeli


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that the directory would change, in words for the screen."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A known person and what would change; `updated` is the person once that is done."""

    known: KnownPerson
    found: DirectoryPerson
    updated: KnownPerson
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Someone of the directory who may be one of these known persons: a human decides."""

    found: DirectoryPerson
    candidates: tuple[KnownPerson, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything an import would do. `gone` is only flagged: nobody is ever deleted."""

    new: tuple[DirectoryPerson, ...]
    changed: tuple[Change, ...]
    same: tuple[KnownPerson, ...]
    possible_duplicates: tuple[PossibleDuplicate, ...]
    gone: tuple[KnownPerson, ...]

    @property
    def looks_partial(self) -> bool:
        """The file misses more of those known than it has: another region's, or cut short."""
        return len(self.gone) > len(self.same) + len(self.changed)


LABELS = {
    "name": "Nom",
    "given_name": "Prénom",
    "rpps": "RPPS",
    "adeli": "ADELI",
    "civility": "Civilité",
    "profession": "Profession",
    "speciality": "Spécialité",
    "modes": "Mode d’exercice",
    "replacement": "Remplaçant",
    "phone": "Téléphone",
}
_MODES = {"S": "salarié", "L": "libéral", "B": "bénévole", "I": "en société"}


def compare(
    known: Sequence[KnownPerson],
    found: Sequence[DirectoryPerson],
    scope: Selection = EVERYBODY,
) -> Preview:
    """Sorts the people found into new, changed, same, possible duplicates; and who is gone."""
    by_number = {person.number: person for person in known if person.number}
    unnumbered = [person for person in known if not person.number]
    new, changed, same, duplicates = [], [], [], []
    for person in found:
        if match := by_number.get(person.number):
            change = change_of(match, person)
            if change.fields:
                changed.append(change)
            else:
                same.append(match)
        elif candidates := tuple(k for k in unnumbered if _may_be(k, person)):
            duplicates.append(PossibleDuplicate(person, candidates))
        else:
            new.append(person)
    gone = _gone(known, found, scope)
    return Preview(tuple(new), tuple(changed), tuple(same), tuple(duplicates), gone)


def known_from(person: DirectoryPerson, key: str) -> KnownPerson:
    """The person as the structure knows them once taken from the directory."""
    return KnownPerson(
        key=key,
        name=person.name,
        given_name=person.given_name,
        rpps=person.rpps,
        adeli=person.adeli,
        civility=person.civility,
        profession=person.profession_key,
        speciality=person.speciality,
        modes=person.modes,
        replacement=person.replacement,
        phone=next(iter(person.phones), ""),
        finess=frozenset(site.finess for site in person.sites) - {""},
        siret=frozenset(site.siret for site in person.sites) - {""},
        postcodes=frozenset(site.postcode for site in person.sites) - {""},
    )


def change_of(known: KnownPerson, found: DirectoryPerson) -> Change:
    """Field by field; a cell left empty, a local phone, accents and capitals change nothing."""
    offered = known_from(found, known.key)
    fields = [field for field in LABELS if _differs(field, known, offered)]
    updated = replace(known, **{field: getattr(offered, field) for field in fields})
    changes = (
        FieldChange(field, LABELS[field], _shown(field, known), _shown(field, offered))
        for field in fields
    )
    return Change(known, found, updated, tuple(changes))


def _differs(field: str, known: KnownPerson, offered: KnownPerson) -> bool:
    before, after = getattr(known, field), getattr(offered, field)
    if field == "replacement":
        return bool(before != after)
    if not after or (field == "phone" and before):
        return False
    if field == "modes":
        return set(before) != set(after)
    return fold(before) != fold(after)


def _shown(field: str, person: KnownPerson) -> str:
    value = getattr(person, field)
    if field == "replacement":
        return "oui" if value else "non"
    if field == "modes":
        return ", ".join(_MODES.get(mode, mode) for mode in value)
    return str(value)


def _may_be(known: KnownPerson, found: DirectoryPerson) -> bool:
    names = (known.name, known.given_name), (found.name, found.given_name)
    if same_name(*names):
        return True
    return known.profession == found.profession_key and near_name(*names)


def _gone(
    known: Sequence[KnownPerson], found: Sequence[DirectoryPerson], scope: Selection
) -> tuple[KnownPerson, ...]:
    """A file in which nobody was found says nothing of anybody: it is another region's, or cut short;
    unless somebody was asked for by number."""
    present = {person.number for person in found}
    return tuple(
        person
        for person in known
        if (present or scope.rpps)
        and person.number
        and person.number not in present
        and scope.covers(person.number, person.name, person.postcodes, person.finess, person.siret)
    )
