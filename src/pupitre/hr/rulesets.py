"""Loads the dated rules of working time and leave."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pupitre.hr.rules.leave import LeaveRules, leave_rules
from pupitre.hr.rules.limits import RuleSet, rule_set

DATA = Path(__file__).parent / "rules" / "data"


def rules_on(name: str, day: date) -> RuleSet:
    """The rule set of that name in force on `day`; raises UnknownRuleSetError."""
    return rule_set(_load("working_time"), name, day)


def leave_rules_on(day: date) -> LeaveRules:
    """The rules of paid leave in force on `day`; raises UnknownRuleSetError."""
    return leave_rules(_load("leave"), day)


@cache
def _load(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
    return loaded
