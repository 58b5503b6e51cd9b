"""Loads the proposed charts of accounts."""

from functools import cache
from pathlib import Path

from pupitre.books.rules.chart import Charts
from pupitre.core.typed_yaml import Reader

DATA = Path(__file__).parent / "rules" / "data" / "chart_2025.yaml"


@cache
def load_charts() -> Charts:
    """The charts in force; raises DataError on a damaged file."""
    return Reader(DATA.name).load(Charts, DATA.read_text(encoding="utf-8"))
