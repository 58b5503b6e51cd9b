"""What every statement says, whatever its format; and how a refusal is worded."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from pupitre.core.dates import format_numeric
from pupitre.core.money import format_euros

LARGEST_FILE = 8 * 1024**2
MOST_MOVEMENTS = 20_000
LARGEST_CENTS = 10**13
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_LABEL, _LONG = 200, 1000


class StatementError(ValueError):
    """A statement that cannot be used; its text is one French sentence that says where and what to change."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(f"Ligne {line} : {sentence}" if line else sentence)


@dataclass(frozen=True, slots=True)
class AccountMark:
    """How a file names its account: an IBAN, or the parts of the RIB; all empty when it does not say."""

    iban: str = ""
    bank: str = ""
    branch: str = ""
    number: str = ""

    def __str__(self) -> str:
        return self.iban or " ".join(filter(None, (self.bank, self.branch, self.number)))


@dataclass(frozen=True, slots=True)
class Balance:
    """What the account held, in cents: `on` is the day the file gives, in the evening or the morning."""

    on: date
    cents: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of an account: money in is positive. `line` is where the file says it."""

    line: int
    on: date
    cents: int
    label: str
    value_on: date | None = None
    detail: str = ""
    counterparty: str = ""
    bank_id: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One account over one period; balances are None when the file does not tell them."""

    kind: str
    account: AccountMark
    movements: tuple[Movement, ...]
    opening: Balance | None = None
    closing: Balance | None = None
    left_out: int = 0

    @property
    def first_on(self) -> date | None:
        days = [movement.on for movement in self.movements]
        days += [self.opening.on] if self.opening else []
        return min(days, default=None)

    @property
    def last_on(self) -> date | None:
        days = [movement.on for movement in self.movements]
        days += [self.closing.on] if self.closing else []
        return max(days, default=None)


def checked(statement: Statement, line: int = 0) -> Statement:
    """Return the statement, its movements by date; refuse one whose movements do not lead from balance to balance."""
    if len(statement.movements) > MOST_MOVEMENTS:
        raise StatementError(
            f"le fichier compte plus de {MOST_MOVEMENTS} opérations : demandez à la banque une période plus courte.",
            line,
        )
    if statement.opening and statement.closing:
        found = statement.opening.cents + sum(m.cents for m in statement.movements)
        if found != statement.closing.cents:
            raise StatementError(
                f"le solde de départ et les opérations donnent {format_euros(found)}, mais le fichier annonce "
                f"{format_euros(statement.closing.cents)} : il est incomplet, téléchargez-le de nouveau.",
                line,
            )
    return statement


def clean(text: str, longest: int = _LABEL) -> str:
    """Return a text of one line, without control signs nor doubled spaces, cut at `longest`."""
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(plain.split())[:longest].rstrip()


def joined(*texts: str) -> str:
    """Return the different texts of a movement in one, each said once."""
    return clean(" ".join(dict.fromkeys(filter(None, texts))), _LONG)


def checked_day(year: int, month: int, day: int, said: str, line: int) -> date:
    """Return a day of the calendar between 1990 and 2099."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise StatementError(
            f"la date « {clean(said, 40)} » n’existe pas dans le calendrier.", line
        ) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise StatementError(
            f"la date {format_numeric(found)} n’est pas celle d’un relevé de ce siècle.", line
        )
    return found


def compact_day(text: str, line: int) -> date:
    """Read « 20250415 », followed or not by a time."""
    found = re.match(r"(\d{4})(\d{2})(\d{2})(?!\d(?!\d))", text, re.ASCII)
    if not found:
        raise StatementError(
            f"« {clean(text, 40)} » n’est pas une date : on attend AAAAMMJJ.", line
        )
    year, month, day = map(int, found.groups())
    return checked_day(year, month, day, text, line)


def point_cents(text: str, line: int) -> int:
    """Read the cents of « -2450.00 », « +12,9 » or « 7 »: formats of machines, at most two decimals."""
    found = re.fullmatch(r"([+-]?)(\d{1,11})(?:[.,](\d{1,2})0*)?", text.strip(), re.ASCII)
    if not found:
        raise StatementError(
            f"« {clean(text, 40)} » n’est pas un montant : on attend par exemple -2450.00.", line
        )
    sign, whole, decimals = found.groups()
    cents = int(whole) * 100 + int((decimals or "").ljust(2, "0"))
    return -cents if sign == "-" else cents


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 with its mark, else Windows-1252 or ISO-8859-15 by the signs it uses."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _french(content)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise StatementError(
            "Le fichier est abîmé : son texte ne se lit pas. Téléchargez-le de nouveau."
        ) from None


def _french(content: bytes) -> str:
    """Tell the two apart: only Windows uses 0x80–0x9F, only ISO-8859-15 writes €, Œ, œ and Ÿ at these places."""
    signs = set(content)
    windows = any(0x80 <= sign <= 0x9F for sign in signs) or not signs & set(b"\xa4\xbc\xbd\xbe")
    try:
        return content.decode("cp1252" if windows else "iso-8859-15")
    except UnicodeDecodeError:
        return content.decode("iso-8859-15")  # reads every byte
