"""The five sample statements: the same three movements in each format; and ways to spoil them."""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pupitre.bank.rules.csv_mapping import CsvMapping, guess_mapping
from pupitre.bank.rules.reading import read_file
from pupitre.bank.rules.statement import Statement, StatementError

FOLDER = Path(__file__).parent / "samples"
NAMES = ("releve.csv", "releve.ofx", "cfonb120.txt", "camt.053.001.02.xml", "camt.053.001.08.xml")
IBAN = "FR7699999000010000000000115"
OTHER_IBAN = "FR7699999000010000000000212"
MOVEMENTS = [
    (date(2025, 4, 15), 4_130_000),
    (date(2025, 5, 5), -245_000),
    (date(2025, 5, 31), -1_290),
]


def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def mapping_for(name: str) -> CsvMapping | None:
    return guess_mapping(sample(name)) if name.endswith(".csv") else None


def facts(statement: Statement) -> list[tuple[date, int]]:
    return [(movement.on, movement.cents) for movement in statement.movements]


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """Return the file with one to three accidents: bytes lost, changed or doubled, lines moved, an end cut."""
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(content) or 1)
        length = chance.choice((1, 1, 2, 7, 40, 120))
        lines = content.splitlines(keepends=True) or [b""]
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        swapped = list(lines)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        piece = bytes(chance.randrange(256) for _ in range(length))
        content = chance.choice(
            (
                content[:place] + content[place + length :],
                content[:place] + piece + content[place + length :],
                content[:place] + content[place : place + length] + content[place:],
                content[:place] + chance.choice((b"9", b"<", b"\x00", b"&x;", b"\xff", b'"', b"-")) + content[place + 1 :],
                content[:place],
                b"".join(swapped),
                b"".join(lines[:one] + lines[one + 1 :]),
                b"".join(lines[: one + 1] + lines[one:]),
            )
        )  # fmt: skip
    return content


def outcomes(name: str, seeds: range) -> tuple[int, int]:
    """Read one spoiled file per seed; return how many were accepted and refused, and check each.

    What is accepted must lead from its opening to its closing balance; what is refused must say
    why in one French sentence.
    """
    whole, mapping, accepted, refused = sample(name), mapping_for(name), 0, 0
    for seed in seeds:
        content = spoiled(whole, random.Random(seed))
        try:
            found = read_file(content, mapping)
        except StatementError as refusal:
            found, why = (), str(refusal)
        else:
            why = ""
        accepted, refused = accepted + (not why), refused + bool(why)
        assert not why or (20 < len(why) < 300 and why.endswith(".")), (seed, why)
        for statement in found:
            check(statement, seed)
    return accepted, refused


def check(statement: Statement, seed: int) -> None:
    if statement.opening and statement.closing:
        moved = sum(movement.cents for movement in statement.movements)
        assert statement.opening.cents + moved == statement.closing.cents, seed
    for movement in statement.movements:
        assert "\x00" not in movement.label + movement.detail + movement.bank_id, seed
        assert movement.label, seed
        assert abs(movement.cents) <= 10**13, seed


def ofx(
    movements: Sequence[tuple[date, int, str]],
    *,
    opening: int = 0,
    iban: str = IBAN,
    last: date | None = None,
) -> bytes:
    """Return an OFX file of these movements (day, cents, label), without bank's ids."""
    rows = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{on:%Y%m%d}<TRNAMT>{cents / 100:.2f}<NAME>{label}</STMTTRN>"
        for on, cents, label in movements
    )
    first, end = movements[0][0], last or movements[-1][0]
    closing = opening + sum(cents for _, cents, _ in movements)
    return (
        "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><STMTRS><CURDEF>EUR"
        f"<BANKACCTFROM><BANKID>{iban[4:9]}<BRANCHID>{iban[9:14]}<ACCTID>{iban[14:25]}</BANKACCTFROM>"
        f"<BANKTRANLIST><DTSTART>{first:%Y%m%d}<DTEND>{end:%Y%m%d}{rows}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>{closing / 100:.2f}<DTASOF>{end:%Y%m%d}</LEDGERBAL></STMTRS></OFX>"
    ).encode("cp1252")
