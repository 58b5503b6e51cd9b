"""Columns of the books."""

from collections.abc import Sequence
from typing import Any

from pupitre.books.models import Entry
from pupitre.books.queries.reports import LedgerLine
from pupitre.books.rules.statements import BalanceRow
from pupitre.core.tables import Column


def _state(entry: Entry) -> str:
    return "validée" if entry.validated else "brouillon"


def _tone(entry: Entry) -> str:
    return "success" if entry.validated else "warning"


ENTRIES: Sequence[Column] = (
    Column("Date", lambda entry: entry.date, "date"),
    Column("N°", lambda entry: entry.numbered if entry.validated else ""),
    Column("Journal", lambda entry: entry.journal.code),
    Column("Libellé", lambda entry: entry.label, url=lambda entry: entry.get_absolute_url()),
    Column("Pièce", lambda entry: entry.piece),
    Column("Montant", lambda entry: entry.total, "euros"),
    Column("État", _state, "tag", tone=_tone),
)


def _entry_url(line: LedgerLine) -> str:
    return line.entry.get_absolute_url() if line.entry else ""


def _numbered(line: LedgerLine) -> str:
    return line.entry.numbered if line.entry else ""


LEDGER: Sequence[Column] = (
    Column("Compte", lambda line: line.account.number),
    Column("Intitulé", lambda line: line.account.label),
    Column("Date", lambda line: line.day, "date"),
    Column("Écriture", _numbered, url=_entry_url),
    Column("Pièce", lambda line: line.entry.piece if line.entry else ""),
    Column("Tiers", lambda line: line.auxiliary),
    Column("Libellé", lambda line: line.label),
    Column("Lettrage", lambda line: line.lettering),
    Column("Débit", lambda line: line.debit or None, "euros"),
    Column("Crédit", lambda line: line.credit or None, "euros"),
    Column("Solde", lambda line: line.balance, "euros"),
)


def _amount(value: int) -> Any:
    return value or None


BALANCE: Sequence[Column] = (
    Column("Compte", lambda row: row.number),
    Column("Intitulé", lambda row: row.label),
    Column("À nouveau", lambda row: _amount(row.opening), "euros"),
    Column("Débit", lambda row: _amount(row.debit), "euros"),
    Column("Crédit", lambda row: _amount(row.credit), "euros"),
    Column("Solde débiteur", lambda row: _amount(row.debit_balance), "euros"),
    Column("Solde créditeur", lambda row: _amount(row.credit_balance), "euros"),
)


def totals(rows: Sequence[BalanceRow]) -> dict[str, int]:
    """Return the sums under a trial balance, in cents."""
    return {
        "opening": sum(row.opening for row in rows),
        "debit": sum(row.debit for row in rows),
        "credit": sum(row.credit for row in rows),
        "debit_balance": sum(row.debit_balance for row in rows),
        "credit_balance": sum(row.credit_balance for row in rows),
    }


STATEMENT: Sequence[Column] = (
    Column("État", lambda row: row[0]),
    Column("Rubrique", lambda row: row[1]),
    Column("Montant", lambda row: row[2], "euros"),
)
ACCOUNTS: Sequence[Column] = (
    Column(
        "Numéro",
        lambda account: account.number,
        sort="number",
        url=lambda account: account.get_absolute_url(),
    ),
    Column("Intitulé", lambda account: account.label, sort="label"),
    Column("Poste proposé", lambda account: account.heading),
    Column("Structure", lambda account: account.entity),
    Column("Proposé", lambda account: account.active, "yes"),
)
JOURNALS: Sequence[Column] = (
    Column(
        "Code",
        lambda journal: journal.code,
        sort="code",
        url=lambda journal: journal.get_absolute_url(),
    ),
    Column("Intitulé", lambda journal: journal.label),
    Column("Sorte", lambda journal: journal.get_kind_display()),
    Column("Structure", lambda journal: journal.entity),
)
HEADINGS: Sequence[Column] = (
    Column(
        "Code",
        lambda heading: heading.code,
        sort="code",
        url=lambda heading: heading.get_absolute_url(),
    ),
    Column("Intitulé", lambda heading: heading.label, sort="label"),
    Column("Sens", lambda heading: heading.get_direction_display(), sort="direction"),
    Column("Proposé", lambda heading: heading.active, "yes"),
)
PROJECTS: Sequence[Column] = (
    Column(
        "Projet",
        lambda project: project.name,
        sort="name",
        url=lambda project: project.get_absolute_url(),
    ),
    Column("Financeur", lambda project: project.funder),
    Column("Proposé", lambda project: project.active, "yes"),
)
FUNDERS: Sequence[Column] = (
    Column(
        "Financeur",
        lambda funder: funder.name,
        sort="name",
        url=lambda funder: funder.get_absolute_url(),
    ),
)
