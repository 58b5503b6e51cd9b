"""Realistic data for each PDF of meetings, in the shape that its template states."""

from pupitre.core.charts import Chart, Series, bar_chart, stacked_bar_chart
from pupitre.meetings.reference import load_techniques
from pupitre.meetings.rules.facilitation import Technique

BASE = {
    "structure": "MSP des Trois Rivières",
    "printed": "Imprimé le 22 novembre 2026",
}
FACTS = [
    ["Date", "mardi 3 novembre 2026, 12 h 30 – 14 h"],
    ["Lieu", "Salle de réunion, site du Bourg"],
    ["Animation", "Léa Petit"],
    ["Secrétaire de séance", "Paul Roy"],
]
PEOPLE = [
    ("Léa Petit", "infirmière"),
    ("Paul Roy", "médecin généraliste"),
    ("Nadia Benali", "pharmacienne"),
    ("Yann Le Goff", "masseur-kinésithérapeute"),
    ("Inès Moreau-Delacroix", "sage-femme"),
    ("Hugo Garnier", "médecin généraliste"),
    ("Chloé Faure", "orthophoniste"),
    ("Karim Haddad", "pédicure-podologue"),
]
DECISIONS = [
    {
        "title": "Envoyer la fiche de liaison plaies chroniques à l'hôpital de secteur",
        "owner": "Léa Petit",
        "due": "20/11/2026",
    },
    {
        "title": "Réserver un créneau de soins non programmés le samedi matin",
        "owner": "Hugo Garnier",
        "due": "01/12/2026",
        "state": "en retard",
    },
]
MEETING: dict[str, object] = {
    "present": [
        {"name": name, "profession": profession, "minutes": "1 h 30" if rank else "1 h 05"}
        for rank, (name, profession) in enumerate(PEOPLE[:5])
    ],
    "excused": ["Chloé Faure", "Karim Haddad"],
    "absent": ["Hugo Garnier"],
    "items": [
        {
            "title": "Protocole « plaies chroniques »",
            "notes": [
                "Le protocole est relu étape par étape. Les photographies sont déposées dans le"
                " dossier partagé le jour même ; la demande d'avis part par messagerie sécurisée.",
                "Trois patients suivis depuis septembre : le délai d'avis est passé de neuf à"
                " quatre jours.",
            ],
            "decisions": DECISIONS[:1],
        },
        {
            "title": "Permanence du samedi",
            "notes": ["La salle d'attente est trop petite le samedi : deux essais en décembre."],
            "decisions": DECISIONS[1:],
        },
        {"title": "Questions diverses", "notes": ["Rien à signaler."], "decisions": []},
    ],
    "decisions": DECISIONS,
}
AGENDA: dict[str, object] = {
    **BASE,
    "title": "Réunion d'équipe de novembre",
    "subtitle": "Ordre du jour",
    "facts": FACTS,
    "items": [
        {
            "start": "12 h 30",
            "title": "Décision : créneau du samedi matin",
            "minutes": "10 min",
            "owner": "Hugo Garnier",
            "source": "décision du 6 octobre, en retard",
        },
        {
            "start": "12 h 40",
            "title": "Parking du personnel",
            "minutes": "15 min",
            "owner": "Chloé Faure",
            "source": "proposé par un professionnel",
        },
        {
            "start": "12 h 55",
            "title": "Protocole « plaies chroniques »",
            "minutes": "50 min",
            "owner": "Léa Petit",
        },
    ],
    "total": "1 h 15 sur 1 h 30",
    "warnings": ["Il reste 15 min : gardez-les pour l'évaluation de la réunion."],
    "prepare": ["Relire la version 3 du protocole", "Apporter les demandes de congés de décembre"],
}
MINUTES: dict[str, object] = {
    **BASE,
    **MEETING,
    "title": "Compte rendu de la réunion d'équipe",
    "reference": "CR-2026-014",
    "subtitle": "mardi 3 novembre 2026",
    "facts": FACTS,
    "next": "mardi 1er décembre 2026 à 12 h 30, même salle.",
    "approved": "Relu et approuvé par Léa Petit le 5 novembre 2026.",
}
QR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<path d="M0 0h3v3H0zM6 0h3v3H6zM0 6h3v3H0zM4 4h1v1H4zM6 6h1v2H6zM8 5h1v1H8z"/></svg>'
)
SHEET: dict[str, object] = {
    **BASE,
    "title": "Feuille de présence",
    "subtitle": "Réunion d'équipe — mardi 3 novembre 2026",
    "facts": FACTS[:3],
    "people": [{"name": name, "profession": profession} for name, profession in PEOPLE],
    "blank": 4,
    "qr": {"file": "qr.svg", "alt": "Code à photographier pour signer sa présence"},
}
SERIES: dict[str, object] = {
    **BASE,
    "title": "Comptes rendus de l'année 2026",
    "subtitle": "Réunion d'équipe du premier mardi",
    "meetings": [
        {**MEETING, "number": "CR-2026-012", "heading": "mardi 6 octobre 2026"},
        {**MEETING, "number": "CR-2026-014", "heading": "mardi 3 novembre 2026"},
    ],
}
PROFESSIONS = ("Médecins", "Infirmiers", "Pharmaciens", "Kinés", "Sages-femmes")
BY_KIND = Chart(
    "Réunions par trimestre",
    "Réunions tenues par trimestre et par type ; le deuxième trimestre en compte le plus, neuf.",
    ("T1", "T2", "T3", "T4"),
    (Series("RCP", (3, 4, 1, 3)), Series("Équipe", (3, 3, 2, 3)), Series("Groupes", (1, 2, 0, 1))),
)
RATES = Chart(
    "Présence par profession",
    "Taux de présence de chaque profession, de 54 % pour les pharmaciens à 88 % chez les kinés.",
    PROFESSIONS,
    (Series("Présence", (71, 82, 54, 88, 67)),),
    "%",
)
EVALUATION: dict[str, object] = {
    **BASE,
    "title": "Évaluation des activités pluriprofessionnelles",
    "subtitle": "Année 2026",
    "figures": [
        {"label": "Réunions tenues", "value": "26", "definition": "Tous types confondus."},
        {"label": "Taux de présence", "value": "74 %", "definition": "Présences sur invitations."},
        {"label": "Heures passées ensemble", "value": "212 h", "definition": "Temps de chacun."},
        {"label": "Décisions réalisées", "value": "31 sur 38", "definition": "Hors abandonnées."},
        {"label": "Décisions en retard", "value": "3", "definition": "Échéance passée."},
        {"label": "Satisfaction", "value": "4,2 sur 5", "definition": "Moyenne de 118 notes."},
    ],
    "charts": [
        {
            "title": BY_KIND.title,
            "file": "kinds.svg",
            "alt": BY_KIND.description,
            "head": ["Type", *BY_KIND.labels],
            "rows": [[s.name, *(f"{value:g}" for value in s.values)] for s in BY_KIND.series],
        },
        {
            "title": RATES.title,
            "file": "rates.svg",
            "alt": RATES.description,
            "head": ["Profession", "Présence"],
            "rows": [
                [name, f"{value} %"]
                for name, value in zip(PROFESSIONS, RATES.series[0].values, strict=True)
            ],
        },
    ],
}
CALENDAR: dict[str, object] = {
    **BASE,
    "title": "Concertation pluriprofessionnelle",
    "subtitle": "Calendrier des réunions de l'année 2026 et nombre de dossiers examinés",
    "facts": [["Structure", "MSP des Trois Rivières, 22 professionnels"], ["Année civile", "2026"]],
    "rows": [
        ["13/01/2026", "4", "maintien à domicile", "médecin, infirmier, pharmacien", "45 min"],
        ["10/03/2026", "3", "obésité ; grossesses à risque", "médecin, sage-femme", "15 min"],
        ["12/05/2026", "6", "iatrogénie", "médecin, infirmier, pharmacien, kiné", "1 h"],
    ],
    "total": "3 réunions, 13 dossiers",
    "because": "3 réunions tenues pour 6 attendues : il en manque 3.",
}


