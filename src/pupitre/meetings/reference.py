"""Loads the reference data of meetings: facilitation sheets and the themes of annexe 3."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pupitre.core.typed_yaml import Reader
from pupitre.meetings.rules.facilitation import Technique

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
def load_techniques() -> tuple[Technique, ...]:
    """The facilitation sheets in the order of the file. Raises DataError on a damaged file."""
    name = "facilitation.yaml"
    return Reader(name).load(tuple[Technique, ...], (DATA / name).read_text(encoding="utf-8"))


@cache
def load_themes() -> Themes:
    """The starter list of themes. Raises DataError on a damaged file."""
    name = "themes_annexe3.yaml"
    return Reader(name).load(Themes, (DATA / name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class StarterModel:
    """A model of meeting to start with; `agenda` as `rules.agenda_lines` reads it."""

    name: str
    kind: str
    minutes: int
    purpose: str
    agenda: str


@cache
def load_starter_models() -> tuple[StarterModel, ...]:
    """The models offered to a centre that has none. Raises DataError on a damaged file."""
    name = "modeles_de_depart.yaml"
    return Reader(name).load(tuple[StarterModel, ...], (DATA / name).read_text(encoding="utf-8"))
