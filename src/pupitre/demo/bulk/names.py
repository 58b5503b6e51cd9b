"""What changes from a centre to its copies in any text: names, numbers and addresses, each a hole to fill."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import slugify

from pupitre.core.search import fold
from pupitre.demo import words
from pupitre.demo.centres import fictitious_finess
from pupitre.demo.people import RANKS, fictitious_phone, fictitious_rpps

OPEN, CLOSE = "\ue000", "\ue001"
NUMBER = "#"
"""First character of a hole that a JSON value holds as a number."""
FORMS: tuple[Callable[[str], str], ...] = (str, fold, str.upper)
TURNING = [name for name in words.LAST_NAMES if name not in words.MEN and " " not in name]
MAIL_ID = re.compile(r"(?<=<)[0-9a-f]{32}(?=@)")
LINK = re.compile(r"(?<=/l/)(\d+)\.[\w-]{24}")


def hole(name: str) -> str:
    return f"{OPEN}{name}{CLOSE}"


def number_name(label: str, key: int | str | None) -> str:
    """Return the name of the hole that the number of a row fills."""
    return f"{NUMBER}{label}:{key}"


def number(label: str, key: int | str) -> str:
    return hole(number_name(label, key))


@dataclass(frozen=True)
class Identity:
    """What a fictitious centre of a rank is called."""

    rank: int
    name: str
    slug: str
    finess: str

    @classmethod
    def of(cls, rank: int) -> "Identity":
        name, postcode, _ = words.CENTRE_NAMES[rank % len(words.CENTRE_NAMES)]
        full = name if rank < len(words.CENTRE_NAMES) else f"{name} {rank + 1}"
        return cls(rank, full, slugify(full)[:50], fictitious_finess(postcode, rank))


def texts_of(identity: Identity, people: int) -> dict[str, str]:
    """Return what fills each hole of a centre's texts: its own words and those of its people."""
    first, coordinator = identity.rank * RANKS, identity.rank + 1
    held = {
        "slug": identity.slug,
        "finess": identity.finess,
        "coordinator-email": f"coordination{coordinator}@exemple.invalid",
        "coordinator": f"Coordination {coordinator}",
        "coordinator-folded": f"coordination {coordinator}",
        "coordinator-last": str(coordinator),
        "centre": identity.name,
        "centre-folded": fold(identity.name),
        "centre-upper": identity.name.upper(),
    }
    for place in range(people):
        held[f"rpps:{place}"] = fictitious_rpps(first + place)
        held[f"phone:{place}"] = fictitious_phone(first + place)
    return held | _last_names(identity.rank)


def _last_names(rank: int) -> dict[str, str]:
    """Return every last name, turned by the rank; one that is a first name too, or several words, stays."""
    held = {}
    for place in range(len(TURNING)):
        name = TURNING[(place + rank * RANKS) % len(TURNING)]
        for form, written in enumerate(FORMS):
            held[f"name{form}:{place}"] = written(name)
    return held


class Reader:
    """Puts holes in the texts of one centre."""

    def __init__(self, identity: Identity, people: int) -> None:
        self.rank = identity.rank
        self.holes = {
            text: name
            for name, text in texts_of(identity, people).items()
            if name != "coordinator-last"
        }
        longest = sorted(self.holes, key=len, reverse=True)
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")

    def text(self, text: str) -> str:
        """Return a text with a hole in place of each word that is this centre's own."""
        text = self.pattern.sub(lambda found: hole(self.holes[found[0]]), text)
        text = MAIL_ID.sub(lambda found: hole(f"mail:{found[0]}"), text)
        return LINK.sub(lambda found: hole(f"link:{found[1]}"), text)


def mail_number(rank: int, held: str) -> str:
    """Return the number of a copied message."""
    return hashlib.md5(f"{rank}/{held}".encode(), usedforsecurity=False).hexdigest()
