"""French numbers of persons and structures: shape and key."""

import re
from dataclasses import dataclass
from enum import StrEnum

_TYPED = re.compile(r"[\s.\-\u2010-\u2015\u200b\ufeff]+")
_FINESS = re.compile(r"[0-9][0-9A-Z][0-9]{7}", re.ASCII)
_NIR = re.compile(
    r"[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-35-9][0-9]|4[0-2])(?:[0-9]{2}|2[AB])[0-9]{8}", re.ASCII
)
_LA_POSTE = "356000000"


class InvalidIdentifierError(ValueError):
    """A number that cannot be right; its text is a French sentence for the person who typed it."""


class IdentifierKind(StrEnum):
    """The register that gave a person's national number."""

    RPPS = "rpps"
    ADELI = "adeli"


@dataclass(frozen=True, slots=True)
class NationalIdentifier:
    """A person's number in the national directory, without its type digit."""

    kind: IdentifierKind
    number: str


def compact(text: str) -> str:
    """The number as registers write it: no space, dot or hyphen, capital letters."""
    return _TYPED.sub("", text).upper()


def luhn_sum(number: str) -> int:
    """Luhn's sum; a letter counts as in base 36 (A = 10), as Corsican FINESS numbers do."""
    total = 0
    for rank, sign in enumerate(reversed(number)):
        value = int(sign, 36)
        total += sum(divmod(value * 2, 10)) if rank % 2 else value
    return total


def parse_rpps(text: str) -> str:
    """The 11 digits of an RPPS number, also when typed with the type digit 8 in front."""
    number = compact(text)
    if len(number) == 12 and number.startswith("8"):
        number = number[1:]
    return _keyed(number, 11, "RPPS", text)


def parse_adeli(text: str) -> str:
    """The 9 characters of an old ADELI number (its second character may be a letter)."""
    number = compact(text)
    if not _FINESS.fullmatch(number):
        raise InvalidIdentifierError(
            f"Le numéro ADELI « {text.strip()} » doit compter 9 caractères."
        )
    return number


def parse_national_identifier(text: str) -> NationalIdentifier:
    """Reads « Identification nationale PP »: 8 + RPPS, or 0 + ADELI."""
    number = compact(text)
    if number.startswith("8") and len(number) == 12:
        return NationalIdentifier(IdentifierKind.RPPS, parse_rpps(number))
    if number.startswith("0") and len(number) == 10:
        return NationalIdentifier(IdentifierKind.ADELI, parse_adeli(number[1:]))
    raise InvalidIdentifierError(
        f"L’identification nationale « {text.strip()} » doit être un 8 suivi du RPPS (11 chiffres) "
        "ou un 0 suivi de l’ancien numéro ADELI (9 caractères)."
    )


def parse_finess(text: str) -> str:
    """A FINESS number: 9 characters, a letter allowed in second place, Luhn."""
    number = compact(text)
    if not _FINESS.fullmatch(number):
        raise InvalidIdentifierError(
            f"Le numéro FINESS « {text.strip()} » doit compter 9 caractères : 9 chiffres, "
            "ou une lettre en deuxième position."
        )
    return _checked(number, "FINESS", text)


def parse_siren(text: str) -> str:
    """A SIREN number: 9 digits, Luhn."""
    return _keyed(compact(text), 9, "SIREN", text)


def parse_siret(text: str) -> str:
    """A SIRET number: 14 digits, Luhn; or, for La Poste, a digit sum divisible by 5."""
    number = compact(text)
    if _digits(number, 14) and number.startswith(_LA_POSTE) and sum(map(int, number)) % 5 == 0:
        return number
    return _keyed(number, 14, "SIRET", text)


def parse_nir(text: str) -> str:
    """A social security number with its key: 15 characters, 2A and 2B for Corsica."""
    number = compact(text)
    if not is_nir(number):
        raise InvalidIdentifierError(
            "Ce numéro de sécurité sociale n’est pas valable : "
            "vérifiez ses 13 caractères et sa clé de 2 chiffres."
        )
    return number


def is_nir(number: str) -> bool:
    """Whether 15 characters are a social security number: shape, 97 − (number mod 97)."""
    if not _NIR.fullmatch(number):
        return False
    body = number[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(body) % 97 == int(number[13:])


def _digits(number: str, length: int) -> bool:
    return len(number) == length and number.isascii() and number.isdigit()


def _keyed(number: str, length: int, name: str, typed: str) -> str:
    if not _digits(number, length):
        raise InvalidIdentifierError(
            f"Le numéro {name} « {typed.strip()} » doit compter {length} chiffres."
        )
    return _checked(number, name, typed)


def _checked(number: str, name: str, typed: str) -> str:
    if luhn_sum(number) % 10:
        raise InvalidIdentifierError(
            f"La clé du numéro {name} « {typed.strip()} » est fausse : "
            "un chiffre est sans doute mal recopié."
        )
    return number
