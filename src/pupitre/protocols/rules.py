"""When a protocol holds, and what it still lacks to count."""

from dataclasses import dataclass
from datetime import date

TEAM, PNC = "team", "pnc"
PROFESSIONS_NEEDED = 2
"""A protocol is « pluriprofessionnel » when at least two professions wrote it."""


@dataclass(frozen=True)
class Paper:
    """What is known of a protocol: its kind, its theme (key of annexe 3, empty off the list), who wrote it."""

    kind: str
    theme: str
    medical_opinion: bool
    professions: frozenset[str]
    approved_on: date | None
    declared_on: date | None
    archived_on: date | None


def lacks(paper: Paper) -> tuple[str, ...]:
    """What the protocol lacks to count for the ACI, in words (avenant 1, A2-02 and A2-07); empty: nothing."""
    if paper.kind == PNC:
        return () if paper.declared_on else ("la date de sa déclaration à l'ARS",)
    found = []
    if paper.kind == TEAM and not paper.theme and not paper.medical_opinion:
        found.append("un thème de l'annexe 3, ou l'avis du service médical")
    if paper.kind == TEAM and len(paper.professions) < PROFESSIONS_NEEDED:
        found.append("des auteurs de deux professions au moins")
    if paper.approved_on is None:
        found.append("la date à laquelle l'équipe l'a validé")
    return tuple(found)


def holds(paper: Paper, day: date) -> bool:
    """Tell whether the protocol counts on that day: complete, in force, not archived."""
    since = paper.declared_on if paper.kind == PNC else paper.approved_on
    archived = paper.archived_on is not None and paper.archived_on <= day
    return not lacks(paper) and since is not None and since <= day and not archived
