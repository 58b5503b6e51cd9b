"""Dates of meetings over several months: who can come, and how well a choice treats everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Member:
    """Somebody who should come, with the profession that counts for the meeting."""

    id: str
    profession: str


@dataclass(frozen=True)
class Candidate:
    """A possible date; `group` is what one date is chosen for (a month, a meeting)."""

    id: str
    group: str
    start: datetime
    available: tuple[str, ...]
    cost: int = 0


@dataclass(frozen=True)
class MeetingProblem:
    """One candidate is chosen in each group.

    A date counts when `quorum` members can come, with at least `least_of` each profession named and
    `professions` professions in all.
    """

    members: tuple[Member, ...]
    candidates: tuple[Candidate, ...]
    quorum: int
    professions: int = 1
    least_of: dict[str, int] | None = None

    def groups(self) -> list[str]:
        """The groups, in the order of the candidates."""
        return list(dict.fromkeys(candidate.group for candidate in self.candidates))


@dataclass(frozen=True)
class Choice:
    """The chosen candidate of each group; groups without a valid date, and why."""

    chosen: tuple[Candidate, ...]
    impossible: tuple[str, ...]
    worst_off: tuple[str, int]
    absences: int
    cost: int


def shortfalls(problem: MeetingProblem, candidate: Candidate) -> list[str]:
    """Why the date would not count, in French; empty when it does."""
    coming = [member for member in problem.members if member.id in candidate.available]
    found = []
    if len(coming) < problem.quorum:
        found.append(f"{len(coming)} présents, il en faut {problem.quorum}")
    present = {member.profession for member in coming}
    if len(present) < problem.professions:
        found.append(f"{len(present)} professions, il en faut {problem.professions}")
    for profession, least in (problem.least_of or {}).items():
        number = sum(member.profession == profession for member in coming)
        if number < least:
            found.append(f"{number} {profession}, il en faut {least}")
    return found


def judge(problem: MeetingProblem, chosen: Sequence[Candidate]) -> Choice:
    """What a choice is worth; groups that it leaves out are listed as impossible, with reasons."""
    missed = {
        member.id: sum(member.id not in candidate.available for candidate in chosen)
        for member in problem.members
    }
    taken = {candidate.group for candidate in chosen}
    worst = max(missed.items(), key=lambda item: item[1], default=("", 0))
    return Choice(
        tuple(chosen),
        tuple(_why_not(problem, group) for group in problem.groups() if group not in taken),
        worst,
        sum(missed.values()),
        sum(candidate.cost for candidate in chosen),
    )


def _why_not(problem: MeetingProblem, group: str) -> str:
    """The least bad date of a group, and what it lacks."""
    offered = [candidate for candidate in problem.candidates if candidate.group == group]
    lacks = min((shortfalls(problem, candidate) for candidate in offered), key=len)
    if not lacks:
        return f"{group} : une date convient, mais elle n’a pas été retenue."
    return f"{group} : aucune date ne convient (au mieux : {' ; '.join(lacks)})."


def order(choice: Choice) -> tuple[int, int, int, int]:
    """Smaller is better: groups without a date, the worst-off person, absences, then cost."""
    return len(choice.impossible), choice.worst_off[1], choice.absences, choice.cost
