"""The controls of a FEC: those of the tax office's own tester, and balance, numbers, dates, order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from pupitre.books.rules.fec import NAME, FecLine
from pupitre.books.rules.fec_reading import Finding, Sheet, decode, fec_date, read_sheet
from pupitre.core.money import format_euros

NUMBERED = re.compile(r"\A(.*\D|)(\d+)")
OPENING = re.compile(r"(AN|RAN|ANO|ANOUV|A\.?N\.?)", re.IGNORECASE)
Rows = Sequence[tuple[int, FecLine]]


@dataclass(frozen=True)
class Report:
    """What the control found: the file passes when nothing is blocking. Amounts in cents."""

    columns: int
    lines: tuple[FecLine, ...]
    entries: int
    debit: int
    credit: int
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocking)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.blocking)

    @property
    def passes(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class FecEntry:
    """The lines of one entry, in the file's order, with their line numbers."""

    journal: str
    number: str
    rows: Rows

    @property
    def line(self) -> int:
        return self.rows[0][0]

    @property
    def first(self) -> FecLine:
        return self.rows[0][1]


def control(
    octets: bytes, *, name: str = "", starts_on: date | None = None, ends_on: date | None = None
) -> Report:
    """Read and control a whole file; the year's end comes from the name when it is not given."""
    sheet = Sheet()
    read_sheet(decode(octets, sheet), sheet)
    entries = _entries(sheet)
    closing = ends_on or _closing(name, sheet)
    for entry in entries:
        _check_entry(entry, sheet)
    _check_numbers(entries, sheet)
    _check_days(sheet, starts_on, closing)
    _check_order(entries, sheet)
    debit = sum(line.debit for _, line in sheet.lines)
    credit = sum(line.credit for _, line in sheet.lines)
    return Report(
        columns=sheet.columns,
        lines=tuple(line for _, line in sheet.lines),
        entries=len(entries),
        debit=debit,
        credit=credit,
        findings=tuple(sorted(sheet.findings, key=lambda finding: finding.line)),
    )


def _closing(name: str, sheet: Sheet) -> date | None:
    found = NAME.fullmatch(name)
    closing = fec_date(found["closing"]) if found else None
    if name and closing is None:
        sheet.remark(
            0, "le nom du fichier devrait être SirenFECAAAAMMJJ.txt, avec la date de clôture."
        )
    return closing


def _entries(sheet: Sheet) -> list[FecEntry]:
    """Group neighbouring lines into entries; the same number further down is another entry, refused later."""

    def place(row: tuple[int, FecLine]) -> tuple[str, str]:
        return row[1].journal, row[1].number

    return [FecEntry(*key, tuple(rows)) for key, rows in groupby(sheet.lines, key=place)]


def _check_entry(entry: FecEntry, sheet: Sheet) -> None:
    debit = sum(line.debit for _, line in entry.rows)
    credit = sum(line.credit for _, line in entry.rows)
    if debit != credit:
        gap = format_euros(abs(debit - credit))
        sheet.refuse(
            entry.line,
            f"l’écriture {entry.journal} {entry.number} n’est pas équilibrée : écart de {gap}.",
        )
    for place, line in entry.rows:
        if line.day != entry.first.day:
            sheet.refuse(
                place,
                f"l’écriture {entry.number} porte deux dates : gardez la même sur toutes ses lignes.",
            )
        if line.lettering and line.lettered_on is None:
            sheet.remark(place, "la ligne est lettrée sans date de lettrage.")
    accounts = {line.account[:2] for _, line in entry.rows}
    if "12" in accounts and any(account[0] in "67" for account in accounts):
        sheet.remark(
            entry.line,
            "une écriture solde les classes 6 et 7 : le FEC ne la contient pas d’habitude.",
        )


def _check_numbers(entries: Sequence[FecEntry], sheet: Sheet) -> None:
    """Refuse doubles and holes: numbers follow each other per journal, or through the whole file."""
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        former = seen.setdefault((entry.journal, entry.number), entry.line)
        if former != entry.line:
            sheet.refuse(
                entry.line,
                f"le numéro {entry.number} du journal {entry.journal} sert déjà ligne {former}.",
            )
    ordered = sorted(entries, key=lambda entry: entry.journal)
    journals = [list(group) for _, group in groupby(ordered, key=lambda entry: entry.journal)]
    holes = [hole for series in journals for hole in _holes(series)]
    if holes and any(True for _ in _holes(entries)):
        sheet.findings.extend(holes)
    elif not holes:
        for series in journals:
            _check_first(series, sheet)


def _check_first(series: Sequence[FecEntry], sheet: Sheet) -> None:
    found = NUMBERED.fullmatch(series[0].number)
    if found and int(found[2]) > 1:
        sheet.remark(
            series[0].line,
            f"la série du journal {series[0].journal} commence à {series[0].number}.",
        )


def _holes(entries: Iterable[FecEntry]) -> Iterator[Finding]:
    """Yield the numbers that do not follow the one before."""
    known: dict[str, dict[int, FecEntry]] = {}
    for entry in entries:
        found = NUMBERED.fullmatch(entry.number)
        if not found:
            yield Finding(entry.line, f"le numéro « {entry.number} » ne finit pas par un nombre.")
            continue
        known.setdefault(found[1], {}).setdefault(int(found[2]), entry)
    for prefix, numbers in known.items():
        for former, number in zip(sorted(numbers), sorted(numbers)[1:], strict=False):
            if number != former + 1:
                entry = numbers[number]
                missing = f"{prefix}{former + 1:0{len(entry.number) - len(prefix)}}"
                yield Finding(
                    entry.line,
                    f"la numérotation du journal {entry.journal} est interrompue avant {entry.number} : il manque {missing}.",
                )


def _check_days(sheet: Sheet, starts_on: date | None, ends_on: date | None) -> None:
    if ends_on is None:
        return
    start = starts_on or _year_before(ends_on)
    for place, line in sheet.lines:
        if not start <= line.day <= ends_on:
            sheet.refuse(
                place,
                f"l’écriture est datée du {line.day:%d/%m/%Y}, hors de l’exercice ({start:%d/%m/%Y} – {ends_on:%d/%m/%Y}).",
            )


def _year_before(ends_on: date) -> date:
    """Return the first day of the twelve months that end on a day."""
    following = ends_on + timedelta(days=1)
    return following.replace(year=following.year - 1)


def _check_order(entries: Sequence[FecEntry], sheet: Sheet) -> None:
    """Refuse an order other than that of validation in each journal; remark on it across journals."""
    last: dict[str, date] = {}
    latest = date.min
    for place, entry in enumerate(entries):
        day = entry.first.validated_on
        opening = OPENING.fullmatch(entry.journal) is not None
        if day < last.get(entry.journal, date.min):
            sheet.refuse(
                entry.line,
                f"l’écriture {entry.number} a été validée avant celle qui la précède : remettez l’ordre de validation.",
            )
        elif not opening and day < latest:
            sheet.remark(entry.line, "les journaux ne sont pas mêlés dans l’ordre de validation.")
        last[entry.journal] = day
        if not opening:
            latest = max(latest, day)
        elif place and not OPENING.fullmatch(entries[place - 1].journal):
            sheet.remark(entry.line, "les à-nouveaux viennent d’habitude en premier.")
