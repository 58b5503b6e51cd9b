"""What rents ask for: calls to issue, late tenants, rents to revise, a year's charges to settle."""

from collections.abc import Iterator
from datetime import date, timedelta

from pupitre.books.models import LegalEntity
from pupitre.core.dates import add_months, month_start
from pupitre.core.french import counted, short_day
from pupitre.core.links import centre_url
from pupitre.core.registry import Deadline
from pupitre.rents.models import RentCall
from pupitre.rents.queries.leases import revisions, to_call
from pupitre.rents.queries.standing import unpaid
from pupitre.rents.rules import periods

EARLY = timedelta(days=10)


def deadlines(today: date) -> Iterator[Deadline]:
    """Yield each of them, at most one line a subject, and one a rent to revise."""
    yield from _to_issue(today)
    yield from _late(today)
    for one in revisions(today, ahead=today + timedelta(days=30)):
        yield Deadline(
            one.on,
            f"Réviser le loyer de {one.lease.tenant}",
            f"Prix du {short_day(one.term.since, today)}, {one.lease.index} du {one.quarter}",
            centre_url("rents:revise", one.lease.pk),
            "Réviser",
            late=one.on < today,
        )
    yield from _to_settle(today)


def _to_issue(today: date) -> Iterator[Deadline]:
    """This month's calls, and next month's in its last ten days."""
    months = {month_start(today), month_start(today + EARLY)}
    for month in sorted(months):
        waiting = to_call(month)
        if waiting:
            calls = counted(len(waiting), "appel", "appels")
            yield Deadline(
                month,
                f"Émettre {calls} de loyer, {periods.words(periods.period_of(month, 1))}",
                "Les locataires paient plus tôt ce qu’ils reçoivent plus tôt",
                f"{centre_url('rents:issue')}?mois={month:%Y-%m}",
                "Émettre",
                cents=sum(one.due.total for one in waiting),
                late=month < today,
            )


def _late(today: date) -> Iterator[Deadline]:
    late = [one for one in unpaid(today) if one.call.reminded_on is None or one.call.reminded_on + timedelta(days=15) < today]  # fmt: skip
    if late:
        yield Deadline(
            late[0].call.due_on,
            f"Relancer {counted(len(late), 'loyer', 'loyers')} en retard",
            f"Le plus ancien, de {late[0].call.lease.tenant}, était attendu le {short_day(late[0].call.due_on, today)}",
            centre_url("rents:home"),
            "Relancer",
            cents=sum(one.paid.left for one in late),
            late=True,
        )


def _to_settle(today: date) -> Iterator[Deadline]:
    """Last year's charges, where provisions were called for them, to settle by the end of June."""
    year = today.year - 1
    called = RentCall.objects.filter(kind=RentCall.Kind.RENT, first__year=year, cancelled_on=None)
    waiting = LegalEntity.objects.filter(leases__calls__in=called).distinct()
    for entity in waiting.exclude(charge_settlements__year=year):
        yield Deadline(
            add_months(date(today.year, 1, 1), 6) - timedelta(days=1),
            f"Régulariser les charges {year} de {entity}",
            "Les provisions appelées sont à comparer aux dépenses de l’année",
            f"{centre_url('rents:charges')}?structure={entity.pk}&annee={year}",
            "Régulariser",
            minutes=20,
        )
