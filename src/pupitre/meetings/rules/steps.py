"""The usual back-plan of a meeting, and the one that a model writes down."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pupitre.meetings.rules.backplan import Step, StepModel

TOPICS, AGENDA, NOTICE, REMINDER, MINUTES = "topics", "agenda", "notice", "reminder", "minutes"
USUAL = (
    StepModel(TOPICS, "Appel à sujets", -21, "coordination"),
    StepModel(AGENDA, "Ordre du jour", -16, "animation"),
    StepModel(NOTICE, "Convocation", -15, "coordination"),
    StepModel(REMINDER, "Relance", -2, "coordination"),
    StepModel(MINUTES, "Compte rendu", 8, "secrétaire de séance"),
)


def read_steps(written: Iterable[Mapping[str, Any]]) -> tuple[StepModel, ...]:
    """The steps of a model, `[{key, label, offset, owner_role}]`; the usual ones when it has none."""
    steps = tuple(
        StepModel(
            str(step["key"]),
            str(step["label"]),
            int(step["offset"]),
            str(step.get("owner_role", "")),
        )
        for step in written
    )
    return steps or USUAL


def settled(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps without a call for topics that the agenda, once ready, made pointless."""
    found = tuple(steps)
    ready = any(step.key == AGENDA and step.state == "done" for step in found)
    return tuple(
        replace(step, state="dropped", note="sans objet : l’ordre du jour est prêt")
        if ready and step.key == TOPICS and step.state != "done"
        else step
        for step in found
    )
