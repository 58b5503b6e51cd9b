"""Loads the dated figures of payments."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pupitre.payments.rules.das2 import Threshold, threshold_of

DATA = Path(__file__).parent / "rules" / "data"


def das2_threshold(year: int) -> Threshold:
    """Return the threshold of a year; raises UnknownYearError."""
    return threshold_of(_load("das2"), year)


@cache
def _load(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
    return loaded
