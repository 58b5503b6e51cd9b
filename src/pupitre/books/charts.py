"""Loads the dated data of the books: proposed charts of accounts, rubrics of the statements."""

from functools import cache
from pathlib import Path

from pupitre.books.rules.chart import Charts
from pupitre.books.rules.statements import Rubrics
from pupitre.core.typed_yaml import Reader

DATA = Path(__file__).parent / "rules" / "data"


@cache
def load_charts() -> Charts:
    """The charts in force; raises DataError on a damaged file."""
    file = DATA / "chart_2025.yaml"
    return Reader(file.name).load(Charts, file.read_text(encoding="utf-8"))


@cache
def load_rubrics() -> Rubrics:
    """The rubrics in force; raises DataError on a damaged file."""
    file = DATA / "statements_2025.yaml"
    return Reader(file.name).load(Rubrics, file.read_text(encoding="utf-8"))
