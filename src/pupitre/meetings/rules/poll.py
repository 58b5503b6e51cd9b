"""Date polls: ranks the slots offered to a team, with the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Literal

Answer = Literal["yes", "maybe", "no"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One date offered."""

    key: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody asked; the profession is its French name (« médecin »)."""

    key: str
    profession: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What a slot must gather: a number of people or a share of those asked, and professions."""

    quorum: int | Fraction = 0
    professions: frozenset[str] = frozenset()

    def people(self, asked: int) -> int:
        """The quorum in people, a share being rounded up."""
        return ceil(self.quorum * asked) if isinstance(self.quorum, Fraction) else self.quorum


@dataclass(frozen=True, slots=True)
class Ranked:
    """A slot, who can come, and why it stands where it does (French)."""

    slot: Slot
    yes: tuple[str, ...]
    maybe: tuple[str, ...]
    no: tuple[str, ...]
    silent: tuple[str, ...]
    suitable: bool
    reasons: tuple[str, ...]


def rank_slots(
    slots: Sequence[Slot],
    voters: Sequence[Voter],
    answers: Mapping[tuple[str, str], Answer],
    needs: Needs,
) -> tuple[Ranked, ...]:
    """Best slot first; `answers` is (voter key, slot key) → answer.

    Order: quorum and professions, most people, most plain « oui », then the slot that does not
    leave out whoever has the fewest other dates (the worst-off person), then the earliest.
    """
    ranked = [_rank(slot, voters, answers, needs) for slot in slots]
    choices = {
        voter.key: sum(voter.key in (*found.yes, *found.maybe) for found in ranked)
        for voter in voters
    }

    def order(found: Ranked) -> tuple[bool, int, int, int, datetime, str]:
        coming = len(found.yes) + len(found.maybe)
        worst_off = min((choices[key] for key in found.no if choices[key]), default=len(slots))
        start, key = found.slot.start, found.slot.key
        return (not found.suitable, -coming, -len(found.yes), -worst_off, start, key)

    return tuple(sorted(ranked, key=order))


def _rank(
    slot: Slot,
    voters: Sequence[Voter],
    answers: Mapping[tuple[str, str], Answer],
    needs: Needs,
) -> Ranked:
    def who(answer: Answer | None) -> tuple[str, ...]:
        return tuple(v.key for v in voters if answers.get((v.key, slot.key)) == answer)

    yes, maybe = who("yes"), who("maybe")
    coming = {voter.profession for voter in voters if voter.key in (*yes, *maybe)}
    short = needs.people(len(voters)) - len(yes) - len(maybe)
    missing = sorted(needs.professions - coming)
    reasons = (_quorum_reason(short, needs), *(f"il manque : {name}" for name in missing))
    if maybe:
        reasons += (f"dont {len(maybe)} si besoin",)
    suitable = short <= 0 and not missing
    kept = tuple(reason for reason in reasons if reason)
    return Ranked(slot, yes, maybe, who("no"), who(None), suitable, kept)


def _quorum_reason(short: int, needs: Needs) -> str:
    if short > 0:
        return f"quorum non atteint : il manque {short} personne{'s' if short > 1 else ''}"
    return "quorum atteint" if needs.quorum else ""
