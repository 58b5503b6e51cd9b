"""Writes about statements: look at a file, import it whole or not at all."""

from dataclasses import asdict, dataclass

from django.db import transaction

from pupitre.bank.errors import DoubtError
from pupitre.bank.models import BankLine, BankStatement, CsvFormat
from pupitre.bank.queries.lines import csv_mapping, known_lines, known_periods
from pupitre.bank.rules.continuity import ImportPlan, plan_import
from pupitre.bank.rules.csv_mapping import CsvMapping
from pupitre.bank.rules.reading import UTF_16, read_file, statement_for
from pupitre.bank.rules.statement import Statement, clean
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.documents.services import store_document
from pupitre.payments.models import BankAccount


@dataclass(frozen=True)
class Preview:
    """What a file says, and what importing it would do."""

    statement: Statement
    plan: ImportPlan


def preview(account: BankAccount, content: bytes) -> Preview:
    """Read a file for an account; raise StatementError with one sentence when it is refused."""
    statement = statement_for(account.iban, read_file(content, csv_mapping(account)))
    return Preview(statement, plan_import(statement, known_lines(account), known_periods(account)))


@transaction.atomic
def import_statement(
    account: BankAccount, *, content: bytes, name: str, by: Actor, despite: bool = False
) -> BankStatement | None:
    """Import the new lines of a file and keep the file; None when it brings nothing that is not known.

    Raises StatementError when it cannot be read, DoubtError when it does not follow what is known, unless
    `despite`: the doubts are then kept with the statement.
    """
    account = records.locked(account)
    found = preview(account, content)
    statement, plan = found.statement, found.plan
    if plan.doubts and not despite:
        raise DoubtError(plan.doubts)
    first, last = statement.first_on, statement.last_on
    if first is None or last is None or (not plan.new and _covered(account, statement)):
        return None
    row = BankStatement(
        account=account,
        kind=statement.kind,
        name=clean(name) or "relevé",
        first_on=first,
        last_on=last,
        opening_cents=statement.opening.cents if statement.opening else None,
        closing_cents=statement.closing.cents if statement.closing else None,
        brought=len(plan.new),
        already=plan.already,
        left_out=statement.left_out,
        despite="\n".join(plan.doubts),
        imported_by=by.label[:200],
    )
    records.save(row, by=by, action="importer le relevé")
    row.document = store_document(
        content=content.decode("utf-16").encode() if content.startswith(UTF_16) else content,
        name=f"releve-{first:%Y%m%d}-{last:%Y%m%d}.{'xml' if content.lstrip().startswith(b'<') else 'txt'}",
        title=f"{row}, {account}",
        by=by,
        about=row,
        purpose="Relevé de compte",
        permission="money.view",
        locked=True,
        dated=last,
    )
    records.save(row, by=by, action="garder le fichier")
    records.save_all(_lines(row, plan), by=by, action="importer")
    return row


def _covered(account: BankAccount, statement: Statement) -> bool:
    """Tell whether one statement already says as much of these days."""
    told = BankStatement.objects.filter(account=account, first_on__lte=statement.first_on, last_on__gte=statement.last_on)  # fmt: skip
    if statement.closing:
        told = told.filter(closing_cents__isnull=False)
    return told.exists()


def _lines(row: BankStatement, plan: ImportPlan) -> list[BankLine]:
    return [
        BankLine(
            account=row.account,
            statement=row,
            position=place,
            on=one.on,
            value_on=one.value_on,
            cents=one.cents,
            label=one.label,
            detail=one.detail,
            counterparty=one.counterparty,
            bank_id=one.bank_id,
            reference=one.reference,
            key=key,
        )
        for place, (key, one) in enumerate(plan.new, start=1)
    ]


def keep_csv(account: BankAccount, mapping: CsvMapping, *, by: Actor) -> CsvFormat:
    """Keep how an account's CSV is read, in place of the former description."""
    kept = CsvFormat.objects.filter(account=account).first() or CsvFormat(account=account)
    kept.mapping = {**asdict(mapping), "titles": list(mapping.titles)}
    return records.save(kept, by=by, action="décrire le CSV")
