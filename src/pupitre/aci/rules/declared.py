"""The facts typed by hand, where no app holds them yet: what is asked, and what proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.fixed import OpeningHours
from pupitre.aci.rules.formula import Formula
from pupitre.aci.rules.scaled import Concertation
from pupitre.aci.rules.words import counted, number

NOTHING = Facts()
NO = "non"
NO_LEVEL = "0"
"""How an empty set of levels is kept."""


class Kind(StrEnum):
    """How a value is asked and kept as text: « oui », « 6 », a key, « 1,2 », « 2.5 », a date."""

    FLAG = "flag"
    COUNT = "count"
    CHOICE = "choice"
    LEVELS = "levels"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Declared:
    """One fact. `subject` is that of its indicator (`subject_of`); `piece` says what proves it, empty
    when the CPAM asks nothing; `each`: one piece for each thing counted."""

    name: str
    subject: str
    label: str
    kind: Kind
    piece: str = ""
    each: bool = False
    help: str = ""
    words: tuple[str, str] = ("", "")
    choices: Mapping[str, str] | None = None

    def read(self, text: str) -> Any:
        """The value kept as `text`, in the type of `Facts`."""
        match self.kind:
            case Kind.COUNT:
                return int(text)
            case Kind.NUMBER:
                return Fraction(text)
            case Kind.DATE:
                return date.fromisoformat(text)
            case Kind.LEVELS:
                return frozenset(int(part) for part in text.split(",") if part != NO_LEVEL)
            case Kind.CHOICE:
                return text
        return text != NO

    def says(self, value: Any) -> str:
        """The value in words: « 6 protocoles », « niveaux 1 et 2 », « oui »."""
        match self.kind:
            case Kind.COUNT | Kind.NUMBER:
                return counted(value, *self.words) if self.words[0] else number(value)
            case Kind.DATE:
                return f"{value:%d/%m/%Y}"
            case Kind.LEVELS:
                levels = " et ".join(str(level) for level in sorted(value))
                return (
                    f"niveau{'x' if len(value) > 1 else ''} {levels}" if value else "aucun niveau"
                )
            case Kind.CHOICE:
                return (self.choices or {}).get(value, "")
        return "oui" if value else "non"

    def pieces_asked(self, value: Any, covers_all: bool = False) -> int:
        """How many documents prove this value: none for nothing."""
        if not self.piece or not value or value == "none":
            return 0
        if self.each and not covers_all:
            return len(value) if self.kind is Kind.LEVELS else int(value)
        return 1

    def proved(self, value: Any, pieces: int, covers_all: bool = False) -> Any:
        """What remains of the value once limited to what the pieces at hand prove."""
        if pieces >= self.pieces_asked(value, covers_all):
            return value
        if self.each and not covers_all:
            return (
                min(value, pieces) if self.kind is Kind.COUNT else frozenset(sorted(value)[:pieces])
            )
        return getattr(NOTHING, self.name, False)


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

DECLARED: tuple[Declared, ...] = (
    Declared(
        "charter", "opening", "Charte d'engagement vis-à-vis des patients, affichée", Kind.FLAG,
        "la charte d'engagement transmise à la CPAM",
    ),
    Declared(
        "crisis_plan", "crisis_plan", "Plan de préparation aux crises sanitaires, à jour", Kind.FLAG,
        "le plan de préparation",
    ),
    Declared(
        "coordination", "coordination", "Fonction de coordination, avec un temps dédié", Kind.FLAG,
        "le contrat de travail ou la fiche de poste",
    ),
    Declared(
        "si_standard", "si_standard", "Logiciel partagé labellisé, niveau standard", Kind.FLAG,
        "le label et les factures",
    ),
    Declared(
        "si_since", "si_standard", "Date de première acquisition du logiciel", Kind.DATE,
        help="Seulement si elle tombe pendant l'exercice : le prorata en dépend.",
    ),
    Declared(
        "protocols", "protocols", "Protocoles pluriprofessionnels", Kind.COUNT,
        "une copie de chaque protocole", each=True, words=("protocole", "protocoles"),
    ),
    Declared(
        "missions", "missions", "Missions de santé publique", Kind.COUNT,
        "les pièces prévues par l'annexe de chaque mission", each=True, words=("mission", "missions"),
    ),
    Declared(
        "mission_is_child_obesity", "missions",
        "L'une des missions porte sur le surpoids ou l'obésité de l'enfant", Kind.FLAG,
    ),
    Declared(
        "trainees", "trainees", "Stagiaires accueillis dans l'année", Kind.COUNT,
        "l'attestation ou la convention de chaque stage", each=True, words=("stagiaire", "stagiaires"),
    ),
    Declared(
        "users_level", "users_level", "Implication des usagers", Kind.LEVELS,
        "un document par niveau", each=True, choices=USERS,
    ),
    Declared(
        "quality_level", "quality_level", "Démarche qualité", Kind.LEVELS,
        "un document par niveau", each=True, choices=QUALITY,
    ),
    Declared(
        "sas", "sas", "Participation au service d'accès aux soins (SAS)", Kind.CHOICE, choices=YES_SAS,
        help="La Cnam vérifie elle-même la part des médecins qui participent.",
    ),
    Declared(
        "days_per_week", "second_recourse_level", "Vacations de second recours", Kind.NUMBER,
        "la liste des vacataires et de leur présence",
        help="En jours par semaine, tous vacataires réunis : 0,5 pour une demi-journée.",
        words=("jour par semaine", "jours par semaine"),
    ),
    Declared(
        "cstm", "cstm", "Médecin accueilli en contrat de solidarité territoriale (CSTM)", Kind.FLAG,
        "le contrat CSTM",
    ),
    Declared(
        "pnc", "pnc", "Protocoles nationaux de coopération déclarés à l'ARS", Kind.COUNT,
        help="Sans pièce : la CPAM le vérifie sur Démarches simplifiées.",
        words=("protocole national", "protocoles nationaux"),
    ),
    Declared(
        "external_coordination", "external_coordination",
        "Procédure écrite d'échange avec les partenaires extérieurs", Kind.FLAG, "la procédure",
    ),
    Declared(
        "heart_failure", "heart_failure", "Parcours insuffisance cardiaque organisé", Kind.FLAG,
        "l'attestation sur l'honneur, le protocole et les trois nombres de patients",
    ),
    Declared(
        "child_obesity", "child_obesity", "Parcours de l'enfant en surpoids organisé", Kind.FLAG,
    ),
    Declared(
        "si_advanced", "si_advanced", "Logiciel partagé labellisé, niveau avancé", Kind.FLAG,
        "le label et les factures",
    ),
    Declared(
        "crisis_actions", "crisis_actions", "Actions menées pendant une crise reconnue par l'ARS",
        Kind.FLAG, "un document montrant les actions",
    ),
)  # fmt: skip
BY_NAME = {one.name: one for one in DECLARED}


def subject_of(formula: Formula) -> str:
    """What an indicator is about: the fact that its formula reads, or the name of what it gathers."""
    if isinstance(formula, OpeningHours):
        return "opening"
    return (
        "concertation" if isinstance(formula, Concertation) else str(getattr(formula, "fact", ""))
    )
