"""Rule sets of working time: named, dated lists of limits, read from data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


class UnknownRuleSetError(LookupError):
    """No such rule set on that day; the message is one French sentence."""


@dataclass(frozen=True)
class Limit:
    """One limit: its code, its value in `unit` (minutes, days, periods, percent), its text."""

    code: str
    value: int
    unit: str
    source: str


@dataclass(frozen=True)
class RuleSet:
    """The limits that one employer applies. A code that is absent is not limited."""

    name: str
    label: str
    limits: tuple[Limit, ...]

    def get(self, code: str) -> Limit | None:
        """The limit of that code, if there is one."""
        return next((limit for limit in self.limits if limit.code == code), None)

    def value(self, code: str, otherwise: int) -> int:
        """The figure of that code, or `otherwise` where nothing is limited."""
        limit = self.get(code)
        return otherwise if limit is None else limit.value


def rule_set(data: Iterable[Mapping[str, Any]], name: str, day: date) -> RuleSet:
    """The rule set of that name in force on `day`, with what it extends."""
    versions = [entry for entry in data if entry["name"] == name]
    current = [entry for entry in versions if entry["since"] <= day]
    if not versions:
        raise UnknownRuleSetError(f"La convention « {name} » n’est pas connue.")
    if not current:
        raise UnknownRuleSetError(f"La convention « {name} » n’est pas décrite au {day:%d/%m/%Y}.")
    entry = max(current, key=lambda version: version["since"])
    limits = {limit.code: limit for limit in _inherited(data, entry, day)}
    limits |= {item["code"]: _limit(item) for item in entry["limits"]}
    return RuleSet(name, entry["label"], tuple(limits.values()))


def _inherited(
    data: Iterable[Mapping[str, Any]], entry: Mapping[str, Any], day: date
) -> tuple[Limit, ...]:
    parent = entry.get("extends")
    return rule_set(data, parent, day).limits if parent else ()


def _limit(item: Mapping[str, Any]) -> Limit:
    return Limit(item["code"], item["value"], item["unit"], item["source"])
