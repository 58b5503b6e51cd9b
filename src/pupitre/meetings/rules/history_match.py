"""Who and what a pasted history speaks of: names matched with persons, words with sorts of meetings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pupitre.people.rules.names import fold, near_name

_TITLES = frozenset({"dr", "docteur", "pr", "mme", "madame", "mlle", "m", "mr", "monsieur"})
_KINDS = (
    ("rcp", ("rcp", "concertation", "cas complexe")),
    ("assembly", ("assemblee", "ag", "age", "ago")),
    ("management", ("gerance", "gerants", "bureau", "direction", "copil", "pilotage")),
    ("working_group", ("groupe", "gt", "travail", "protocole", "protocoles", "projet")),
    ("team", ("equipe", "pluriprofessionnelle", "pluripro", "pleniere", "generale", "reunion")),
)
"""What each sort is called in spreadsheets; the first sort that fits is taken."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the structure, by key."""

    key: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the table: the person meant, when there is no doubt, else those it could be."""

    name: str
    key: int | None
    near: tuple[int, ...] = ()


def match_name(name: str, people: Sequence[Known]) -> Match:
    """The person that a name means: all its words, or the family name where nobody else has it.

    Titles, accents, capitals and order do not count. What is only close is never taken alone.
    """
    words = frozenset(fold(name).split()) - _TITLES
    same = [known for known in people if words == _words(known)]
    if not same and words:
        same = [known for known in people if _family(known) <= words <= _words(known)]
    if len(same) == 1:
        return Match(name, same[0].key)
    bare = " ".join(word for word in fold(name).split() if word in words)
    near = same or [known for known in people if _close(bare, words, known)]
    return Match(name, None, tuple(known.key for known in near))


def _words(known: Known) -> frozenset[str]:
    return frozenset(fold(f"{known.first} {known.last}").split())


def _family(known: Known) -> frozenset[str]:
    return frozenset(fold(known.last).split())


def _close(bare: str, words: frozenset[str], known: Known) -> bool:
    pairs = ((known.first, known.last), (known.last, known.first), ("", known.last))
    return bool(words & _words(known)) or any(near_name(("", bare), pair) for pair in pairs)


def kind_named(texts: Iterable[str]) -> str:
    """The sort of meeting of the first text that names one; a team meeting where none does, another
    sort where the first text says something unknown."""
    said = [fold(text) for text in texts if text.strip()]
    for text in said:
        words = set(text.split())
        for kind, names in _KINDS:
            if words & set(names) or any(" " in name and name in text for name in names):
                return kind
    return "other" if said else "team"
