"""The usual back-plan of a meeting, and the one that a model writes down."""

from collections.abc import Iterable, Mapping
from typing import Any

from pupitre.meetings.rules.backplan import StepModel

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
