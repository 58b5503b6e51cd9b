"""A fact that a budget may take as a line: what it is, how much, when, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """`key` names it for ever, `heading` is the row of its heading (0: none), `months` are empty for every month.

    Rows above contribute to « budget.facts » a function of (entity, period, today) that yields some.
    """

    key: str
    heading: int
    label: str
    cents: int
    months: tuple[int, ...]
    because: str
    url: str
