"""The rules of a month that somebody could change."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["absence", "week", "kept", "rest", "room", "demand"]


@dataclass(frozen=True)
class Reason:
    """Such a rule: of `person`, on `day` (the Monday of a week).

    `item` is the kind of the absence, or the shift, room or demand.
    """

    kind: Kind
    person: str = ""
    day: date | None = None
    item: str = ""
