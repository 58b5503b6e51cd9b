"""Loads the models of budget to start from, by legal form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pupitre.core.typed_yaml import Reader


@dataclass(frozen=True)
class PresetLine:
    """A line to fill in: the code of its heading, its words, the months it falls in (none: every month)."""

    heading: str
    label: str
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class Presets:
    """The lines of each legal form."""

    kinds: Mapping[str, tuple[PresetLine, ...]]


@cache
def presets() -> Presets:
    file = files("pupitre.budgets").joinpath("data/modeles.yaml")
    return Reader(file.name).load(Presets, file.read_text("utf-8"))
