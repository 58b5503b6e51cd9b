"""Writes about a chart of accounts that comes as a file."""

from collections.abc import Sequence

from django.db import transaction

from pupitre.books.models import Account, LegalEntity
from pupitre.books.rules.chart_reading import ChartRow, nearest
from pupitre.core import records
from pupitre.core.actor import Actor


@transaction.atomic
def import_chart(
    entity: LegalEntity, rows: Sequence[ChartRow], *, by: Actor
) -> tuple[list[Account], list[Account]]:
    """Open the accounts that the entity lacks; return them, and those that the file names otherwise.

    A new account takes the budget heading of the nearest one; a known account keeps its name, and is
    known whatever the zeros at its end: 51200 is 512000.
    """
    records.locked(entity)
    accounts = Account.objects.filter(entity=entity).select_related("heading")
    known = {account.number.rstrip("0"): account for account in accounts}
    opened, differ = [], []
    for row in rows:
        held = known.get(row.number.rstrip("0"))
        if held is None:
            near = known.get(nearest(row.number, known))
            heading = near.heading if near else None
            opened.append(
                Account(entity=entity, number=row.number, label=row.label, heading=heading)
            )
        elif held.label != row.label:
            differ.append(held)
    return records.save_all(opened, by=by, action="importer"), differ
