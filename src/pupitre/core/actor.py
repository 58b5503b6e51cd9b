"""Who acts: an account, a person by a signed link, or the machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The author of a write, as the audit keeps it."""

    label: str
    via: str
    user_id: int | None = None
    person_id: int | None = None
    role: str = ""


MACHINE = Actor(label="Pupitre", via="job")
