"""Loads the themes of the public-health missions that the agreement pays."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pupitre.core.typed_yaml import Reader

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class MissionTheme:
    """One theme of annexe 2."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class MissionThemes:
    """The list, with its source."""

    source: str
    themes: tuple[MissionTheme, ...]

    @property
    def labels(self) -> dict[str, str]:
        return {one.key: one.label for one in self.themes}


@cache
def load_mission_themes() -> MissionThemes:
    """The list in the order of the file. Raises DataError on a damaged file."""
    name = "themes_annexe2.yaml"
    return Reader(name).load(MissionThemes, (DATA / name).read_text(encoding="utf-8"))
