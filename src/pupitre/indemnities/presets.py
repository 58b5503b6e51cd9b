"""Loads the schemes to start from."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Preset:
    """A scheme seen somewhere: words for the screen, source, and the rows to start with."""

    key: str
    label: str
    words: str
    example: str
    source: str
    url: str
    rates: tuple[dict[str, Any], ...]
    pots: tuple[dict[str, Any], ...]


@cache
def presets() -> tuple[Preset, ...]:
    """Every preset, in the order of the data file."""
    text = files("pupitre.indemnities").joinpath("data/baremes.yaml").read_text("utf-8")
    return tuple(_preset(row) for row in yaml.safe_load(text)["presets"])


def _preset(row: dict[str, Any]) -> Preset:
    words = {name: row[name] for name in ("key", "label", "words", "example", "source", "url")}
    return Preset(**words, rates=tuple(row.get("rates", ())), pots=tuple(row.get("pots", ())))


def preset(key: str) -> Preset | None:
    return next((one for one in presets() if one.key == key), None)
