"""What the law of personal data asks of a table: why it is kept, how long, and what an erasure does to it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pupitre.core.dates import add_months


class Erase(StrEnum):
    """What an erasure does to the rows about a person; `scrub`: they stay, without the name."""

    DELETE = "delete"
    BLANK = "blank"
    SCRUB = "scrub"
    KEEP = "keep"


class Act(StrEnum):
    """What the end of a retention does to a row."""

    DELETE = "delete"
    BLANK = "blank"
    ERASE = "erase"


ACT_WORDS = {
    Act.DELETE: "supprimer",
    Act.BLANK: "vider les champs personnels",
    Act.ERASE: "effacer la personne",
}


@dataclass(frozen=True)
class Treatment:
    """One line of the register (GDPR art. 30): a purpose and all that goes with it."""

    title: str
    purpose: str
    basis: str
    people: str
    recipients: str
    security: str


@dataclass(frozen=True)
class Rule:
    """How long a kind of data is kept; no `months`: `until` says in words when it goes, nothing is purged.

    `margin`: months more for what is dated inside a fiscal year, as the time runs from its closing.
    """

    label: str
    basis: str
    source: str
    months: int | None = None
    least: int = 0
    margin: int = 0
    until: str = ""


@dataclass(frozen=True)
class Kept:
    """A table's retention: its rule, the date (or year) that starts it, which rows, what then."""

    rule: str
    since: str = ""
    act: Act = Act.DELETE
    where: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    closing: bool = False  # `since` is the closing itself: no margin


@dataclass(frozen=True)
class Holding:
    """What one table holds about people: fields by category, whose rows they are, and what becomes of them."""

    treatment: str = ""
    personal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plain: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    erase: Erase = Erase.SCRUB
    stays: tuple[str, ...] = ()
    retention: tuple[Kept, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for names in self.personal.values() for name in names)


def months_in_force(rule: Rule, chosen: int | None) -> int | None:
    """The centre's own duration where it chose one, never under what the law asks; None: no automatic end."""
    months = rule.months if chosen is None else chosen
    return None if months is None else max(months, rule.least)


def limit_of(months: int, day: date) -> date:
    """What started before this date has been kept long enough on that day."""
    return add_months(day, -months)


def duration_words(months: int | None, rule: Rule) -> str:
    """« 5 ans », « 18 mois », or what the rule says of an end that is no date."""
    if months is None:
        return rule.until
    years, rest = divmod(months, 12)
    return f"{months} mois" if rest or not years else f"{years} an{'s' if years > 1 else ''}"


@dataclass(frozen=True)
class Identity:
    """What a text may call a person by; `alone`: the last name is nobody else's here; aliases: first and last names."""

    number: int
    first_name: str
    last_name: str
    emails: tuple[str, ...] = ()
    phone: str = ""
    numbers: tuple[str, ...] = ()
    alone: bool = True
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def pseudonym(self) -> str:
        return f"Personne effacée {self.number}"

    @property
    def address(self) -> str:
        return f"efface-{self.number}@example.invalid"


ACCENTS = {
    "a": "aàâäá", "c": "cç", "e": "eéèêë", "i": "iîïí", "n": "nñ", "o": "oôöó", "u": "uùûüú", "y": "yÿ",
}  # fmt: skip


class Scrubber:
    """Takes a person's names, addresses and numbers out of texts and of JSON values."""

    def __init__(self, who: Identity) -> None:
        self.who = who
        self.names = [re.compile(one, re.IGNORECASE) for one in _name_patterns(who)]
        self.emails = [re.compile(re.escape(one), re.IGNORECASE) for one in who.emails if one]
        self.numbers = [re.compile(one) for one in _number_patterns(who)]
        last = _plain(who.last_name)
        self.last = (
            re.compile(rf"\b{_loose(last)}\b", re.IGNORECASE)
            if who.alone and len(last) >= 3
            else None
        )

    def text(self, text: str) -> str:
        """Return the text with a pseudonym; a lone last name counts when written with a capital."""
        for pattern in self.emails:
            text = pattern.sub(self.who.address, text)
        for pattern in self.numbers:
            text = pattern.sub("[effacé]", text)
        for pattern in self.names:
            text = pattern.sub(self.who.pseudonym, text)
        return self.last.sub(self._capital, text) if self.last else text

    def _capital(self, found: re.Match[str]) -> str:
        return self.who.pseudonym if found[0][0].isupper() else found[0]

    def value(self, value: object) -> object:
        """Return any JSON value with its texts scrubbed, keys included."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(one) for key, one in value.items()}
        return [self.value(one) for one in value] if isinstance(value, list | tuple) else value

    def names_in(self, value: object) -> bool:
        return self.value(value) != value


def _name_patterns(who: Identity) -> list[str]:
    title = r"(?:(?:Dr|Docteur|Mme|Madame|M\.|Monsieur)\s+)"
    found = []
    for first, last in ((who.first_name, who.last_name), *who.aliases):
        one, two = _loose(_plain(first)), _loose(_plain(last))
        if one and two:
            found += [rf"{title}?\b{one}\s+{two}\b", rf"\b{two}\s+{one}\b"]
        if two and who.alone:
            found.append(rf"\b{title}{two}\b")
    return found


def _number_patterns(who: Identity) -> list[str]:
    digits = re.sub(r"\D", "", who.phone)
    found = [rf"(?<!\d){re.escape(one)}(?!\d)" for one in who.numbers if len(one) >= 6]
    if len(digits) >= 8:
        found.append(r"(?<!\d)" + r"[\s. -]?".join(digits) + r"(?!\d)")
    return found


def _plain(text: str) -> str:
    marked = unicodedata.normalize("NFKD", " ".join(text.split()))
    return "".join(char for char in marked if not unicodedata.combining(char)).lower()


def _loose(plain: str) -> str:
    """A pattern that meets a name with or without its accents, hyphens or doubled spaces."""
    parts = []
    for char in plain:
        if char in " -":
            parts.append(r"[\s-]+")
        else:
            parts.append(f"[{ACCENTS[char]}]" if char in ACCENTS else re.escape(char))
    return "".join(parts)


@dataclass(frozen=True)
class Fate:
    """One line of an erasure's preview and report: what, how many, what becomes of it, why."""

    what: str
    count: int
    fate: str
    why: str


ERASED, PSEUDONYM, KEPT, TO_READ = "effacé", "pseudonymisé", "gardé", "à relire"


def kept_first(fates: Sequence[Fate]) -> list[Fate]:
    order = {TO_READ: 0, KEPT: 1, PSEUDONYM: 2, ERASED: 3}
    return sorted((one for one in fates if one.count), key=lambda one: (order[one.fate], one.what))
