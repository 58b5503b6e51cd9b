"""Loads what the national agreement lists for every centre: the themes of annexe 3."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pupitre.core.typed_yaml import Reader

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of annexe 3 and examples of it."""

    key: str
    label: str
    examples: str


@dataclass(frozen=True, slots=True)
class Themes:
    """The list with its source; `verified` once somebody compared it with the official text."""

    verified: bool
    source: str
    themes: tuple[Theme, ...]

    @property
    def labels(self) -> dict[str, str]:
        """Key → label."""
        return {theme.key: theme.label for theme in self.themes}


@cache
def load_themes() -> Themes:
    """The starter list of themes. Raises DataError on a damaged file."""
    name = "themes_annexe3.yaml"
    return Reader(name).load(Themes, (DATA / name).read_text(encoding="utf-8"))
