"""Loads the reference data of meetings: facilitation sheets and the models to start with."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pupitre.core.typed_yaml import Reader
from pupitre.meetings.rules.facilitation import Technique

DATA = Path(__file__).parent / "data"


@cache
def load_techniques() -> tuple[Technique, ...]:
    """The facilitation sheets in the order of the file. Raises DataError on a damaged file."""
    name = "facilitation.yaml"
    return Reader(name).load(tuple[Technique, ...], (DATA / name).read_text(encoding="utf-8"))


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
