"""Decisions: their states, their order, and which come back on the next agenda."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pupitre.core.dates import format_numeric

State = Literal["open", "done", "postponed", "dropped"]
_ORDER: tuple[State, ...] = ("open", "postponed", "done", "dropped")


class DecisionError(ValueError):
    """A change that makes no sense; its text is a French sentence for the user."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided. `due` is the new date when it is postponed; `closed` the day it was
    done or dropped."""

    key: str
    title: str
    owner: str
    decided: date
    due: date | None
    state: State = "open"
    closed: date | None = None


def is_overdue(decision: Decision, today: date) -> bool:
    """Still to do, and its date has passed."""
    pending = decision.state in {"open", "postponed"}
    return pending and decision.due is not None and decision.due < today


def register(decisions: Iterable[Decision], today: date) -> tuple[Decision, ...]:
    """Overdue first, the latest of all on top; then by due date, without date, postponed, and the
    closed ones, most recently closed first."""

    def order(decision: Decision) -> tuple[bool, int, int, str]:
        if decision.closed:
            when = -decision.closed.toordinal()
        else:
            when = (decision.due or date.max).toordinal()
        late = is_overdue(decision, today)
        return (not late, 0 if late else _ORDER.index(decision.state), when, decision.key)

    return tuple(sorted(decisions, key=order))


def returning(decisions: Iterable[Decision], meeting: date) -> tuple[Decision, ...]:
    """What the agenda of that day takes up: open ones, and postponed ones whose date has come."""
    back = [
        decision
        for decision in decisions
        if decision.state == "open"
        or (decision.state == "postponed" and decision.due is not None and decision.due <= meeting)
    ]
    return register(back, meeting)


def change_state(
    decision: Decision, state: State, today: date, until: date | None = None
) -> Decision:
    """The decision in its new state; `until` is the new date of a postponed one.

    Raises DecisionError when a postponement has no date to come.
    """
    if state == "postponed":
        if until is None or until <= today:
            raise DecisionError(
                f"Indiquez jusqu’à quand reporter, après le {format_numeric(today)}."
            )
        return replace(decision, state=state, due=until, closed=None)
    closed = None if state == "open" else today
    return replace(decision, state=state, closed=closed)
