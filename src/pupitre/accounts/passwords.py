"""Passwords that anybody here would guess: words of the trade, the product and the year around nothing else."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

WORDS = Path(__file__).parent / "local_words.txt"
LEFT = 6
"""Characters that must remain once the known words, years and repetitions are taken away."""


class LocalWordsValidator:
    """Refuses « Pupitre2026!! » or « maisondesante35 »: long enough, and tried first."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = _plain(password)
        for word in _words():
            rest = rest.replace(word, "")
        if len(rest) < LEFT:
            raise ValidationError(
                "Ce mot de passe se devine : il ne tient qu’à des mots courants ici, une année ou une suite. "
                "Prenez trois ou quatre mots sans rapport entre eux.",
                code="password_local_words",
            )

    def get_help_text(self) -> str:
        return "Pas seulement des mots de tous les jours ici : « pupitre », « maison de santé », une année…"


def _plain(text: str) -> str:
    """Return a text without case, accents, spaces, years, nor the same character many times over."""
    plain = unicodedata.normalize("NFKD", text.lower())
    shown = "".join(one for one in plain if not unicodedata.combining(one) and not one.isspace())
    return re.sub(r"(.)\1{2,}", r"\1", re.sub(r"(19|20)\d\d", "", shown))


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    """Return the words to ignore, the longest first."""
    lines = WORDS.read_text(encoding="utf-8").split()
    return tuple(sorted(lines, key=len, reverse=True))
