"""CAMT.053.001.02 and .08 (ISO 20022): the statements of the file, without entity, DTD nor network."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from lxml import etree

from pupitre.bank.rules.statement import (
    AccountMark,
    Balance,
    Movement,
    Statement,
    StatementError,
    checked,
    checked_day,
    clean,
    joined,
    point_cents,
)

NAMESPACES = {
    f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}": f"CAMT.053.001.{version:02}"
    for version in range(2, 14)
}
OPENINGS, CLOSINGS = ("OPBD", "PRCD"), ("CLBD",)
UNBOOKED = {"PDNG", "INFO", "FUTR"}
Element: TypeAlias = etree._Element


def read_camt(content: bytes) -> tuple[Statement, ...]:
    """Return the statements of a file; raise StatementError with the line of what cannot be read."""
    root = _parsed(content)
    namespace = etree.QName(root).namespace or ""
    if namespace not in NAMESPACES:
        raise StatementError(
            "Ce fichier XML n’est pas un relevé CAMT.053 : choisissez le relevé de compte de la banque."
        )
    found = tuple(
        _statement(part, NAMESPACES[namespace]) for part in _all(root, "BkToCstmrStmt/Stmt")
    )
    if not found:
        raise StatementError("Le fichier CAMT.053 ne contient aucun relevé.")
    return found


def _parsed(content: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise StatementError(
            "le fichier XML est abîmé ou coupé : téléchargez-le de nouveau.", error.lineno or 1
        ) from None
    except (ValueError, LookupError):
        raise StatementError("Le fichier XML annonce un encodage inconnu.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise StatementError("Un relevé CAMT.053 ne contient pas de DOCTYPE : fichier refusé.")
    return root


def _all(part: Element, path: str) -> list[Element]:
    """Return the elements of a path, in the namespace of the file."""
    return list(part.iterfind("/".join(f"{{*}}{step}" for step in path.split("/"))))


def _text(part: Element, *paths: str) -> str:
    """Return the text of the first path that has one."""
    for path in paths:
        for element in _all(part, path):
            if element.text and element.text.strip():
                return str(element.text.strip())
    return ""


def _line(part: Element) -> int:
    return int(part.sourceline or 0)


def _wanted(part: Element, *paths: str) -> str:
    found = _text(part, *paths)
    if not found:
        raise StatementError(f"l’élément {paths[0].split('/')[0]} manque ou est vide.", _line(part))
    return found


def _statement(part: Element, kind: str) -> Statement:
    bookings = [entry for entry in _all(part, "Ntry") if _booked(entry)]
    movements = tuple(_movement(entry) for entry in bookings)
    account = AccountMark(
        iban=clean(_text(part, "Acct/Id/IBAN"), 40),
        number=clean(_text(part, "Acct/Id/Othr/Id"), 40),
    )
    statement = Statement(
        kind, account, movements, _balance(part, OPENINGS), _balance(part, CLOSINGS),
        len(_all(part, "Ntry")) - len(bookings),
    )  # fmt: skip
    return checked(statement, _line(part))


def _booked(entry: Element) -> bool:
    """Pending and informational entries have not moved any money."""
    state = _text(entry, "Sts/Cd", "Sts")
    if state not in UNBOOKED | {"BOOK"}:
        raise StatementError(f"l’état « {clean(state, 20)} » d’une opération est inconnu.", _line(entry))  # fmt: skip
    return state == "BOOK"


def _balance(part: Element, codes: tuple[str, ...]) -> Balance | None:
    for code in codes:
        for balance in _all(part, "Bal"):
            if _text(balance, "Tp/CdOrPrtry/Cd") == code:
                return Balance(_day(balance, "Dt"), _cents(balance))
    return None


def _cents(part: Element) -> int:
    for amount in _all(part, "Amt"):
        if amount.get("Ccy", "EUR") != "EUR":
            raise StatementError("seuls les montants en euros sont repris.", _line(amount))
    unsigned = point_cents(_wanted(part, "Amt"), _line(part))
    sign = _wanted(part, "CdtDbtInd")
    if unsigned < 0 or sign not in {"CRDT", "DBIT"}:
        raise StatementError(
            "le montant ou son sens (CRDT ou DBIT) ne se comprend pas.", _line(part)
        )
    return unsigned if sign == "CRDT" else -unsigned


def _day(part: Element, name: str) -> date:
    text = _wanted(part, f"{name}/Dt", f"{name}/DtTm")
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})(?:[T+\-Z]|$)", text, re.ASCII)
    if not found:
        raise StatementError(
            f"« {clean(text, 40)} » n’est pas une date : on attend AAAA-MM-JJ.", _line(part)
        )
    year, month, day = map(int, found.groups())
    return checked_day(year, month, day, text, _line(part))


def _movement(entry: Element) -> Movement:
    cents = _cents(entry)
    who = "Dbtr" if cents > 0 else "Cdtr"
    details = _all(entry, "NtryDtls/TxDtls")
    names = [_text(one, f"RltdPties/{who}/Pty/Nm", f"RltdPties/{who}/Nm") for one in details]
    reasons = list(_reasons(details))
    added = _text(entry, "AddtlNtryInf")
    label = clean(added or " ".join(dict.fromkeys([*names, *reasons])) or "Opération sans libellé")
    single = details[0] if len(details) == 1 else None
    return Movement(
        line=_line(entry),
        on=_day(entry, "BookgDt"),
        value_on=_day(entry, "ValDt") if _all(entry, "ValDt") else None,
        cents=cents,
        label=label,
        detail=joined(*reasons),
        counterparty=clean(" ; ".join(dict.fromkeys(filter(None, names)))),
        bank_id=clean(_text(entry, "AcctSvcrRef"), 100),
        reference=clean(_text(single, "Refs/EndToEndId") if single is not None else "", 60),
    )


def _reasons(details: list[Element]) -> Iterator[str]:
    for one in details:
        for text in _all(one, "RmtInf/Ustrd"):
            yield clean(text.text or "")
