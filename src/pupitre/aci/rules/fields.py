"""The values of each indicator, in the order in which the declaration asks for them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.words import number

FIELDS: Mapping[str, tuple[str, ...]] = {
    "opening": ("amplitude", "saturday", "closure", "unscheduled_care", "pdsa_derogation"),
    "diversity_level": ("medical", "paramedical_kinds"),
    "second_recourse_level": ("days_per_week",),
    "missions": ("missions", "mission_is_child_obesity", "ipa"),
    "coordination": ("coordination", "patients"),
    "protocols": ("protocols", "ipa"),
    "concertation": ("meetings", "files", "ald_under_75", "over_75_non_ald", "over_75_ald"),
    "si_standard": ("si_standard", "associates", "si_months"),
}
"""Facts by subject of the indicator; an indicator left out has the one fact of its name."""

LABELS: Mapping[str, str] = {
    "amplitude": "Amplitude d'ouverture en semaine",
    "saturday": "Samedi matin",
    "closure": "Fermeture dans l'année",
    "unscheduled_care": "Soins non programmés organisés chaque jour ouvré",
    "pdsa_derogation": "Dérogation PDSA au contrat",
    "medical": "Associés médicaux hors généralistes",
    "paramedical_kinds": "Professions paramédicales différentes",
    "patients": "Patientèle médecin traitant",
    "ipa": "IPA dans l'équipe",
    "meetings": "RCP comptées",
    "files": "Dossiers étudiés",
    "ald_under_75": "Patients en ALD de moins de 75 ans",
    "over_75_non_ald": "Patients de 75 ans et plus, hors ALD",
    "over_75_ald": "Patients de 75 ans et plus, en ALD",
    "associates": "Associés",
    "si_months": "Mois d'équipement dans l'exercice",
    "crisis_plan": "Plan de préparation aux crises sanitaires, à jour",
    "crisis_actions": "Actions menées pendant une crise reconnue par l'ARS",
    "coordination": "Fonction de coordination, avec un temps dédié",
    "si_standard": "Logiciel partagé labellisé, niveau standard",
    "si_advanced": "Logiciel partagé labellisé, niveau avancé",
    "protocols": "Protocoles pluriprofessionnels",
    "missions": "Missions de santé publique",
    "mission_is_child_obesity": "L'une des missions porte sur le surpoids ou l'obésité de l'enfant",
    "trainees": "Stagiaires accueillis dans l'année",
    "users_level": "Implication des usagers",
    "quality_level": "Démarche qualité",
    "sas": "Participation au service d'accès aux soins (SAS)",
    "days_per_week": "Vacations de second recours, en jours par semaine",
    "cstm": "Médecin accueilli en contrat de solidarité territoriale (CSTM)",
    "pnc": "Protocoles nationaux de coopération déclarés à l'ARS",
    "external_coordination": "Procédure écrite d'échange avec les partenaires extérieurs",
    "heart_failure": "Parcours insuffisance cardiaque organisé",
    "child_obesity": "Parcours de l'enfant en surpoids organisé",
}
WORDS: Mapping[str, str] = {
    ">=12h": "12 h et plus",
    "10-12h": "de 10 à 12 h",
    "8-10h": "de 8 à 10 h",
    "<8h": "moins de 8 h",
    "open": "ouvert",
    "closed": "fermé",
    "all_year": "aucune",
    "up_to_3_weeks": "3 semaines au plus, pendant les vacances scolaires",
    "more": "davantage",
    "none": "aucune participation",
    "half_of_doctors": "la moitié des médecins au moins",
    "all_doctors": "tous les médecins",
    "all_regulator_requests": "toutes les demandes du régulateur",
    "": "non renseigné",
}


def fields_of(subject: str) -> tuple[str, ...]:
    """The facts to copy for the indicator on that subject; none for one that reads no fact by its name."""
    found = FIELDS.get(subject, (subject,))
    return tuple(name for name in found if hasattr(Facts, name))


def label_of(name: str) -> str:
    """How the declaration calls a fact."""
    return LABELS.get(name, name)


def value_of(facts: Facts, name: str) -> str:
    """A fact as it is typed into a form: « 6 », « oui », « 0,5 », « 1 et 2 », « ouvert »."""
    value: Any = getattr(facts, name)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | Fraction):
        return number(value)
    if isinstance(value, frozenset):
        return " et ".join(str(level) for level in sorted(value)) or "aucun"
    return WORDS.get(value or "", str(value))
