"""OFX 1.02 (SGML, tags often not closed) and 2.x (XML): the bank statements of the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from pupitre.bank.rules.statement import (
    AccountMark,
    Balance,
    Movement,
    Statement,
    StatementError,
    checked,
    clean,
    compact_day,
    decoded,
    joined,
    point_cents,
)

_TAG = re.compile(r"<(/?)([A-Z][A-Z0-9._]*)>([^<]*)", re.IGNORECASE)
_STATEMENTS = {"STMTRS", "CCSTMTRS"}
_BLOCKS = {"STMTRS", "CCSTMTRS", "STMTTRN", "LEDGERBAL", "AVAILBAL", "BANKTRANLIST", "BANKACCTFROM"}
_ONCE = {"TRNTYPE", "DTPOSTED", "TRNAMT", "FITID"}
_BLOCKS |= {"CCACCTFROM", "BANKACCTTO", "PAYEE", "BALLIST", "BAL"}


@dataclass(frozen=True, slots=True)
class _Tag:
    line: int
    closing: bool
    name: str
    text: str


def read_ofx(content: bytes) -> tuple[Statement, ...]:
    """Return the statements of a file; raise StatementError with the line of what cannot be read."""
    tags = list(_tags(decoded(content)))
    if not tags or (tags[0].name, tags[-1].name, tags[-1].closing) != ("OFX", "OFX", True):
        raise StatementError(
            "Le fichier OFX est coupé : il doit aller de <OFX> à </OFX>. Téléchargez-le de nouveau."
        )
    found = tuple(_statement(part) for name in sorted(_STATEMENTS) for part in _blocks(tags, name))
    if not found:
        raise StatementError("Le fichier OFX ne contient aucun relevé de compte.")
    return found


def _tags(text: str) -> Iterator[_Tag]:
    """Yield the tags after the header, each with the line it stands on."""
    place, line = text.upper().find("<OFX>"), 1
    if place < 0:
        raise StatementError("Ce fichier n’est pas un OFX : la balise <OFX> manque.")
    line += text.count("\n", 0, place)
    while place < len(text):
        found = _TAG.match(text, place)
        if found is None:
            raise StatementError(
                f"la balise « {clean(text[place : place + 30])} » ne se lit pas.", line
            )
        yield _Tag(line, bool(found[1]), found[2].upper(), unescape(found[3]).strip())
        line += text.count("\n", place, found.end())
        place = found.end()


def _blocks(tags: list[_Tag], name: str) -> Iterator[list[_Tag]]:
    """Yield what stands inside each <name>…</name>; refuse one that is not closed, or opened twice."""
    start = -1
    for place, tag in enumerate(tags):
        if tag.name != name:
            continue
        if tag.closing == (start < 0):
            raise StatementError(
                f"<{name}> est ouverte ou fermée deux fois : le fichier est abîmé.", tag.line
            )
        if tag.closing:
            yield tags[start : place + 1]
            start = -1
        else:
            start = place
    if start >= 0:
        raise StatementError(
            f"<{name}> n’est pas refermée : le fichier est coupé.", tags[start].line
        )


def _leaves(part: list[_Tag]) -> dict[str, _Tag]:
    """Return the first tag of each name that holds a text."""
    found: dict[str, _Tag] = {}
    for tag in part:
        if tag.text and not tag.closing:
            found.setdefault(tag.name, tag)
    return found


def _wanted(leaves: dict[str, _Tag], name: str, line: int) -> _Tag:
    if name not in leaves:
        raise StatementError(f"la balise <{name}> manque ou est vide.", line)
    return leaves[name]


def _statement(part: list[_Tag]) -> Statement:
    line = part[0].line
    currency = _wanted(_leaves(part), "CURDEF", line)
    if currency.text.upper() != "EUR":
        raise StatementError(
            f"le compte est en {clean(currency.text, 10)} : seul l’euro est repris.", currency.line
        )
    movements = tuple(_movement(one) for one in _blocks(part, "STMTTRN"))
    opening, closing = _balances(part, movements)
    return checked(Statement("OFX", _account(part), movements, opening, closing), line)


def _account(part: list[_Tag]) -> AccountMark:
    for name in ("BANKACCTFROM", "CCACCTFROM"):
        for block in _blocks(part, name):
            leaves = _leaves(block)
            texts = {key: clean(tag.text, 40) for key, tag in leaves.items()}
            number = clean(_wanted(leaves, "ACCTID", block[0].line).text, 40)
            return AccountMark(
                bank=texts.get("BANKID", ""), branch=texts.get("BRANCHID", ""), number=number
            )
    raise StatementError("la balise <BANKACCTFROM>, qui nomme le compte, manque.", part[0].line)


def _movement(part: list[_Tag]) -> Movement:
    leaves, line = _leaves(part), part[0].line
    for tag in part[1:-1]:
        if tag.name in _BLOCKS - {"PAYEE", "BANKACCTTO"}:
            raise StatementError(f"<{tag.name}> n’a pas sa place dans une opération.", tag.line)
        if tag.name in _ONCE and tag.text and tag is not leaves[tag.name]:
            raise StatementError(
                f"<{tag.name}> est deux fois dans une opération : le fichier est abîmé.", tag.line
            )
    day, amount = _wanted(leaves, "DTPOSTED", line), _wanted(leaves, "TRNAMT", line)
    value_day = leaves.get("DTAVAIL")
    texts = {key: tag.text for key, tag in leaves.items()}
    label = clean(texts.get("NAME") or texts.get("MEMO") or texts.get("TRNTYPE", ""))
    return Movement(
        line=line,
        on=compact_day(day.text, day.line),
        value_on=compact_day(value_day.text, value_day.line) if value_day else None,
        cents=point_cents(amount.text, amount.line),
        label=label,
        detail=joined(texts.get("MEMO", "") if "NAME" in texts else ""),
        bank_id=clean(texts.get("FITID", ""), 100),
        reference=clean(texts.get("CHECKNUM", "") or texts.get("REFNUM", ""), 60),
    )


def _balances(
    part: list[_Tag], movements: tuple[Movement, ...]
) -> tuple[Balance | None, Balance | None]:
    """Return the closing balance, and the opening one that it implies when it closes this very period."""
    leaves = _leaves(part)
    for block in _blocks(part, "LEDGERBAL"):
        inside = _leaves(block)
        amount = _wanted(inside, "BALAMT", block[0].line)
        day = _wanted(inside, "DTASOF", block[0].line)
        closing = Balance(compact_day(day.text, day.line), point_cents(amount.text, amount.line))
        start, end = (
            compact_day(leaves[name].text, leaves[name].line) if name in leaves else None
            for name in ("DTSTART", "DTEND")
        )
        if (end and closing.on > end) or any(one.on > closing.on for one in movements):
            return None, None  # the balance of another day: it says nothing of this period
        first = min([one.on for one in movements] + [start or closing.on])
        return Balance(first, closing.cents - sum(one.cents for one in movements)), closing
    return None, None
