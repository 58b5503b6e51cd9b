"""One line of the open RPPS extraction: titles, shape, activity (release of 2026)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pupitre.people.rules.identifiers import (
    IdentifierKind,
    InvalidIdentifierError,
    NationalIdentifier,
    parse_adeli,
    parse_finess,
    parse_national_identifier,
    parse_rpps,
    parse_siret,
)
from pupitre.people.rules.names import fold

SEPARATOR = "|"
_SMALL_WORDS = frozenset({"d", "de", "du", "des", "l", "la", "le", "coord", "structure"})
_CEDEX = re.compile(r"\A([0-9]{5})\s+(\S.*)", re.ASCII)

TITLES: Mapping[str, tuple[str, ...]] = {
    "kind": ("Type d'identifiant PP",),
    "number": ("Identifiant PP",),
    "national": ("Identification nationale PP",),
    "civility": ("Code civilité",),
    "name": ("Nom d'exercice",),
    "given_name": ("Prénom d'exercice",),
    "profession_code": ("Code profession",),
    "profession_label": ("Libellé profession",),
    "skill_code": ("Code savoir-faire",),
    "skill_label": ("Libellé savoir-faire",),
    "mode": ("Code mode exercice",),
    "siret": ("Numéro SIRET site",),
    "finess": ("Numéro FINESS site",),
    "company": ("Raison sociale site",),
    "sign": ("Enseigne commerciale site",),
    "cedex": ("Bureau cedex",),
    "postcode": ("Code postal",),
    "commune": ("Libellé commune",),
    "phone": ("Téléphone",),
    "phone_2": ("Téléphone 2",),
    "activity_kind": ("Code genre d'activité", "Code genre activité"),
}
_REQUIRED = ("name", "given_name", "profession_code", "finess", "postcode")


class DirectoryFileError(ValueError):
    """A directory file that cannot be read; its text is one French sentence, with the line."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of one person; numbers are checked, names are as the file writes them."""

    rpps: str
    adeli: str
    civility: str
    name: str
    given_name: str
    profession_code: str
    profession_label: str
    skill_code: str
    skill_label: str
    mode: str
    activity_kind: str
    finess: str
    siret: str
    site_name: str
    postcode: str
    commune: str
    phones: tuple[str, ...]

    @property
    def number(self) -> str:
        """The national number, of whichever register."""
        return self.rpps or self.adeli

    @property
    def has_site(self) -> bool:
        """Whether the line names a place (replacements often do not)."""
        return bool(self.finess or self.siret or self.site_name or self.postcode)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each column stands in this file; `width` is the number of titles."""

    columns: Mapping[str, int]
    width: int

    @property
    def identifier(self) -> int:
        """The column that names the person."""
        return self.columns["national"] if "national" in self.columns else self.columns["number"]


def title_key(title: str) -> str:
    """What releases share of a title: no accent, case, article or « (coord. structure) »."""
    return " ".join(word for word in fold(title).split() if word not in _SMALL_WORDS)


def layout_of(header: str) -> Layout:
    """Finds the columns by their titles; DirectoryFileError when it is another file."""
    if SEPARATOR not in header:
        raise DirectoryFileError(
            "Ligne 1 : ce n’est pas l’extraction RPPS, dont les colonnes sont séparées par « | » ; "
            "téléchargez de nouveau le fichier « personne-activite » sans l’ouvrir dans un tableur."
        )
    titles = [title_key(title) for title in header.rstrip("\r\n").removesuffix("|").split("|")]
    columns = {}
    for field, spellings in TITLES.items():
        places = [i for i, title in enumerate(titles) if title in map(title_key, spellings)]
        if len(places) > 1:
            raise DirectoryFileError(f"Ligne 1 : la colonne « {spellings[0]} » figure deux fois.")
        if places:
            columns[field] = places[0]
    _require(columns)
    return Layout(columns, len(titles))


def _require(columns: Mapping[str, int]) -> None:
    missing = [TITLES[field][0] for field in _REQUIRED if field not in columns]
    if "national" not in columns and "number" not in columns:
        missing.insert(0, TITLES["number"][0])
    if missing:
        listed = " », « ".join(missing)
        raise DirectoryFileError(
            f"Ligne 1 : il manque la colonne « {listed} » ; "
            "ce fichier n’est pas l’extraction « personne-activite » de l’Annuaire Santé."
        )


def width_error(line_number: int, found: int, expected: int) -> DirectoryFileError:
    """The sentence for a line that has not as many cells as the header has titles."""
    return DirectoryFileError(
        f"Ligne {line_number} : {found} colonnes au lieu de {expected} ; "
        "le fichier est abîmé ou son téléchargement s’est interrompu, téléchargez-le de nouveau."
    )


def activity_of(cells: list[str], layout: Layout, line_number: int) -> Activity:
    """Reads one line's cells; DirectoryFileError with the line number when a number is wrong."""
    at = {field: cells[i].strip() for field, i in layout.columns.items()}
    try:
        return _activity({field: at.get(field, "") for field in TITLES})
    except InvalidIdentifierError as error:
        raise DirectoryFileError(f"Ligne {line_number} : {error}") from error


def _activity(at: Mapping[str, str]) -> Activity:
    person = _identifier(at)
    postcode, commune = _place(at["postcode"], at["commune"], at["cedex"])
    return Activity(
        rpps=person.number if person.kind is IdentifierKind.RPPS else "",
        adeli=person.number if person.kind is IdentifierKind.ADELI else "",
        civility=at["civility"].upper(),
        name=at["name"],
        given_name=at["given_name"],
        profession_code=at["profession_code"],
        profession_label=at["profession_label"],
        skill_code=at["skill_code"],
        skill_label=at["skill_label"],
        mode=at["mode"],
        activity_kind=at["activity_kind"],
        finess=parse_finess(at["finess"]) if at["finess"] else "",
        siret=parse_siret(at["siret"]) if at["siret"] else "",
        site_name=at["company"] or at["sign"],
        postcode=postcode,
        commune=commune,
        phones=tuple(filter(None, (at["phone"], at["phone_2"]))),
    )


def _identifier(at: Mapping[str, str]) -> NationalIdentifier:
    national = parse_national_identifier(at["national"]) if at["national"] else None
    if not at["number"]:
        if national is None:
            raise InvalidIdentifierError("l’identifiant de la personne est vide.")
        return national
    if at["kind"] == "0" or (national and national.kind is IdentifierKind.ADELI):
        plain = NationalIdentifier(IdentifierKind.ADELI, parse_adeli(at["number"]))
    else:
        plain = NationalIdentifier(IdentifierKind.RPPS, parse_rpps(at["number"]))
    if national and national != plain:
        raise InvalidIdentifierError(
            f"les deux identifiants de la personne, « {at['number']} » et « {at['national']} », "
            "ne s’accordent pas."
        )
    return plain


def _place(postcode: str, commune: str, cedex: str) -> tuple[str, str]:
    sorted_by_post = _CEDEX.fullmatch(cedex.strip())
    if not sorted_by_post:
        return postcode, commune
    return postcode or sorted_by_post[1], commune or sorted_by_post[2]
