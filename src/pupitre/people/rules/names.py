"""Names of persons: how to show them, and when two of them are the same or nearly so."""

import re
import unicodedata
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset({"de", "du", "des", "der", "den", "von", "y"})
_ELIDED = re.compile(r"\bD(['’])", re.IGNORECASE)
_NEAR = 0.88


def fold(text: str) -> str:
    """Small letters without accents, every other sign a single space: what two spellings share."""
    spread = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", spread) if not unicodedata.combining(sign)
    )
    return " ".join(re.findall(r"[a-z0-9]+", bare.lower()))


def proper(text: str) -> str:
    """Capitals as people write them: « DE LA TOUR-D’AUVERGNE » → « de La Tour-d’Auvergne ».

    What already mixes capitals and small letters is kept; accents are kept, never invented.
    """
    tidy = " ".join(text.split())
    if not tidy.isupper():
        return tidy
    return _ELIDED.sub(r"d\1", _WORD.sub(_cased, tidy))


def _cased(match: re.Match[str]) -> str:
    word = match.group().lower()
    last = match.end() == len(match.string)
    return word if word in _PARTICLES and not last else word.capitalize()


def same_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Same name and given name, whatever the accents, capitals and hyphens."""
    return tuple(map(fold, one)) == tuple(map(fold, other))


def near_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Close enough to ask: swapped, one letter off, or one half of a double name missing."""
    first, second = fold(" ".join(one)), fold(" ".join(other))
    tokens, others = set(first.split()), set(second.split())
    if tokens == others:
        return True
    if fold(one[1]) == fold(other[1]) and (tokens < others or others < tokens):
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _NEAR
