"""Writes about the yearly settlement of charges: issued in one act, cancelled in one act."""

from datetime import date

from django.db import transaction

from pupitre.books.models import LegalEntity
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.rents.errors import RentError
from pupitre.rents.models import RentCall, Settlement, SettlementLine
from pupitre.rents.queries.charges import Preview, preview
from pupitre.rents.rules.charges import VACANT
from pupitre.rents.services.calls import cancel_call, post_call


@transaction.atomic
def issue_settlement(entity: LegalEntity, year: int, *, on: date, by: Actor) -> Settlement:
    """Freeze a year's shares, call each difference (or give it back) and post it.

    The same year twice gives the same settlement. Raises RentError when the year is not over or lacks
    something, BooksError when the books refuse.
    """
    records.locked(entity)
    known = Settlement.objects.filter(entity=entity, year=year).first()
    if known is not None:
        return known
    found = preview(entity, year)
    if on <= found.year.last:
        raise RentError(f"L’année {year} n’est pas finie : la régularisation attend le 1er janvier.")  # fmt: skip
    if found.refusal:
        raise RentError(found.refusal)
    settlement = Settlement(entity=entity, year=year, issued_on=on, issued_by=by.label[:200])
    records.save(settlement, by=by, action="arrêter")
    records.save_all(_lines(settlement, found), by=by)
    _call(settlement, found, on, by)
    return settlement


def _lines(settlement: Settlement, found: Preview) -> list[SettlementLine]:
    return [
        SettlementLine(
            settlement=settlement,
            lease_id=key if key != VACANT else None,
            heading=str(one.key.heading)[:120],
            basis=one.key.basis,
            whole_cents=one.cents,
            percent=one.percents[key],
            cents=cents,
        )
        for one in found.expenses
        for key, cents in one.shares.items()
        if cents
    ]


def _call(settlement: Settlement, found: Preview, on: date, by: Actor) -> None:
    for one in found.balances:
        held = one.lease.span.within(found.year)
        if not one.difference or held is None:
            continue
        call = RentCall(
            lease=one.lease,
            kind=RentCall.Kind.SETTLEMENT,
            settlement=settlement,
            period_on=found.year.first,
            first=held.first,
            last=held.last,
            due_on=date(on.year + on.month // 12, on.month % 12 + 1, one.lease.due_day),
            rent_cents=0,
            charges_cents=one.difference,
            because="part des charges moins provisions appelées",
            issued_on=on,
        )
        records.save(call, by=by, action="émettre")
        post_call(call, on=on, by=by)


@transaction.atomic
def cancel_settlement(settlement: Settlement, *, why: str, on: date, by: Actor) -> None:
    """Take a settlement back with its calls: the year may be settled again. Raise RentError when one cannot be."""
    records.locked(settlement)
    for call in settlement.calls.filter(cancelled_on=None):
        cancel_call(call, why=why, on=on, by=by)
    freed = list(settlement.calls.all())
    for call in freed:
        call.settlement = None
    records.update_all(freed, ["settlement"], by=by)
    for line in settlement.lines.all():
        records.remove(line, by=by)
    records.remove(settlement, by=by, action="annuler")
