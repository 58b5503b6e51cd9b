"""Writes about entities and years: open the books of an entity, open a year."""

from datetime import date, timedelta

from django.db import transaction

from pupitre.books.charts import load_charts
from pupitre.books.errors import BooksError
from pupitre.books.models import (
    Account,
    AccountPurpose,
    FiscalYear,
    Heading,
    Journal,
    LegalEntity,
)
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import add_months


@transaction.atomic
def open_books(
    *,
    name: str,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    siren: str = "",
    basis: str = LegalEntity.Basis.ACCRUAL,
    by: Actor,
) -> LegalEntity:
    """Open the books of an entity in one act: itself, its year, chart, purposes, journals.

    The first is the main one, until a SISA comes.
    """
    entity = records.save(
        LegalEntity(name=name, kind=kind, siren=siren, basis=basis),
        by=by,
        action="ouvrir la comptabilité de",
    )
    main = LegalEntity.objects.filter(main=True).first()
    if main is None or (kind == LegalEntity.Kind.SISA and main.kind != kind):
        make_main(entity, by=by)
    open_year(entity, starts_on=starts_on, ends_on=ends_on, by=by)
    _propose_chart(entity, starts_on, by)
    return entity


def _propose_chart(entity: LegalEntity, since: date, by: Actor) -> None:
    """Give an entity the journals, accounts and purposes of its kind."""
    headings = propose_headings(by=by)
    charts = load_charts()
    records.save_all(
        [
            Journal(entity=entity, code=one.code, label=one.label, kind=one.kind)
            for one in charts.journals
        ],
        by=by,
    )
    accounts = records.save_all(
        [
            Account(
                entity=entity, number=one.number, label=one.label, heading=headings.get(one.heading)
            )
            for one in charts.accounts_of(entity.kind)
        ],
        by=by,
    )
    by_number = {account.number: account for account in accounts}
    records.save_all(
        [
            AccountPurpose(entity=entity, purpose=purpose, account=by_number[number], since=since)
            for purpose, number in charts.purposes_of(entity.kind).items()
        ],
        by=by,
    )


@transaction.atomic
def make_main(entity: LegalEntity, *, by: Actor) -> None:
    """Make an entity the one that receives the ACI, in place of the former one."""
    for former in LegalEntity.objects.filter(main=True).exclude(pk=entity.pk):
        former.main = False
        records.save(former, by=by)
    if not entity.main:
        entity.main = True
        records.save(entity, by=by, action="choisir pour l’ACI")


@transaction.atomic
def propose_headings(*, by: Actor) -> dict[str, Heading]:
    """Write the proposed headings of the budget that the centre lacks; return all of them by code."""
    known = {heading.code: heading for heading in Heading.objects.all()}
    missing = [
        Heading(code=one.code, label=one.label, direction=one.direction, order=place)
        for place, one in enumerate(load_charts().headings, start=1)
        if one.code not in known
    ]
    return {**known, **{heading.code: heading for heading in records.save_all(missing, by=by)}}


@transaction.atomic
def open_year(
    entity: LegalEntity, *, starts_on: date, ends_on: date | None = None, by: Actor
) -> FiscalYear:
    """Open a fiscal year, of twelve months unless its end is given; raise BooksError when it overlaps another."""
    last = ends_on or add_months(starts_on, 12) - timedelta(days=1)
    if last <= starts_on:
        raise BooksError("La fin de l’exercice vient après son début.")
    if last >= add_months(starts_on, 24):
        raise BooksError("Un exercice ne dépasse pas 24 mois : avancez sa fin.")
    records.locked(entity)
    years = FiscalYear.objects.filter(entity=entity)
    overlapped = years.filter(starts_on__lte=last, ends_on__gte=starts_on).first()
    if overlapped is not None:
        raise BooksError(f"Ces dates recouvrent l’exercice {overlapped} : changez-les.")
    return records.save(
        FiscalYear(entity=entity, starts_on=starts_on, ends_on=last),
        by=by,
        action="ouvrir l’exercice",
    )


@transaction.atomic
def choose_account(
    entity: LegalEntity,
    *,
    purpose: str,
    account: Account,
    since: date,
    confirmed_on: date | None,
    by: Actor,
) -> AccountPurpose:
    """Choose the account of a purpose from a day on; the same day again corrects the choice."""
    known = AccountPurpose.objects.filter(entity=entity, purpose=purpose, since=since).first()
    setting = known or AccountPurpose(entity=entity, purpose=purpose, since=since)
    setting.account, setting.confirmed_on = account, confirmed_on
    return records.save(setting, by=by, action="choisir le compte")
