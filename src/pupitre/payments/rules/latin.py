"""Texts as SEPA files carry them: the Latin characters that every European bank takes.

Source: European Payments Council, EPC217-08 « SEPA requirements for an extended character set »:
letters without accent, digits and / - ? : ( ) . , ' + and the space; no text starts or ends
with a slash or holds two in a row.
"""

import re
import unicodedata

ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
SPELT = str.maketrans({
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l",
    "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", '"': "'", "«": "'", "»": "'", "“": "'",
    "”": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "_": "-", "&": "+", ";": ",",
    "!": ".", "·": ".", "…": "...", "°": "o", "€": "EUR",
})  # fmt: skip


class LatinError(ValueError):
    """A text that a bank file cannot carry; its message is one French sentence."""


def name_for_bank(name: str, limit: int = 70) -> str:
    """Return an account holder's name in the banks' characters, never cut nor guessed.

    Raises LatinError when a letter has no Latin spelling, when nothing is left, or beyond `limit`:
    the bank compares this name with the account's.
    """
    plain = _plain(name)
    unknown = next((letter for letter in plain if letter not in ALLOWED), "")
    if unknown:
        shown = unknown if unknown.isprintable() else f"U+{ord(unknown):04X}"
        raise LatinError(
            f"le nom du titulaire contient « {shown} », que les banques ne lisent pas : recopiez-le comme sur le RIB."
        )
    tidy = _tidy(plain)
    if not re.search("[A-Za-z0-9]", tidy):
        raise LatinError("le nom du titulaire est vide : recopiez celui qui figure sur le RIB.")
    if len(tidy) > limit:
        raise LatinError(f"le nom du titulaire dépasse {limit} caractères : abrégez-le.")
    return tidy


def words_for_bank(text: str, limit: int = 140) -> str:
    """Return a payment's words in the banks' characters, a point for what they lack, cut at `limit`."""
    plain = "".join(letter if letter in ALLOWED else "." for letter in _plain(text))
    return _tidy(_tidy(plain)[:limit])


def _plain(text: str) -> str:
    """Take accents off and spell what has no accent to lose; spaces of any kind become one."""
    spelt = re.sub(r"\s+", " ", text).translate(SPELT)
    parts = unicodedata.normalize("NFKD", spelt)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return re.sub(r"\s+", " ", bare.translate(SPELT)).replace("\u200b", "")


def _tidy(text: str) -> str:
    """Take away the slashes that the rule forbids, and spaces around."""
    return re.sub("//+", "/", text).strip("/ ")
