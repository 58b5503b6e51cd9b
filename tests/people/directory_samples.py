"""A fictitious extraction of the directory, in the shape of the release of 2026."""

from pathlib import Path

TITLES = [
    "Type d'identifiant PP",
    "Identifiant PP",
    "Identification nationale PP",
    "Code civilité d'exercice",
    "Libellé civilité exercice",
    "Code civilité",
    "Libellé civilité",
    "Nom d'exercice",
    "Prénom d'exercice",
    "Code profession",
    "Libellé profession",
    "Code catégorie professionnelle",
    "Libellé catégorie professionnelle",
    "Code type savoir-faire",
    "Libellé type savoir-faire",
    "Code savoir-faire",
    "Libellé savoir-faire",
    "Code mode exercice",
    "Libellé mode exercice",
    "Numéro SIRET site",
    "Numéro SIREN site",
    "Numéro FINESS site",
    "Numéro FINESS établissement juridique",
    "Identifiant technique de la structure",
    "Raison sociale site",
    "Enseigne commerciale site",
    "Complément destinataire (coord. structure)",
    "Complément point géographique (coord. structure)",
    "Numéro Voie (coord. structure)",
    "Indice répétition voie (coord. Structure)",
    "Code type de voie (coord. structure)",
    "Libellé type de voie (coord. structure)",
    "Libellé Voie (coord. structure)",
    "Mention distribution (coord. structure)",
    "Bureau cedex (coord. structure)",
    "Code postal (coord. structure)",
    "Code commune (coord. structure)",
    "Libellé commune (coord. structure)",
    "Code pays (coord. structure)",
    "Libellé pays (coord. structure)",
    "Téléphone (coord. structure)",
    "Téléphone 2 (coord. structure)",
    "Télécopie (coord. structure)",
    "Adresse e-mail (coord. structure)",
    "Code département (coord. structure)",
    "Libellé département (coord. structure)",
    "Ancien identifiant de la structure",
    "Autorité d'enregistrement",
    "Code secteur d'activité",
    "Libellé secteur d'activité",
    "Code section tableau pharmaciens",
    "Libellé section tableau pharmaciens",
    "Code fonction",
    "Libellé fonction",
    "Code genre d'activité",
    "Libellé genre d'activité",
]

MSP = {
    "Numéro FINESS site": "990000010",
    "Raison sociale site": "MSP DES DEUX VALLEES",
    "Code postal (coord. structure)": "35137",
    "Libellé commune (coord. structure)": "BEDEE",
    "Téléphone (coord. structure)": "0199000001",
    "Code genre d'activité": "GENR01",
    "Code mode exercice": "L",
}


def cells(rpps: str, name: str, given_name: str, profession: str, **other: str) -> dict[str, str]:
    """One activity at the MSP; `other` is keyed by title."""
    return {
        "Type d'identifiant PP": "8",
        "Identifiant PP": rpps,
        "Identification nationale PP": f"8{rpps}",
        "Nom d'exercice": name,
        "Prénom d'exercice": given_name,
        "Code profession": profession,
        **MSP,
        **other,
    }


ALICE = cells("99900000011", "EXEMPLE-MARTIN", "ALICE", "10", **{
    "Code civilité": "MME", "Code savoir-faire": "SM54",
    "Libellé savoir-faire": "Médecine générale (SM)",
})  # fmt: skip
BRUNO = cells("99900000029", "LE SPECIMEN", "BRUNO", "10", **{
    "Code civilité": "M", "Code savoir-faire": "SM04",
    "Libellé savoir-faire": "Cardiologie et maladies vasculaires (SM)",
})  # fmt: skip
BRUNO_REPLACES = BRUNO | dict.fromkeys(MSP, "") | {
    "Code genre d'activité": "GENR02", "Code mode exercice": "S",
    "Bureau cedex (coord. structure)": "75015 PARIS CEDEX 15",
    "Téléphone (coord. structure)": "0199000002",
}  # fmt: skip
CHLOE = cells("99900000037", "FICTIVE", "CHLOÉ", "60", **{"Code civilité": "MME"})
DAVID = cells("", "DÉMO", "DAVID", "91", **{
    "Type d'identifiant PP": "0", "Identifiant PP": "359300123",
    "Identification nationale PP": "0359300123", "Code civilité": "M",
    "Code postal (coord. structure)": "22100",
})  # fmt: skip
TEAM = (ALICE, BRUNO, CHLOE, DAVID, BRUNO_REPLACES)


def text_of(*people: dict[str, str], titles: list[str] = TITLES, end: str = "|\n") -> str:
    """The extraction's text; the columns follow `titles`."""
    rows = [titles, *([person.get(title, "") for title in titles] for person in people)]
    return "".join("|".join(row) + end for row in rows)


def write(folder: Path, content: str | bytes) -> Path:
    """The extraction as a file on disk."""
    path = folder / "personne-activite.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
