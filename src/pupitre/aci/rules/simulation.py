"""What may be tried in a simulation: each fact with its words, its bounds and how an address writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pupitre.aci.rules.facts import FLAG_FACTS, LEVELS_FACTS, Facts, with_facts

AMPLITUDES = {
    ">=12h": "12 heures par jour ou plus", "10-12h": "10 à 12 heures", "8-10h": "8 à 10 heures", "<8h": "moins de 8 heures",
}  # fmt: skip
YES_SAS = {
    "none": "Aucune participation",
    "half_of_doctors": "La moitié des médecins au moins y participe",
    "all_doctors": "Tous les médecins y participent",
    "all_regulator_requests": "La structure répond à toutes les demandes du régulateur",
}
USERS = {
    "1": "Niveau 1 : des outils pour consulter et informer les usagers",
    "2": "Niveau 2 : co-construction et décisions partagées",
}
QUALITY = {
    "1": "Niveau 1 : diagnostic, référent, action et objectif choisis",
    "2": "Niveau 2 : plan d'amélioration déployé",
    "3": "Niveau 3 : résultats et conclusions",
}
SATURDAYS = {"open": "ouvert le samedi matin", "closed": "fermé le samedi matin"}
CLOSURES = {
    "all_year": "ouvert pendant les vacances scolaires",
    "up_to_3_weeks": "fermé 3 semaines au plus",
    "more": "fermé davantage",
}


@dataclass(frozen=True)
class Lever:
    """One fact to try: a number up to `most` (halves and the like when `fraction`), a switch, or a choice."""

    name: str
    key: str
    label: str
    group: str
    most: int = 0
    step: int = 1
    fraction: bool = False
    choices: Mapping[str, str] | None = None

    @property
    def is_number(self) -> bool:
        return bool(self.most)

    @property
    def is_flag(self) -> bool:
        return self.name in FLAG_FACTS

    def write(self, facts: Facts) -> str:
        """The value as an address writes it."""
        value = getattr(facts, self.name)
        if self.name in LEVELS_FACTS:
            return str(max(value, default=0))
        if self.is_flag:
            return "oui" if value else "non"
        if self.fraction:
            return f"{round(float(value), 2):g}"
        return str(value)

    def read(self, text: str) -> Any:
        """The value of a text that `accepts`."""
        if self.name in LEVELS_FACTS:
            return frozenset(range(1, int(text) + 1))
        if self.is_flag:
            return text == "oui"
        if self.fraction:
            return Fraction(text)
        return int(text) if self.is_number else text


LEVELS = {"0": "aucun niveau"}
LEVERS: tuple[Lever, ...] = (
    Lever("patients", "patientele", "Patients médecin traitant", "L'équipe", 20_000, 50),
    Lever("associates", "associes", "Associés", "L'équipe", 80),
    Lever("medical", "medicaux", "Associés médicaux hors généralistes", "L'équipe", 20),
    Lever("paramedical_kinds", "paramedicaux", "Professions paramédicales", "L'équipe", 10),
    Lever("ipa", "ipa", "Un·e IPA dans l'équipe", "L'équipe"),
    Lever("days_per_week", "vacations", "Vacations, en jours par semaine", "L'équipe", 10, fraction=True),
    Lever("cstm", "cstm", "Médecin en CSTM", "L'équipe"),
    Lever("meetings", "rcp", "RCP dans l'année", "Le travail de l'année", 60),
    Lever("files", "dossiers", "Dossiers étudiés", "Le travail de l'année", 600),
    Lever("protocols", "protocoles", "Protocoles", "Le travail de l'année", 12),
    Lever("missions", "missions", "Missions de santé publique", "Le travail de l'année", 4),
    Lever("trainees", "stagiaires", "Stagiaires", "Le travail de l'année", 8),
    Lever("pnc", "pnc", "Protocoles nationaux (PNC)", "Le travail de l'année", 6),
    Lever("users_level", "usagers", "Implication des usagers", "Le travail de l'année", choices=LEVELS | USERS),
    Lever("quality_level", "qualite", "Démarche qualité", "Le travail de l'année", choices=LEVELS | QUALITY),
    Lever("external_coordination", "externe", "Coordination externe", "Le travail de l'année"),
    Lever("heart_failure", "coeur", "Parcours insuffisance cardiaque", "Le travail de l'année"),
    Lever("child_obesity", "obesite", "Parcours de l'enfant en surpoids", "Le travail de l'année"),
    Lever("sas", "sas", "Service d'accès aux soins", "L'accès aux soins", choices=YES_SAS),
    Lever("amplitude", "amplitude", "Ouverture en semaine", "L'accès aux soins", choices=AMPLITUDES),
    Lever("saturday", "samedi", "Samedi", "L'accès aux soins", choices=SATURDAYS),
    Lever("closure", "vacances", "Vacances", "L'accès aux soins", choices=CLOSURES),
    Lever("unscheduled_care", "snp", "Soins non programmés organisés", "L'accès aux soins"),
    Lever("crisis_plan", "crise", "Plan de crise", "Les prérequis"),
    Lever("coordination", "coordination", "Fonction de coordination", "Les prérequis"),
    Lever("si_standard", "logiciel", "Logiciel labellisé standard", "Les prérequis"),
    Lever("si_advanced", "avance", "Logiciel labellisé avancé", "Les prérequis"),
)  # fmt: skip


def changes_between(real: Facts, tried: Facts) -> dict[str, str]:
    """What an address must say to try these facts: only what differs from the real year."""
    return {
        lever.key: lever.write(tried)
        for lever in LEVERS
        if getattr(tried, lever.name) != getattr(real, lever.name)
    }


def tried(real: Facts, values: Mapping[str, Any]) -> Facts:
    """The facts with some levers set, by name."""
    return with_facts(real, **values)
