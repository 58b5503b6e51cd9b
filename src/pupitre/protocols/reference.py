"""Loads the list of national cooperation protocols that the agreement pays."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pupitre.core.typed_yaml import Reader

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class National:
    """One national protocol, and which profession it delegates acts to."""

    key: str
    label: str
    delegates: str


@dataclass(frozen=True, slots=True)
class Nationals:
    """The list, with its source."""

    source: str
    protocols: tuple[National, ...]

    @property
    def labels(self) -> dict[str, str]:
        return {one.key: f"{one.label} ({one.delegates})" for one in self.protocols}


@cache
def load_nationals() -> Nationals:
    """The list in the order of the file. Raises DataError on a damaged file."""
    name = "pnc.yaml"
    return Reader(name).load(Nationals, (DATA / name).read_text(encoding="utf-8"))
