"""From any file to the one statement of the chosen account, or one sentence that refuses it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pupitre.bank.rules.camt import read_camt
from pupitre.bank.rules.cfonb import read_cfonb
from pupitre.bank.rules.csv_file import read_csv
from pupitre.bank.rules.csv_mapping import CsvMapping
from pupitre.bank.rules.ofx import read_ofx
from pupitre.bank.rules.statement import (
    LARGEST_FILE,
    AccountMark,
    Statement,
    StatementError,
    checked,
    clean,
)
from pupitre.core.money import format_euros

ARCHIVES = (b"PK", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_READERS = {"OFX": read_ofx, "CAMT": read_camt, "CFONB": read_cfonb}


def kind_of(content: bytes) -> str:
    """Return « OFX », « CAMT », « CFONB » or « CSV »; refuse what is no statement at all."""
    if not content.strip():
        raise StatementError("Le fichier est vide : choisissez le relevé téléchargé de la banque.")
    if len(content) > LARGEST_FILE:
        raise StatementError("Le fichier dépasse 8 Mo : demandez à la banque une période plus courte.")  # fmt: skip
    if content.startswith(ARCHIVES):
        raise StatementError("C’est une archive : décompressez-la, puis choisissez le relevé.")
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise StatementError(
            "Ni PDF ni classeur : téléchargez le relevé en OFX, CAMT.053, CFONB 120 ou CSV."
        )
    if b"\0" in content and not content.startswith(UTF_16):
        raise StatementError("Le fichier contient des caractères nuls : il est abîmé, téléchargez-le de nouveau.")  # fmt: skip
    start = content.lstrip(b"\xef\xbb\xbf\r\n\t ")[:4096]
    if re.search(rb"OFXHEADER|<OFX>", start, re.IGNORECASE):
        return "OFX"
    if start.startswith(b"<"):
        return "CAMT"
    return "CFONB" if re.match(rb"0[1457][0-9A-Z]{5}[ 0-9A-Z]{9}", start) else "CSV"


def read_file(content: bytes, mapping: CsvMapping | None) -> tuple[Statement, ...]:
    """Return all the statements of a file; `mapping` tells how this account's CSV is written."""
    kind = kind_of(content)
    if kind in _READERS:
        return _READERS[kind](content)
    if mapping is None:
        raise StatementError("Dites d’abord comment lire le CSV de cette banque.")
    return read_csv(content, mapping)


def statement_for(iban: str, statements: Sequence[Statement]) -> Statement:
    """Return what the file says of an account, its successive statements put end to end.

    A file that names no account is taken as the account's own. Raises StatementError when it
    names only others, or when its statements do not follow one another.
    """
    mine = [one for one in statements if not str(one.account) or same_account(one.account, iban)]
    if not mine:
        names = ", ".join(sorted({str(one.account) for one in statements}))
        raise StatementError(
            f"Ce relevé est celui du compte {clean(names, 80)}, pas du compte choisi : choisissez l’autre compte."
        )
    whole = mine[0]
    for part in mine[1:]:
        whole = _followed(whole, part)
    others = len(statements) - len(mine)
    return checked(replace(whole, left_out=whole.left_out + others))


def _followed(first: Statement, second: Statement) -> Statement:
    """Put end to end two statements of an account that the file gives one after the other."""
    if first.closing and second.opening and first.closing.cents != second.opening.cents:
        raise StatementError(
            f"Dans le fichier, un relevé finit à {format_euros(first.closing.cents)} et le suivant part de "
            f"{format_euros(second.opening.cents)} : il en manque un, téléchargez toute la période."
        )
    return replace(
        first,
        movements=first.movements + second.movements,
        closing=second.closing,
        left_out=first.left_out + second.left_out,
    )


def same_account(mark: AccountMark, iban: str) -> bool:
    """Tell whether a file's account is that of a French IBAN, however the bank cuts or pads it."""
    known = _bare(iban)
    for said in (_bare(mark.iban), _bare(mark.number)):
        if re.match(r"[A-Z]{2}\d{2}[0-9A-Z]{10}", said):
            return said == known
    if not known.startswith("FR") or len(known) != 27:
        return _bare(mark.bank + mark.branch + mark.number) in known[4:]
    bank, branch, number, key = known[4:9], known[9:14], known[14:25], known[25:]
    if not (_agrees(mark.bank, bank) and _agrees(mark.branch, branch)):
        return False
    ways = {number, number + key, branch + number, bank + branch + number, bank + branch + number + key}  # fmt: skip
    return _bare(mark.number).lstrip("0") in {way.lstrip("0") for way in ways}


def _agrees(said: str, known: str) -> bool:
    return not _bare(said) or _bare(said).lstrip("0") == known.lstrip("0")


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())
