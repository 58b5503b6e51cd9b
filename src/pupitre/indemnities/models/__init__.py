"""Indemnities: schemes, runs, statements."""

from pupitre.indemnities.models.runs import (
    Adjustment,
    CountedMeeting,
    IndemnityRun,
    RunLine,
    Statement,
)
from pupitre.indemnities.models.schemes import IndemnitySettings, Pot, Rate, Scheme, Weight

__all__ = [
    "Adjustment",
    "CountedMeeting",
    "IndemnityRun",
    "IndemnitySettings",
    "Pot",
    "Rate",
    "RunLine",
    "Scheme",
    "Statement",
    "Weight",
]