def technique_data(sheet: Technique) -> dict[str, object]:
    """A facilitation sheet in the shape of its template."""
    first, last = sheet.group
    shortest, longest = sheet.minutes
    return {
        **BASE,
        "title": sheet.title,
        "subtitle": sheet.purpose,
        "facts": [
            ["Réunions", ", ".join(sheet.meeting_types)],
            ["Groupe", f"{first} à {last} personnes"],
            ["Durée", f"{shortest} à {longest} min"],
            ["Maturité de l'équipe", f"{sheet.maturity} sur 3"],
            ["Matériel", sheet.material],
        ],
        "when": sheet.when,
        "steps": list(sheet.steps),
        "traps": list(sheet.traps),
        "remote": sheet.remote,
    }


DOCUMENTS: dict[str, tuple[dict[str, object], dict[str, str]]] = {
    "agenda": (AGENDA, {}),
    "minutes": (MINUTES, {}),
    "attendance_sheet": (SHEET, {"qr.svg": QR}),
    "series_minutes": (SERIES, {}),
    "evaluation": (
        EVALUATION,
        {"kinds.svg": stacked_bar_chart(BY_KIND), "rates.svg": bar_chart(RATES)},
    ),
    "rcp_calendar": (CALENDAR, {}),
    "facilitation": (technique_data(load_techniques()[5]), {}),
}
