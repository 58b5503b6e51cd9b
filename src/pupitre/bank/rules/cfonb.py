"""CFONB 120: records of 120 characters, with or without line breaks (brochure CFONB « relevé de compte »)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pupitre.bank.rules.statement import (
    AccountMark,
    Balance,
    Movement,
    Statement,
    StatementError,
    checked,
    checked_day,
    clean,
    decoded,
    joined,
)

WIDTH = 120
SIGNED = {
    sign: (str(place % 10), 1 if place < 10 else -1)
    for place, sign in enumerate("{ABCDEFGHI}JKLMNOPQR")
}
NAMES, REFERENCES = {"NPY", "NBE"}, {"RCN", "REF", "RFP"}


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    text: str

    @property
    def kind(self) -> str:
        return self.text[:2]

    @property
    def account(self) -> tuple[str, str, str]:
        return self.text[2:7], self.text[11:16], self.text[21:32]

    def day(self, start: int) -> "Balance":
        """Return the day at a place, as a balance of this record's amount."""
        text = self.text[start : start + 6]
        if not (text.isascii() and text.isdigit()):
            raise StatementError(f"« {clean(text)} » n’est pas une date JJMMAA.", self.line)
        on = checked_day(2000 + int(text[4:]), int(text[2:4]), int(text[:2]), text, self.line)
        return Balance(on, self.cents)

    @property
    def cents(self) -> int:
        digits, last, decimals = self.text[90:103], self.text[103], self.text[19]
        digit, sign = SIGNED.get(last, ("", 0))
        if not (sign and (digits + decimals).isascii() and (digits + decimals).isdigit()):
            raise StatementError(
                f"« {clean(self.text[90:104])} » n’est pas un montant CFONB.", self.line
            )
        if decimals != "2":
            raise StatementError("seuls les montants à deux décimales sont repris.", self.line)
        return sign * int(digits + digit)


def read_cfonb(content: bytes) -> tuple[Statement, ...]:
    """Return the statements of a file, one per opening and closing balance; raise StatementError with the line."""
    found: list[Statement] = []
    opening: _Record | None = None
    movements: list[Movement] = []
    record = None
    for record in _records(decoded(content)):
        if (record.kind == "01") != (opening is None):
            expected = "une ligne 01 (solde de départ)" if opening is None else "04, 05 ou 07"
            raise StatementError(f"« {record.kind} » en début de ligne : on attend {expected}.", record.line)  # fmt: skip
        if opening is not None and record.account != opening.account:
            raise StatementError("le compte change avant le solde de fin.", record.line)
        if record.kind == "01":
            opening, movements = record, []
        elif record.kind == "04":
            movements.append(_movement(record))
        elif record.kind == "05":
            movements[-1:] = [_completed(movements, record)]
        elif opening is not None:
            found.append(_statement(opening, movements, record))
            opening = None
    if record is None or opening is not None:
        raise StatementError(
            "le relevé CFONB est coupé : la ligne 07 (solde de fin) manque.",
            record.line if record else 0,
        )
    return tuple(found)


def _records(text: str) -> Iterator[_Record]:
    lines = text.splitlines()
    if len(lines) <= 1:  # some banks send one long line
        whole = text.rstrip("\r\n\x1a ")
        lines = [whole[place : place + WIDTH] for place in range(0, len(whole), WIDTH)]
    for number, line in enumerate(lines, start=1):
        bare = line.rstrip("\x1a ")
        if not bare:
            continue
        if len(bare) > WIDTH:
            raise StatementError(f"{len(bare)} caractères au lieu de {WIDTH}.", number)
        record = _Record(number, bare.ljust(WIDTH))
        if record.kind not in {"01", "04", "05", "07"}:
            raise StatementError(
                f"« {clean(record.kind)} » en début de ligne : on attend 01, 04, 05 ou 07.", number
            )
        if record.text[16:19].strip() not in {"EUR", ""}:
            raise StatementError(
                f"le compte est en {clean(record.text[16:19])} : seul l’euro est repris.", number
            )
        yield record


def _movement(record: _Record) -> Movement:
    booked, value = record.day(34), record.text[42:48].strip("0 ")
    return Movement(
        line=record.line,
        on=booked.on,
        value_on=record.day(42).on if value else None,
        cents=booked.cents,
        label=clean(record.text[48:79]),
        reference=clean(record.text[104:120], 60),
    )


def _completed(movements: list[Movement], record: _Record) -> Movement:
    """Return the last movement with what a 05 record adds: its kind in 45–48, its text after."""
    if not movements:
        raise StatementError("une ligne 05 complète une ligne 04, qui manque ici.", record.line)
    last, kind, text = movements[-1], record.text[45:48].strip(), clean(record.text[48:118])
    if kind in NAMES:
        return replace(last, counterparty=clean(f"{last.counterparty} {text}"))
    if kind in REFERENCES:
        return replace(last, reference=clean(text, 60) or last.reference)
    return replace(last, detail=joined(last.detail, text))


def _statement(opening: _Record, movements: list[Movement], closing: _Record) -> Statement:
    bank, branch, number = opening.account
    return checked(
        Statement(
            "CFONB 120",
            AccountMark(bank=bank, branch=branch, number=number.strip()),
            tuple(movements),
            opening.day(34),
            closing.day(34),
        ),
        closing.line,
    )
