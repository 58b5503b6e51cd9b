"""The papers of the books: balance sheet and result in PDF, the FEC and its description."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pupitre.books.errors import BooksError
from pupitre.books.models import FiscalYear, Journal, LegalEntity
from pupitre.books.queries.reports import fec_lines
from pupitre.books.rules.fec import describe, fec_name, write_fec
from pupitre.books.rules.fec_control import Report, control
from pupitre.books.rules.statements import Part, Statements
from pupitre.core.french import euros, long_day
from pupitre.core.pdf import render

TYPST = Path(__file__).parent / "typst"


@dataclass(frozen=True)
class FecFile:
    """A FEC ready to leave: name, octets, description, and what its own control found."""

    name: str
    content: bytes
    description: str
    report: Report

    @property
    def described(self) -> str:
        """The name of the description."""
        return f"{self.name.removesuffix('.txt')}_description.txt"


def fec_file(year: FiscalYear) -> FecFile:
    """Write and control the FEC of a year; raise BooksError without a SIREN, which its name needs."""
    entity: LegalEntity = year.entity
    if not entity.siren:
        raise BooksError(f"Le nom du FEC commence par le SIREN : indiquez celui de {entity}.")
    cash = entity.basis == LegalEntity.Basis.CASH
    lines = list(fec_lines(year))
    name = fec_name(entity.siren, year.ends_on)
    content = write_fec(lines, cash=cash).encode("utf-8")
    journals = Journal.objects.filter(entity=entity).values_list("code", "label")
    return FecFile(
        name,
        content,
        describe(name, entity=entity.name, journals=journals, lines=len(lines), cash=cash),
        control(content, name=name, starts_on=year.starts_on, ends_on=year.ends_on),
    )


def statements_rows(found: Statements) -> list[tuple[str, str, int]]:
    """Return the statements as one list: (statement, rubric, cents)."""
    parts = (
        ("Actif", found.assets),
        ("Passif", found.liabilities),
        ("Produits", found.income),
        ("Charges", found.expenses),
    )
    rows = [(title, part.label, part.cents) for title, held in parts for part in held]
    return [*rows, ("Résultat", "Produits moins charges", found.result)]


def statements_pdf(year: FiscalYear, found: Statements, *, centre: str, today: date) -> bytes:
    """Return the balance sheet and the result as a PDF."""
    state = "exercice clôturé" if year.closed else "situation provisoire, exercice non clôturé"
    return render(
        TYPST / "statements.typ",
        {
            "title": f"Bilan et résultat {year}",
            "structure": centre,
            "subtitle": f"{year.entity}, du {long_day(year.starts_on)} au {long_day(year.ends_on)}",
            "facts": [
                ["État", state],
                ["Édité le", long_day(today)],
                ["Résultat", euros(found.result)],
            ],
            "assets": _printed(found.assets),
            "liabilities": _printed(found.liabilities),
            "income": _printed(found.income),
            "expenses": _printed(found.expenses),
            "totals": {
                "assets": euros(found.total_assets),
                "liabilities": euros(found.total_liabilities),
                "income": euros(found.total_income),
                "expenses": euros(found.total_expenses),
            },
        },
    )


def _printed(parts: Sequence[Part]) -> list[list[str]]:
    return [[part.label, euros(part.cents)] for part in parts]
