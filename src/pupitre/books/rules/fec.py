"""The FEC as text: its columns, its lines, its file name, its description (LPF art. A47 A-1)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef",
    "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
CASH_COLUMNS = (*COLUMNS, "DateRglt", "ModeRglt", "NatOp", "IdClient")
"""The 22 columns of non-commercial profits kept on a cash basis (VIII, 7°)."""
NAME = re.compile(r"(?P<siren>\d{9})FEC(?P<closing>\d{8})(?P<part>_\d+)?\.txt", re.IGNORECASE)
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff|\"\u2028\u2029]+")


@dataclass(frozen=True)
class FecLine:
    """One line; amounts in cents, empty text where the law lets the cell blank."""

    journal: str
    journal_label: str
    number: str
    day: date
    account: str
    account_label: str
    auxiliary: str
    auxiliary_label: str
    piece: str
    piece_day: date
    label: str
    debit: int
    credit: int
    lettering: str
    lettered_on: date | None
    validated_on: date
    settled_on: date | None = None
    settled_by: str = ""
    nature: str = ""
    client: str = ""


def tidy(text: str) -> str:
    """Return a text that cannot break the file: no tab, bar, quote, line end or control character."""
    return " ".join(UNSAFE.sub(" ", text).split())


def fec_day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else ""


def fec_amount(cents: int) -> str:
    """« 1234,50 »: a comma, no thousands separator, zero written out."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02}"


def write_fec(lines: Iterable[FecLine], *, cash: bool) -> str:
    """Return the text of the file, tabs between cells, CRLF at line ends; 22 columns when `cash`."""
    columns = CASH_COLUMNS if cash else COLUMNS
    rows = ["\t".join(columns), *("\t".join(_cells(line)[: len(columns)]) for line in lines)]
    return "".join(f"{row}\r\n" for row in rows)


def _cells(line: FecLine) -> list[str]:
    return [
        tidy(line.journal),
        tidy(line.journal_label),
        tidy(line.number),
        fec_day(line.day),
        tidy(line.account),
        tidy(line.account_label),
        tidy(line.auxiliary),
        tidy(line.auxiliary_label),
        tidy(line.piece),
        fec_day(line.piece_day),
        tidy(line.label),
        fec_amount(line.debit),
        fec_amount(line.credit),
        tidy(line.lettering),
        fec_day(line.lettered_on),
        fec_day(line.validated_on),
        "",
        "",
        fec_day(line.settled_on),
        tidy(line.settled_by),
        tidy(line.nature),
        tidy(line.client),
    ]


def fec_name(siren: str, closing: date) -> str:
    """« SirenFECAAAAMMJJ.txt », the date being that of the year's end."""
    return f"{siren}FEC{closing:%Y%m%d}.txt"


MEANINGS = {
    "JournalCode": "code du journal", "JournalLib": "intitulé du journal",
    "EcritureNum": "numéro de l'écriture : code du journal puis rang, sans rupture par journal et par exercice",
    "EcritureDate": "date de comptabilisation", "CompteNum": "numéro de compte (plan comptable général)",
    "CompteLib": "intitulé du compte", "CompAuxNum": "compte auxiliaire (tiers)", "CompAuxLib": "intitulé du tiers",
    "PieceRef": "référence de la pièce justificative", "PieceDate": "date de la pièce",
    "EcritureLib": "libellé de la ligne", "Debit": "montant au débit, en euros", "Credit": "montant au crédit, en euros",
    "EcritureLet": "lettrage", "DateLet": "date du lettrage", "ValidDate": "date de validation de l'écriture",
    "Montantdevise": "non utilisé : toutes les écritures sont en euros", "Idevise": "non utilisé",
    "DateRglt": "date de règlement", "ModeRglt": "mode de règlement", "NatOp": "nature de l'opération",
    "IdClient": "identification du client",
}  # fmt: skip


def describe(
    name: str, *, entity: str, journals: Iterable[tuple[str, str]], lines: int, cash: bool
) -> str:
    """Return the description that goes with the file: fields, codes, character set, separators."""
    columns = CASH_COLUMNS if cash else COLUMNS
    fields = [
        f"{place:>2}. {column} : {MEANINGS[column]}" for place, column in enumerate(columns, 1)
    ]
    codes = [f"- {code} : {label}" for code, label in journals]
    return "\r\n".join(
        [
            f"Description du fichier {name} ({entity})",
            "",
            "Fichier des écritures comptables au format de l'article A47 A-1 du livre des procédures fiscales.",
            f"Fichier à plat, {len(columns)} champs, une ligne d'en-tête puis {lines} lignes d'écriture.",
            "Jeu de caractères : UTF-8, sans marque d'ordre des octets. Séparateur de champs : tabulation.",
            "Fin d'enregistrement : retour chariot et saut de ligne. Longueur des enregistrements : variable.",
            "Dates : AAAAMMJJ. Montants : virgule décimale, sans séparateur de milliers.",
            "Ordre : à-nouveaux, puis ordre de validation des écritures.",
            "",
            "Champs :",
            *fields,
            "",
            "Codes des journaux :",
            *codes,
            "",
        ]
    )
