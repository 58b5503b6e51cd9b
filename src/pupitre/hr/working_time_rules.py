"""Loads the dated rule sets of working time."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pupitre.hr.rules.limits import RuleSet, rule_set


def rules_on(name: str, day: date) -> RuleSet:
    """The rule set of that name in force on `day`; raises UnknownRuleSetError."""
    return rule_set(_data(), name, day)


@cache
def _data() -> list[dict[str, Any]]:
    text = files("pupitre.hr.rules").joinpath("data/working_time.yaml").read_text("utf-8")
    loaded: list[dict[str, Any]] = yaml.safe_load(text)
    return loaded
