"""Reading a statement of 5,000 lines, and telling what is new in it, against reading the file's text."""

import time
from collections.abc import Callable
from datetime import date, timedelta

from pupitre.bank.rules.continuity import KnownLine, plan_import
from pupitre.bank.rules.csv_mapping import guess_mapping
from pupitre.bank.rules.reading import read_file, statement_for

LINES = 5_000
IBAN = "FR7699999000010000000000115"
FIRST = date(2026, 1, 1)


def movements() -> list[tuple[date, int, str]]:
    return [
        (FIRST + timedelta(days=rank // 14), -(100 + rank % 977), f"PRLV SEPA FOURNISSEUR {rank % 60}")
        for rank in range(LINES)
    ]  # fmt: skip


def ofx() -> bytes:
    rows = "".join(
        f"<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>{on:%Y%m%d}\n<TRNAMT>{cents / 100:.2f}\n<FITID>{rank}\n<NAME>{label}\n</STMTTRN>\n"
        for rank, (on, cents, label) in enumerate(movements())
    )
    head = f"<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>{IBAN[4:9]}<BRANCHID>{IBAN[9:14]}<ACCTID>{IBAN[14:25]}</BANKACCTFROM>"
    return f"OFXHEADER:100\n\n{head}<BANKTRANLIST>{rows}</BANKTRANLIST></STMTRS></OFX>".encode()


def csv() -> bytes:
    rows = "".join(
        f"{on:%d/%m/%Y};{label};{cents / 100:.2f}\n".replace(".", ",")
        for on, cents, label in movements()
    )
    return f"Date;Libellé;Montant\n{rows}".encode()


def camt() -> bytes:
    rows = "".join(
        f'<Ntry><Amt Ccy="EUR">{-cents / 100:.2f}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>{rank}</AcctSvcrRef><AddtlNtryInf>{label}</AddtlNtryInf></Ntry>"
        for rank, (on, cents, label) in enumerate(movements())
    )
    name = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    account = f"<Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
    return f'<Document xmlns="{name}"><BkToCstmrStmt><Stmt>{account}{rows}</Stmt></BkToCstmrStmt></Document>'.encode()


def timed(act: Callable[[], object]) -> float:
    """Return the best of three, in seconds of processor."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        act()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Prints the table."""
    print(f"Bank statements of {LINES} lines")
    print(f"{'format':<8}{'plain reading':>15}{'statement':>12}{'ratio':>8}{'already known':>16}")
    for kind, content in (("OFX", ofx()), ("CSV", csv()), ("CAMT", camt())):
        mapping = guess_mapping(content) if kind == "CSV" else None

        def plain(content: bytes = content) -> list[str]:
            return content.decode().replace("<", "\n<").splitlines()

        def read(content: bytes = content, mapping: object = mapping) -> object:
            return statement_for(IBAN, read_file(content, mapping))  # type: ignore[arg-type]

        statement = statement_for(IBAN, read_file(content, mapping))
        first = plan_import(statement, [], [])
        known = [KnownLine(key, one.on, one.cents, statement.kind) for key, one in first.new]
        again = timed(lambda statement=statement, known=known: plan_import(statement, known, []))  # type: ignore[misc]
        one, other = timed(plain), timed(read)
        print(f"{kind:<8}{one:>13.4f} s{other:>10.3f} s{other / one:>8.0f}{again:>14.3f} s")
    stored()


def stored() -> None:
    """Imports one whole, twice, in an empty database of its own: reading, audit, search and file included."""
    import subprocess
    import sys
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as home:
        Path(home, "releve.ofx").write_bytes(ofx())
        run = [sys.executable, "-m", "benchmarks.bank_import", home]
        print(subprocess.run(run, check=True, capture_output=True, text=True).stdout, end="")


if __name__ == "__main__":
    main()
