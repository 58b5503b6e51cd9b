"""Where what is counted is kept and added: the list, the form and the models of each subject."""

from collections.abc import Mapping
from dataclasses import dataclass

from pupitre.core.links import centre_url


@dataclass(frozen=True)
class Origin:
    """Where the things of a subject are kept: words, list, form of a new one, models (`row`) they are."""

    words: str
    listed: str
    form: str
    models: tuple[str, ...]
    given: str = ""

    @property
    def more(self) -> str:
        return f"{centre_url(self.form)}{self.given}"


def agreement(kind: str) -> Origin:
    form = "contracts:agreement-create"
    return Origin(
        "Engagements", "contracts:agreement-list", form, ("contracts.agreement",), f"?kind={kind}"
    )


def protocol(kind: str) -> Origin:
    models = ("protocols.protocol", "protocols.author", "protocols.tally")
    form = "protocols:protocol-create"
    return Origin("Protocoles", "protocols:protocol-list", form, models, f"?kind={kind}")


def action(kind: str) -> Origin:
    form = "projects:action-create"
    return Origin(
        "Missions et actions", "projects:action-list", form, ("projects.action",), f"?kind={kind}"
    )


def offer(kind: str) -> Origin:
    form, models = "projects:offer-create", ("projects.offer", "people.person")
    return Origin("Vacations, CSTM et SAS", "projects:offer-list", form, models, f"?kind={kind}")


SOFTWARE = Origin(
    "Logiciel partagé", "contracts:software-list", "contracts:software-create",
    ("contracts.software",),
)  # fmt: skip
ORIGINS: Mapping[str, Origin] = {
    "opening": agreement("charter"),
    "crisis_plan": agreement("crisis_plan"),
    "external_coordination": agreement("exchange"),
    "coordination": Origin(
        "Coordination", "hr:home", "hr:engagement-create", ("hr.engagement",)
    ),
    "si_standard": SOFTWARE,
    "si_advanced": SOFTWARE,
    "protocols": protocol("team"),
    "pnc": protocol("pnc"),
    "heart_failure": protocol("heart_failure"),
    "child_obesity": protocol("child_obesity"),
    "missions": action("mission"),
    "users_level": action("users"),
    "crisis_actions": action("crisis"),
    "quality_level": Origin(
        "Démarche qualité", "projects:quality-list", "projects:quality-create",
        ("projects.quality",),
    ),
    "second_recourse_level": offer("sessions"),
    "cstm": offer("cstm"),
    "sas": offer("sas"),
    "trainees": Origin(
        "Stagiaires", "hr:placement-list", "hr:placement-create", ("hr.placement",)
    ),
}  # fmt: skip
