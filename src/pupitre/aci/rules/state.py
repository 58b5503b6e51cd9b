"""The state of an indicator in one word, as the cockpit shows it."""

from dataclasses import dataclass
from fractions import Fraction

from pupitre.aci.rules.payment import IndicatorLine
from pupitre.aci.rules.ruleset import Kind
from pupitre.aci.rules.scaled import Concertation
from pupitre.aci.rules.words import number
from pupitre.core.money import HARD_SPACE

UNREACHED = {
    Kind.PREREQUISITE: ("Prérequis manquant", "danger"),
    Kind.SOCLE: ("Manquant", "danger"),
    Kind.OPTIONAL: ("Non engagé", "neutral"),
    Kind.CRISIS: ("Sans objet", "neutral"),
}


@dataclass(frozen=True, slots=True)
class State:
    """A word and the tone of its tag."""

    word: str
    tone: str


def state_of(line: IndicatorLine) -> State:
    if not line.reached:
        return State(*UNREACHED[line.kind])
    if line.kind is Kind.PREREQUISITE:
        return State("Prérequis atteint", "success")
    if line.progress == 1:
        return State("Atteint", "success")
    if isinstance(line.indicator.formula, Concertation):
        return State(f"{number(floored(line.progress), 0)}{HARD_SPACE}%", "warning")
    return State("À compléter", "warning")


def floored(share: Fraction) -> int:
    """Whole per cent, never rounded up to a full one that is not there."""
    return int(share * 100)
